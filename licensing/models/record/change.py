"""What became of the rows that carry meaning: every change of a column, written by triggers and covered by the chain."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db import connection, models

from licensing.models.record.guards import append_only

# One line for each change; the digest is taken over these lines, joined by line feeds, in the order of their numbers.
_LINE = "concat_ws(' ', c.id, c.table_name, c.row, c.operation, c.columns::text)"
_DIGEST = f"encode(sha256(convert_to(string_agg({_LINE}, E'\\n' ORDER BY c.id), 'UTF8')), 'hex')"
_UNCOVERED = f"""
    SELECT min(c.id), max(c.id), {_DIGEST} FROM licensing_change c
    WHERE c.transaction = pg_current_xact_id()::text::bigint AND c.id > COALESCE((
        SELECT max(e.changes_to) FROM licensing_event e
        WHERE e.transaction = pg_current_xact_id()::text::bigint AND e.changes_to IS NOT NULL
    ), 0)
"""  # noqa: S608 - only our own words
# By transaction and number: a database that was restored into another cluster counts its transactions from the beginning.
_COVERED_BY = "c.transaction = e.transaction AND c.id BETWEEN e.changes_from AND e.changes_to"
_MISCOVERED = f"""
    SELECT e.number FROM licensing_event e
    CROSS JOIN LATERAL (SELECT {_DIGEST} AS digest FROM licensing_change c WHERE {_COVERED_BY}) found
    WHERE e.changes_digest <> '' AND found.digest IS DISTINCT FROM e.changes_digest
    ORDER BY e.number LIMIT 1
"""  # noqa: S608
_UNATTESTED = f"""
    SELECT c.id, c.table_name, c.row FROM licensing_change c
    WHERE NOT EXISTS (SELECT 1 FROM licensing_event e WHERE {_COVERED_BY}) ORDER BY c.id LIMIT 1
"""  # noqa: S608
# Changes of some tables, recorded after an event, that another kind of event covers than may; rights of people are passed over.
_OTHERWISE_COVERED = f"""
    SELECT e.number, c.table_name, c.row FROM licensing_change c JOIN licensing_event e ON {_COVERED_BY}
    WHERE c.table_name = ANY (%(tables)s) AND e.number > %(since)s AND e.kind <> ALL (%(kinds)s)
      AND NOT (c.operation = 'U' AND c.columns - %(rights)s::text[] = '{{}}')
    ORDER BY c.id LIMIT 1
"""  # noqa: S608
# What the changes of a table come to (since a row was last deleted, the newest value of each column), beside its rows.
_DIFFERENCES = """
    WITH alive AS (
        SELECT c.id, c.row, c.columns FROM (
            SELECT c.*, max(c.id) FILTER (WHERE c.operation = 'D') OVER (PARTITION BY c.row) AS gone
            FROM licensing_change c WHERE c.table_name = %(table)s
        ) c WHERE c.operation <> 'D' AND c.id > COALESCE(c.gone, 0)
    ),
    newest AS (
        SELECT DISTINCT ON (a.row, v.key) a.row, v.key, v.value FROM alive a, jsonb_each(a.columns) v
        WHERE v.key = ANY (%(columns)s) ORDER BY a.row, v.key, a.id DESC
    ),
    told AS (SELECT n.row, jsonb_object_agg(n.key, n.value) AS columns FROM newest n GROUP BY n.row),
    found AS (
        SELECT to_jsonb(t) ->> %(key)s AS row, (
            SELECT jsonb_object_agg(v.key, v.value) FROM jsonb_each(to_jsonb(t)) v WHERE v.key = ANY (%(columns)s)
        ) AS columns FROM {table} t
    ),
    differences AS (
        SELECT COALESCE(f.row, t.row) AS row, f.columns AS found, t.columns AS told
        FROM found f FULL JOIN told t ON t.row = f.row
        WHERE CASE WHEN %(begun)s THEN f.columns IS DISTINCT FROM t.columns
                   ELSE t.row IS NOT NULL AND (f.row IS NULL OR NOT f.columns @> t.columns) END
    )
"""
_FIRST = "SELECT row, found, told FROM differences ORDER BY row LIMIT %(most)s"
# Asked for each name apart: a DISTINCT would read every change there is.
_NAMES_WITH_CHANGES = """
    SELECT asked.name FROM unnest(%(names)s::text[]) AS asked (name)
    WHERE EXISTS (SELECT FROM licensing_change c WHERE c.table_name = asked.name)
"""
_TAKE_OVER = """
    INSERT INTO licensing_change (transaction, table_name, row, operation, columns)
    SELECT pg_current_xact_id()::text::bigint, %(table)s, d.row, CASE WHEN d.found IS NULL THEN 'D' ELSE 'B' END,
           COALESCE(d.found, '{{}}')
    FROM differences d WHERE d.row <> ALL (%(passed_by)s) ORDER BY d.row
"""


@dataclass(frozen=True, slots=True)
class TrackedTable:
    """A table whose changes are kept: its key, and the columns that are among them."""

    name: str
    key: str
    columns: tuple[str, ...]

    def fill_in(self, statement: str) -> str:
        """A statement with the name of this table in its place."""
        return statement.format(table=connection.ops.quote_name(self.name))

    def as_values(self) -> dict[str, Any]:
        """What statements on this table take as values."""
        return {"table": self.name, "key": self.key, "columns": list(self.columns)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what its changes come to; None where there is no such row, or no change tells of it."""

    row: str
    found: Mapping[str, Any] | None
    told: Mapping[str, Any] | None

    @property
    def column(self) -> str:
        """The first column that differs."""
        found, told = self.found or {}, self.told or {}
        return next(name for name in sorted({*found, *told}) if found.get(name) != told.get(name))


class ChangeManager(models.Manager["Change"]):
    def summarise_uncovered(self) -> dict[str, Any]:
        """The changes of this transaction that no event covers yet, as columns of the event that will; empty for none."""
        [row] = _fetch(_UNCOVERED)
        return dict(zip(("changes_from", "changes_to", "changes_digest"), row, strict=True)) if row[0] else {}

    def find_miscovered_event(self) -> int | None:
        """The first event whose changes are not those that its digest was made of."""
        return next((number for (number,) in _fetch(_MISCOVERED)), None)

    def find_unattested(self) -> tuple[str, str] | None:
        """Table and row of the first change that no event covers."""
        return next(((table, row) for _id, table, row in _fetch(_UNATTESTED)), None)

    def find_otherwise_covered(
        self, tables: Sequence[str], kinds: Sequence[str], *, since: int, rights: Sequence[str]
    ) -> tuple[int, str, str] | None:
        """Event, table and row of the first change of these tables, after an event, that no event of these kinds covers.

        Changes of the columns `rights` alone are passed over.
        """
        values = {"tables": list(tables), "kinds": list(kinds), "since": since, "rights": list(rights)}
        return next(((number, table, row) for number, table, row in _fetch(_OTHERWISE_COVERED, values)), None)

    def list_changed_tables(self, names: Iterable[str]) -> set[str]:
        """Those of these tables of which any change is kept."""
        return {name for (name,) in _fetch(_NAMES_WITH_CHANGES, {"names": list(names)})}

    def find_differences(self, table: TrackedTable, *, begun: bool, most: int = 1) -> list[Difference]:
        """Rows of a table that are not what its changes come to, at most so many.

        `begun` says that every row there was when the changes were first kept is among them; else rows without any are passed.
        """
        rows = _fetch(table.fill_in(_DIFFERENCES + _FIRST), table.as_values() | {"begun": begun, "most": most})
        return [Difference(row, _parse(found), _parse(told)) for row, found, told in rows]

    def take_over(self, table: TrackedTable, *, passed_by: Sequence[str]) -> int:
        """As the owner: note every row that is not what its changes come to as it is now, but for some; how many."""
        with connection.cursor() as cursor:
            values = table.as_values() | {"begun": True, "passed_by": list(passed_by)}
            cursor.execute(table.fill_in(_DIFFERENCES + _TAKE_OVER), values)
            return int(cursor.rowcount)


class Change(models.Model):
    """A row was inserted, updated or deleted: the columns that changed, with their new values. Only triggers write it."""

    transaction = models.BigIntegerField()
    table_name = models.CharField(max_length=63)
    row = models.TextField()
    # I and B: all columns, of a new row or of one that was there when the changes were first kept. U: those that changed.
    operation = models.CharField(max_length=1)
    columns = models.JSONField(default=dict)

    objects = ChangeManager()

    class Meta:
        indexes = [
            models.Index(fields=["transaction", "id"], name="change_by_transaction"),
            models.Index(fields=["table_name"], name="change_by_table"),
        ]
        triggers: ClassVar[list[Any]] = append_only("change")

    def __str__(self) -> str:
        return f"{self.table_name} {self.row} {self.operation}"


def _parse(columns: str | None) -> dict[str, Any] | None:
    """Columns as a raw cursor reads them, which is as text; numbers stay exact."""
    return None if columns is None else json.loads(columns, parse_float=Decimal)


def _fetch(statement: str, values: Mapping[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())
