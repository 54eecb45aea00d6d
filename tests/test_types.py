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
    calls = [
        f"{file.relative_to(ROOT)}:{node.lineno}" for file in _files() for node in list_nodes(file) if _does_call(node, name)
    ]

    assert len(calls) <= most, calls


@pytest.mark.parametrize("module", ["typing", "operator", "builtins"])
def test_what_looks_past_the_types_goes_by_no_other_name(module: str) -> None:
    renamed = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in _files()
        for node in list_nodes(file)
        if isinstance(node, ast.ImportFrom) and node.module == module
        if any(one.asname or one.name in ("attrgetter", "getattr") for one in node.names)
    ]

    assert renamed == []


def test_few_lines_tell_the_checker_of_types_to_look_away() -> None:
    lines = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in _files()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if IGNORED.search(line)
    ]

    assert len(lines) <= 4, lines


def _does_call(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=called)) | ast.Call(func=ast.Attribute(value=ast.Name(id="typing"), attr=called)):
            return called == name
    return False


def _files() -> Iterator[Path]:
    for package in ("config", "licensing"):
        yield from (file for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts)
