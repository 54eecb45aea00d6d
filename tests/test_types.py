"""The code says what it knows: few places look past the types, each because of a library or of what is named as data."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS

ROOT = Path(__file__).resolve().parent.parent
IGNORED = re.compile(r"#\s*type:\s*ignore\b")


@pytest.mark.parametrize(("name", "most"), [("cast", 6), ("getattr", 8)])
def test_few_calls_look_past_the_types(name: str, most: int) -> None:
    # `typing.cast` counts like `cast`, and so does a function that is handed on without being called.
    uses = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in _files()
        for node in list_nodes(file)
        if (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
    ]

    assert len(uses) <= most, uses


def test_few_lines_tell_the_checker_of_types_to_look_away() -> None:
    lines = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in _files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if IGNORED.search(line)
    ]

    assert len(lines) <= 4, lines


def _files() -> Iterator[Path]:
    for package in ("config", "licensing"):
        yield from (file for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts)
