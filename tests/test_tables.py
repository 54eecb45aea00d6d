"""Every table is declared: what the application may do with it, and how its rows are proved.

A new table is one entry in licensing/policy/record/tables.py; without it the application may not even read the table.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from licensing.policy.record.tables import TABLES, Proof
from tests.sources import IN_ONE_PROCESS, list_nodes

pytestmark = IN_ONE_PROCESS

ROOT = Path(__file__).resolve().parents[1]

# Made by Django itself, and not by a model.
OF_DJANGO = {"django_migrations", "dozvil_cache"}


def test_every_table_is_declared() -> None:
    models = {one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy}
    tables = {one._meta.db_table for one in models}

    assert sorted(tables - TABLES.keys()) == [], "declare it in licensing/policy/record/tables.py"
    assert sorted(TABLES.keys() - tables - OF_DJANGO) == []


def test_every_column_that_is_named_there_exists() -> None:
    columns = {
        one._meta.db_table: {field.column for field in one._meta.concrete_fields}
        for one in apps.get_models(include_auto_created=True)
    }
    named = {f"{name}.{column}" for name, table in TABLES.items() for column in {*table.left_out, *table.frozen}}

    assert sorted(one for one in named if one.split(".")[1] not in columns[one.split(".")[0]]) == []


# Where an entry point writes a row itself: what somebody types, or how they like to read, and nothing that decides.
WRITTEN_BY_ENTRY_POINTS = {
    "licensing/api/oauth/validator.py": "tokens of programs, which a library keeps; what a program may do is recorded by acts",
    "licensing/portal/drafts/working_copy.py": "what somebody is still typing",
    "licensing/portal/people/preferences.py": "preferences of the person for reading",
}
WRITERS = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def test_every_table_is_written_by_acts_or_says_why_it_decides_nothing() -> None:
    ours = [one for one in apps.get_models() if one._meta.app_label == "licensing"]

    assert [one.__name__ for one in ours if TABLES[one._meta.db_table].proof is Proof.NONE and not _why(one)] == []


def test_no_entry_point_writes_a_row_itself() -> None:
    found = {
        str(file.relative_to(ROOT))
        for layer in ("admin", "api", "portal")
        for file in sorted((ROOT / "licensing" / layer).rglob("*.py"))
        for _call in _find_writes(file)
    }

    assert found == WRITTEN_BY_ENTRY_POINTS.keys()


def _why(model: type) -> str:
    return TABLES[model._meta.db_table].because  # type: ignore[attr-defined]


def _find_writes(file: Path) -> Iterator[ast.Call]:
    """Calls that write rows: on the manager of a table, on a query of it, or `save` and `delete` of anything."""
    for node in list_nodes(file):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS):
            continue
        on = ast.unparse(node.func.value)
        if ".objects" in on or "_default_manager" in on or node.func.attr in ("save", "delete", "bulk_create", "bulk_update"):
            yield node
