"""The tests stand where the code stands: whoever opens a module knows where its tests are, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT / "tests"

# Modules that only declare: nothing in them can be wrong by itself. Each is exercised by the tests of what uses it.
DECLARATIONS = frozenset({"__main__", "apps", "asgi", "celery", "formats", "urls", "wsgi"})
DECLARING = frozenset(
    {
        "licensing/admin/reference/change_sets/inputs/column_help.py",
        "licensing/api/http/spec.py",
        "licensing/outbox/delivery/attempt.py",
    }
)
# Whole packages of words, without behaviour of their own.
VOCABULARY = ("licensing/choices", "config/formats")


def test_every_module_has_its_tests() -> None:
    without = [str(module) for module in _modules() if not (TESTS / _path_of_tests(module)).is_file()]

    assert without == []


def test_every_test_file_mirrors_something() -> None:
    strays = [
        str(file.relative_to(ROOT))
        for layer in ("acts", "admin", "api", "config", "management", "models", "outbox", "policy", "portal")
        for file in sorted((TESTS / layer).rglob("test_*.py"))
        if not _is_mirrored(file)
    ]

    assert strays == []


def _modules() -> Iterator[Path]:
    for package in ("config", "licensing"):
        for file in sorted((ROOT / package).rglob("*.py")):
            path = file.relative_to(ROOT)
            if file.stem in {"__init__", *DECLARATIONS} or str(path) in DECLARING or "migrations" in path.parts:
                continue
            if not str(path).startswith(VOCABULARY) and _has_behaviour(file):
                yield path


def _has_behaviour(file: Path) -> bool:
    """Whether a module holds a function; tables, constants and shapes alone do not behave."""
    return any(isinstance(node, ast.FunctionDef) for node in list_nodes(file))


def _path_of_tests(module: Path) -> Path:
    parts = module.parts if module.parts[0] == "config" else module.parts[1:]
    return Path(*parts[:-1], f"test_{parts[-1]}")


def _is_mirrored(file: Path) -> bool:
    parts = Path(str(file.relative_to(TESTS)).replace("test_main.py", "test___main__.py")).parts
    base = ROOT if parts[0] == "config" else ROOT / "licensing"
    named = base.joinpath(*parts[:-1], parts[-1].removeprefix("test_"))
    return named.is_file() or named.with_suffix("").is_dir()
