"""The source files as trees, each parsed once in a process; tests that read them all share one process by their group."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

# On a test module: `pytestmark = IN_ONE_PROCESS`.
IN_ONE_PROCESS = pytest.mark.xdist_group("sources")


@cache
def parse_source(file: Path) -> ast.Module:
    """The tree of one file, by its absolute path. It is shared: whoever changes a node changes it for all."""
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def list_nodes(file: Path) -> tuple[ast.AST, ...]:
    """Every node of a file, as ast.walk gives them."""
    return tuple(ast.walk(parse_source(file)))
