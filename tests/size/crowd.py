"""Very many cases, copied row by row from a few that real acts have made: what they cost is due to their number alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from licensing.models import Case
from tests.world import World

# Of a hundred cases, how many stand where; the rest are decided.
SHARES: Mapping[str, int] = {"draft": 5, "filed": 6, "accepted": 5, "before_government": 3, "licence": 81}
_CASES_OF_AN_ORGANISATION = 100
# Numbers of copied rows whose keys are counted start here, far above those that were made by acts.
_STEP = 1_000_000


@dataclass(frozen=True)
class Copied:
    """A table, how its rows belong to a case, and what a copy has in place of what its original has."""

    table: str
    belongs: str
    changes: Mapping[str, str]


_CASE, _ROUND = "c.case_id = %(case)s", "c.round_id IN (SELECT id FROM licensing_round WHERE case_id = %(case)s)"
_LICENCE = "c.licence_id IN (SELECT id FROM licensing_licence WHERE case_id = %(case)s)"


def _new(column: str) -> str:
    """The key of a copy: the same for every row that refers to the same original."""
    return f"md5(c.{column}::text || i)::uuid"


def _numbered(column: str) -> str:
    """The key of a copy, where keys are counted."""
    return f"c.{column} + i::bigint * {_STEP}"


# The organisation of the case itself where there are none to spread the copies over.
_ORGANISATION = "coalesce(md5('organisation' || i %% nullif(%(organisations)s, 0))::uuid, c.organisation_id)"
_NUMBERED = {"id": _numbered("id")}
_COPIES: Sequence[Copied] = (
    Copied(
        "case",
        "c.id = %(case)s",
        {
            "id": _new("id"),
            "reference": "'X' || left(md5(c.id::text || i), 22)",
            "title": "'Case of the crowd ' || i",
            "organisation_id": _ORGANISATION,
            "created_at": "c.created_at - make_interval(mins => i)",
            "submitted_at": "c.submitted_at - make_interval(mins => i)",
            "decision_id": "NULL",
        },
    ),
    Copied("caseversion", _CASE, {"id": _new("id"), "case_id": _new("case_id"), "canonical": "'{}'"}),
    Copied("round", _CASE, {"id": _new("id"), "case_id": _new("case_id"), "version_id": _new("version_id")}),
    Copied("roundseat", _ROUND, _NUMBERED | {"round_id": _new("round_id")}),
    Copied(
        "clock",
        _CASE,
        {
            "id": _new("id"),
            "case_id": _new("case_id"),
            "round_id": _new("round_id"),
            "due_at": "c.due_at - make_interval(mins => i %% 40000)",
            "started_at": "c.started_at - make_interval(mins => i %% 40000)",
        },
    ),
    Copied(
        "position",
        _ROUND,
        {
            "id": _new("id"),
            "round_id": _new("round_id"),
            "seat_id": _numbered("seat_id"),
            "digest": "md5(c.digest || i)",
        },
    ),
    Copied(
        "standingposition",
        _ROUND,
        _NUMBERED
        | {
            "round_id": _new("round_id"),
            "seat_id": _numbered("seat_id"),
            "position_id": _new("position_id"),
        },
    ),
    Copied("question", _CASE, {"id": _new("id"), "case_id": _new("case_id")}),
    Copied("caseduty", _CASE, _NUMBERED | {"case_id": _new("case_id")}),
    Copied("needstatement", _CASE, _NUMBERED | {"case_id": _new("case_id")}),
    Copied(
        "needlapse",
        "c.statement_id IN (SELECT id FROM licensing_needstatement WHERE case_id = %(case)s)",
        _NUMBERED | {"statement_id": _numbered("statement_id"), "version_id": _new("version_id")},
    ),
    Copied(
        "licence",
        _CASE,
        {
            "id": _new("id"),
            "case_id": _new("case_id"),
            "number": "'X' || left(md5(c.id::text || i), 22)",
            "organisation_id": _ORGANISATION,
            "issued_at": "c.issued_at - make_interval(mins => i)",
        },
    ),
    Copied("licenceline", _LICENCE, _NUMBERED | {"licence_id": _new("licence_id")}),
)

_ITEM = "c.item_id IN (SELECT id FROM licensing_item WHERE case_id = %(case)s)"
# What a request contains, as rows and as it was filed, and its reminders: for what reads cases and not only lists them.
_CONTENT: Sequence[Copied] = (
    *(one for one in _COPIES if one.table != "caseversion"),
    Copied("caseversion", _CASE, {"id": _new("id"), "case_id": _new("case_id")}),
    Copied("item", _CASE, _NUMBERED | {"case_id": _new("case_id"), "model": "c.model || ' ' || i"}),
    Copied("item_control_entries", _ITEM, _NUMBERED | {"item_id": _numbered("item_id")}),
    Copied("party", _CASE, _NUMBERED | {"case_id": _new("case_id"), "name": "c.name || ' ' || i %% 500"}),
    Copied(
        "reminder",
        _CASE,
        {
            "id": _new("id"),
            "case_id": _new("case_id"),
            "clock_id": _new("clock_id"),
            "question_id": _new("question_id"),
            "licence_id": _new("licence_id"),
            # What it is about is named with the key of its row.
            "about": "split_part(c.about, ':', 1) || ':' || md5(split_part(c.about, ':', 2) || i)::uuid",
        },
    ),
)


def fill(
    world: World,
    number: int,
    *,
    shares: Mapping[str, int] = SHARES,
    with_content: bool = False,
) -> None:
    """Add so many cases of other organisations: drafts, filed, under review, before the government, and decided ones.

    `shares` are out of a hundred. With their content they can be read like others; without it they only stand in lists.
    """
    organisations = max(1, number // _CASES_OF_AN_ORGANISATION)
    originals = {name: getattr(world, name)() for name in shares}
    with _without_triggers():
        _add_organisations(organisations)
        first = 0
        for name, share in shares.items():
            case: Any = originals[name]
            numbers = range(first, first + share)
            copies = _CONTENT if with_content else _COPIES
            _copy(case if isinstance(case, Case) else case.case, numbers, number, organisations, copies)
            first += share
    # Statistics as autovacuum would have them; without, the planner takes the tables for empty.
    _execute("ANALYZE")


def copy_case(case: Case, times: int, *, of_another: bool = True) -> None:
    """Add so many copies of one case, of another organisation or of its own."""
    with _without_triggers():
        _add_organisations(1)
        _copy(case, range(100), times, 1 if of_another else 0, _COPIES)


def _add_organisations(number: int) -> None:
    _execute(
        "INSERT INTO licensing_organisation (id, name, name_original, register_no, country_id, address)"
        " SELECT md5('organisation' || n)::uuid, 'Buyer ' || n, '', '', 'PL', '' FROM generate_series(0, %(last)s) n"
        " ON CONFLICT DO NOTHING",
        last=number - 1,
    )


def _copy(case: Case, hundredths: range, number: int, organisations: int, copies: Sequence[Copied]) -> None:
    """Copy a case under each number of which the last two digits lie in a range."""
    for one in copies:
        changes = ", ".join(f"'{column}', {value}" for column, value in one.changes.items())
        _execute(
            f"INSERT INTO licensing_{one.table} SELECT (jsonb_populate_record(c, jsonb_build_object({changes}))).*"
            f" FROM licensing_{one.table} c, generate_series(1, %(number)s) i"
            f" WHERE {one.belongs} AND i %% 100 >= %(first)s AND i %% 100 < %(end)s",
            case=case.pk,
            number=number,
            first=hundredths.start,
            end=hundredths.stop,
            organisations=organisations,
        )


@contextmanager
def _without_triggers() -> Iterator[None]:
    """The originals went through every trigger already, and a million copies would take hours to do it again."""
    with transaction.atomic():
        _execute("SET LOCAL session_replication_role = replica")
        yield
        _execute("SET LOCAL session_replication_role = DEFAULT")


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
