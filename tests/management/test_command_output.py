"""A mistake in a file is reported with its place, in the lines that a terminal shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from licensing.errors import Gap, Invalid
from licensing.management.command_output import read_toml, to_command_error
from licensing.messages import Message


def test_a_toml_file_is_read_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "one.toml"
    path.write_text('name = "Київ"\n', encoding="utf-8")

    assert read_toml(path) == {"name": "Київ"}


@pytest.mark.parametrize(
    ("content", "place"),
    [(b"[[rows]\n", "line 1"), (b'name = "\xff"\n', "utf-8"), (b"count = " + b"1" * 5000, "digits")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=rf"broken\.toml: .*{place}"):
        read_toml(path)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"absent\.toml: No such file or directory\."):
        read_toml(tmp_path / "absent.toml")


def test_a_refusal_shows_one_line_for_each_field(tmp_path: Path) -> None:
    refusal = Invalid(gaps=[Gap("required", "kind", Message("Say which rule it is."))])

    lines = str(to_command_error("rule.toml", refusal)).splitlines()

    assert lines == [f"rule.toml: {refusal.sentence}", "  kind: Say which rule it is."]
