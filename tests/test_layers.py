"""The layers: imports only downwards, no circles, and none of the ways in which code runs where nobody looks for it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import grimp
import pytest
from importlinter import configuration
from importlinter.application import use_cases

from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("config", "licensing")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "celery.signals", "allauth.account.signals")


def test_each_layer_imports_only_those_below(capsys: pytest.CaptureFixture[str]) -> None:
    # Not by way of importlinter.cli: its logging configuration switches off every logger that this process already has.
    configuration.configure()

    passed = use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)

    assert passed, capsys.readouterr().out


def test_no_import_circles(record_property: Callable[[str, object], None]) -> None:
    graph = grimp.build_graph(*PACKAGES, exclude_type_checking_imports=False, cache_dir=None)
    edges = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}

    circles = [circle for circle in _strongly_connected(edges) if len(circle) > 1]

    largest = max(map(len, circles), default=0)
    record_property("largest import circle", largest)
    print(f"largest import circle: {largest}")
    assert circles == []


def test_no_imports_inside_functions() -> None:
    found = [
        _place(file, inner)
        for file, outer in _nodes(ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert found == []


def test_no_signal_receivers() -> None:
    found = [
        _place(file, node)
        for file, node in _nodes(ast.Import, ast.ImportFrom)
        if any(name.startswith(SIGNALS) for name in _imported(node))
    ]

    assert found == []


def test_no_save_overrides() -> None:
    found = [
        _place(file, method)
        for file, owner in _nodes(ast.ClassDef)
        for method in owner.body
        if isinstance(method, ast.FunctionDef) and method.name in {"save", "save_model", "delete_model"}
    ]

    assert found == []


def test_policy_knows_no_tables_no_clock_and_no_settings() -> None:
    # Words that a table also uses as its choices are only words.
    allowed = {"django.db.models", "django.db.models.TextChoices"}
    found = [
        _place(file, node)
        for file, node in _nodes(ast.Import, ast.ImportFrom)
        if "policy" in file.parts
        if any(name.startswith(("django.db", "django.conf", "django.utils.timezone")) for name in _imported(node) - allowed)
    ]
    clocks = [
        _place(file, node)
        for file, node in _nodes(ast.Attribute)
        if "policy" in file.parts and node.attr in {"now", "today", "utcnow"}
    ]

    assert found + clocks == []


def test_nothing_that_decides_asks_the_clock_of_its_own_machine() -> None:
    clock = {("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}
    clock |= {("time", "time"), ("time", "time_ns")}
    found = {
        str(file)
        for file, node in _nodes(ast.Attribute)
        if file.parts[1] in {"acts", "api", "portal", "admin"}
        if isinstance(node.value, ast.Name) and (node.value.id, node.attr) in clock
    }
    # `timezone.localdate()` without a moment is today by the machine.
    bare = [
        _place(file, node)
        for file, node in _nodes(ast.Call)
        if isinstance(node.func, ast.Attribute | ast.Name) and not node.args and not node.keywords
        if getattr(node.func, "attr", getattr(node.func, "id", "")) in {"localdate", "localtime"}
    ]
    imported = [_place(file, node) for file, node in _nodes(ast.ImportFrom) if "django.utils.timezone.now" in _imported(node)]

    assert (found, bare, imported) == ({"licensing/acts/acting.py"}, [], [])


def test_acts_ask_the_machine_for_the_moment_only_to_show_something() -> None:
    """`now()` is for reading; whatever is written, refused or let through is judged by the clock of the database."""
    found = {
        f"{file.stem}.{outer.name}"
        for file, outer in _nodes(ast.FunctionDef)
        if file.parts[1] == "acts"
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id == "now"
    }

    assert found == {
        "advice.list_findings",
        "government.list_obstacles",
        "issuing._preview",
        "sittings.list_sittings",
        "sittings.list_waiting_cases",
        "submission.find_missing",
    }


def test_no_module_has_a_name_that_says_nothing() -> None:
    nameless = {"utils", "helpers", "common", "misc", "util"}

    found = [str(file) for file in _files() if nameless & {file.stem, *file.parts}]

    assert found == []


@cache
def _files() -> tuple[Path, ...]:
    return tuple(
        file.relative_to(ROOT)
        for package in PACKAGES
        for file in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in file.parts
    )


def _nodes(*kinds: type) -> Iterator[tuple[Path, ast.AST]]:
    for file in _files():
        for node in list_nodes(ROOT / file):
            if isinstance(node, kinds):
                yield file, node


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    return {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}


def _place(file: Path, node: ast.AST) -> str:
    return f"{file}:{node.lineno}"


def _strongly_connected(edges: Mapping[str, set[str]]) -> list[set[str]]:
    """Tarjan's algorithm: the sets of modules in which each leads to each."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[set[str]] = []

    def visit(module: str) -> None:
        index[module] = low[module] = len(index)
        stack.append(module)
        for imported in edges[module]:
            if imported not in index:
                visit(imported)
                low[module] = min(low[module], low[imported])
            elif imported in stack:
                low[module] = min(low[module], index[imported])
        if low[module] == index[module]:
            at = stack.index(module)
            found.append(set(stack[at:]))
            del stack[at:]

    for module in edges:
        if module not in index:
            visit(module)
    return found
