from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.env import Environment


def test_finish_names_everything_that_is_missing_or_wrong_at_once() -> None:
    env = Environment({"PORT": "many", "TLS": "perhaps", "STAGE": "moon", "DATABASE_URL": "mysql://somewhere"})

    env.read_string("SECRET_KEY", like="a long random text")
    env.read_integer("PORT", 25)
    env.read_flag("TLS", default=True)
    env.read_choice("STAGE", ("demo", "test"), "demo")
    env.read_database("DATABASE_URL")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish("Read the manual.")
    assert str(refusal.value).split("\n  ") == [
        "Dozvil cannot start:",
        "SECRET_KEY is not set; it must be a long random text.",
        "PORT is 'many'; it must be a whole number, 0 or more.",
        "TLS is 'perhaps'; it must be yes or no.",
        "STAGE is 'moon'; it must be one of: demo, test.",
        "DATABASE_URL must look like postgresql://user:password@host:5432/name.",
        "Read the manual.",
    ]


def test_finish_is_silent_when_all_is_well() -> None:
    env = Environment({"HOSTS": "a.example, b.example,"})

    assert env.read_words("HOSTS") == ["a.example", "b.example"]
    assert env.read_string("SECRET_KEY", "given") == "given"
    env.finish("")


def test_text_reads_a_secret_from_the_file_a_container_gives(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush\n", encoding="utf-8")

    assert Environment({"SECRET_KEY_FILE": str(secret)}).read_string("SECRET_KEY") == "hush"


def test_text_names_the_file_that_cannot_be_read() -> None:
    env = Environment({"SECRET_KEY_FILE": "/nowhere"})

    env.read_string("SECRET_KEY")

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE names /nowhere, which cannot be read"):
        env.finish("")


def test_database_takes_apart_a_url() -> None:
    env = Environment({"DATABASE_URL": "postgresql://dozvil:p%40ss@db:5433/cases?sslmode=require"})

    assert env.read_database("DATABASE_URL") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "cases",
        "USER": "dozvil",
        "PASSWORD": "p@ss",
        "HOST": "db",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["postgresql://host/", "postgresql://host:99999/name", "http://host/name", "nonsense"])
def test_database_does_not_repeat_a_bad_url_for_it_holds_a_password(url: str) -> None:
    env = Environment({"DATABASE_URL": url})

    assert env.read_database("DATABASE_URL") is None
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish("")
    assert url not in str(refusal.value)
