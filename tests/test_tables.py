"""Every table is declared: what the application may do with it, and how its rows are proved.

A new table is one entry in licensing/policy/record/tables.py; without it the application may not even read the table.
"""

from __future__ import annotations

from django.apps import apps

from licensing.policy.record.tables import TABLES

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
