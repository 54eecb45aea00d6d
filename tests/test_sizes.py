"""Files, functions and folders are short enough to be read at once; few are longer, where cutting would hide their order."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent
# Folders with more than twelve entries, each with its reason. Whoever adds to another one parts it by subject.
CROWDED = {
    "config": "what Django, Celery and Gunicorn look for stands at the top",
    "licensing": "the layers, and what Django looks for at the top of an app",
    "licensing/acts": "the twelve subjects, how an act is carried out, and the numbers that all of them draw",
    "licensing/acts/reference": "lists, procedures and routing, and how each is read, tried and written",
    "licensing/admin": "the subjects of the desk, the forms of cases and the parts of pages",
    "licensing/api": "the subjects, and what all addresses of the API have in common",
    "licensing/management/commands": "Django looks for commands here alone",
    "licensing/models": "the subjects, the read models and the machine of states",
    "licensing/policy": "the twelve subjects, and the values that all of them use",
    "licensing/policy/licences": "what a licence says, how goods are counted against it, and what its conditions lead to",
    "licensing/policy/record/kinds": "one file for each subject",
}


def test_all_but_a_few_files_have_at_most_300_lines() -> None:
    lengths = [len(file.read_text(encoding="utf-8").splitlines()) for file in _files()]

    assert _percentile_95(lengths) <= 300


def test_all_but_a_few_functions_have_at_most_20_lines() -> None:
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for file in _files()
        for node in list_nodes(file)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]

    assert _percentile_95(lengths) <= 20


def test_no_folder_is_crowded() -> None:
    folders = {file.parent for file in _files()}
    entries = {
        str(folder.relative_to(ROOT)): [one for one in folder.iterdir() if not one.name.startswith("__")] for folder in folders
    }

    assert {folder for folder, found in entries.items() if len(found) > 12} - set(CROWDED) == set()


@pytest.mark.parametrize("side", ["portal", "admin"])
def test_no_folder_of_templates_is_crowded(side: str) -> None:
    ours = ROOT / "templates" / side
    folders = [ours, *(one for one in ours.rglob("*") if one.is_dir())]

    assert [str(folder.relative_to(ROOT)) for folder in folders if len(list(folder.iterdir())) > 12] == []


def _percentile_95(lengths: list[int]) -> float:
    return quantiles(lengths, n=20)[-1]


def _files() -> Iterator[Path]:
    """Our code without its migrations, which are generated and never read from top to bottom."""
    for package in ("config", "licensing"):
        yield from (file for file in sorted((ROOT / package).rglob("*.py")) if "migrations" not in file.parts)
