from __future__ import annotations

from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        (b"\xef\xbb\xbfhush", "holds more than one line or characters that cannot be seen"),
        (b"hush\nhush", "holds more than one line or characters that cannot be seen"),
    ],
)
@pytest.mark.parametrize("default", [None, "", "preset"])
def test_a_file_that_holds_no_secret_is_refused(tmp_path: Path, content: bytes, complaint: str, default: str | None) -> None:
    (tmp_path / "secret").write_bytes(content)
    env = Environment({"SECRET_KEY_FILE": str(tmp_path / "secret")})

    env.read_string("SECRET_KEY", default)

    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY_FILE names .*, which {complaint}"):
        env.finish("")


def test_an_empty_file_of_the_database_is_complained_of_once(tmp_path: Path) -> None:
    (tmp_path / "url").touch()
    env = Environment({"DATABASE_URL_FILE": str(tmp_path / "url")})

    assert env.read_database("DATABASE_URL") is None
    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish("Read the manual.")
    assert len(str(refusal.value).splitlines()) == 3


def test_a_file_that_is_named_must_be_readable(tmp_path: Path) -> None:
    env = Environment({"TRUST_LIST": str(tmp_path)})

    env.read_file("TRUST_LIST")

    with pytest.raises(ImproperlyConfigured, match="which is no file that can be read"):
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


_LIKE = "an address"
READERS: dict[str, Callable[[Environment], object]] = {
    "rate": lambda env: env.read_rate("NAME", "1200/min"),
    "url": lambda env: env.read_url("NAME", "redis://host", schemes=("redis", "https"), like=_LIKE),
    "hosts": lambda env: env.read_hosts("NAME", like="names"),
    "host": lambda env: env.read_host("NAME", like="the name of one server"),
    "addresses": lambda env: env.read_mail_addresses("NAME"),
    "origins": lambda env: env.read_origins("NAME"),
    "mailbox": lambda env: env.read_mailbox("NAME", "Dozvil <dozvil@localhost>"),
    "zone": lambda env: env.read_zone("NAME", "Europe/Kyiv"),
    "integer": lambda env: env.read_integer("NAME", 1, at_least=1, at_most=65_535),
}
NONSENSE = [
    *(
        ("rate", value)
        for value in ("a lot", "0/min", "-1/min", "60", "60/fortnight", "60/", "1e3/min", "9999999999/s", "60 /min")
    ),
    *(
        ("url", value)
        for value in ("redis://", "host", "ftp://host", "redis://host:99999", "redis://host:x", "https://[::1", "x")
    ),
    *(
        ("url", value)
        for value in (
            "https://doz vil",
            "https://.a.example",
            "https://a..b",
            "https://a,b",
            "https://*",
            "https://a.example\t/x",
        )
    ),
    *(
        ("url", value)
        for value in ("https://a.example?x", "https://a.example/#x", "https://me:hush@a.example", "redis://-host")
    ),
    *(("host", value) for value in ("*", "*,mail", "mail,mail2", "smtp://mail", "mail:25", ".example.org", "two words")),
    *(("addresses", value) for value in ("nobody", "a@b.example nobody", "a@b.example,nobody", "A <a@b.example>")),
    *(("hosts", value) for value in ("https://a.example", "a.example/path", "two words", "-a.example", "a..b")),
    *(("origins", value) for value in ("a.example", "https://a.example/path", "ftp://a.example", "https://")),
    *(("mailbox", value) for value in ("x", "Dozvil", "Dozvil <dozvil>", "a@b@c.example", "<>")),
    *(("zone", value) for value in ("Kyiv", "Europe", "../../etc/passwd", "/etc/localtime", "Europe/Kyiv ")),
    *(("integer", value) for value in ("0", "65536", "9" * 5000, "\u0665", "1.0", "+1", "-1", "1_0")),
]
SENSE = [
    *(("rate", value) for value in ("1/s", "60/minute", "100000/day")),
    *(("url", value) for value in ("redis://:secret@host:6379/0", "https://a.example:8443/realm", "redis://[::1]:6379")),
    *(("url", value) for value in ("redis://my_redis:6379", "redis://host/0?ssl_cert_reqs=none", "https://127.0.0.1/dozvil")),
    *(("host", value) for value in ("mail.example.org", "mail_server", "127.0.0.1", "::1", "localhost")),
    *(("addresses", value) for value in ("a@b.example", "a@b.example, c@d.example,")),
    *(("hosts", value) for value in ("a.example, .b.example", "[::1]", "127.0.0.1", "localhost", "xn--80ak6aa92e.com")),
    *(("origins", value) for value in ("https://a.example, http://b.example:8080",)),
    *(("mailbox", value) for value in ("dozvil@example.org", "Dozvil <dozvil@localhost>")),
    *(("zone", value) for value in ("UTC", "Europe/Kyiv", "Etc/GMT+3")),
    *(("integer", value) for value in ("1", "65535")),
]


@pytest.mark.parametrize(("kind", "value"), NONSENSE)
def test_nonsense_is_refused_by_the_type_of_its_setting(kind: str, value: str) -> None:
    env = Environment({"NAME": value})

    READERS[kind](env)

    with pytest.raises(ImproperlyConfigured, match=r"NAME (is|contains|must be) "):
        env.finish("")


@pytest.mark.parametrize(("kind", "value"), SENSE)
def test_what_makes_sense_is_taken(kind: str, value: str) -> None:
    env = Environment({"NAME": value})

    READERS[kind](env)

    env.finish("")


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant() -> None:
    variables = {
        "EMAIL_TSL": "yes",
        "DATABASE_POL": "3",
        "OIDC_COLOUR": "blue",
        "PATH": "/bin",
        "EMAIL_TLS": "yes",
        "TZ": "UTC",
    }
    env = Environment(variables)
    env.read_flag("EMAIL_TLS", default=True)
    env.declare("DATABASE_POOL")

    env.refuse_unknown(prefixes=("EMAIL_", "OIDC_"))

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish("Read the manual.")
    assert str(refusal.value).split("\n  ")[1:-1] == [
        "DATABASE_POL is not a setting of Dozvil; is DATABASE_POOL meant?",
        "EMAIL_TSL is not a setting of Dozvil; is EMAIL_TLS meant?",
        "OIDC_COLOUR is not a setting of Dozvil.",
    ]


def test_what_kubernetes_tells_of_a_service_of_our_name_is_no_misspelt_setting() -> None:
    told = {"SERVICE_HOST": "10.0.0.1", "SERVICE_PORT": "80", "SERVICE_PORT_HTTP": "80", "PORT": "tcp://10.0.0.1:80"}
    told |= {"PORT_80_TCP": "tcp://10.0.0.1:80", "PORT_80_TCP_PROTO": "tcp", "PORT_80_TCP_PORT": "80", "PORT_80_TCP_ADDR": "1"}
    names = ("DOZVIL", "DOZVIL_WEB", "EMAIL_RELAY")
    env = Environment({f"{name}_{end}": value for name in names for end, value in told.items()})

    env.refuse_unknown(prefixes=("DOZVIL_", "EMAIL_"))

    env.finish("")


def test_the_file_of_a_secret_is_no_unknown_setting(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush\n", encoding="utf-8")
    env = Environment({"EMAIL_PASSWORD_FILE": str(secret)})

    assert env.read_string("EMAIL_PASSWORD", "") == "hush"

    env.refuse_unknown(prefixes=("EMAIL_",))
    env.finish("")
