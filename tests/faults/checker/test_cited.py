"""An event that cites another right, program or release than it came under is found."""

from typing import Any

import pytest

from tests.faults.checker.cited import PROGRAM, RELEASE, RIGHT, violations
from tests.faults.checker.record import Record

_SIGNED: dict[str, Any] = {
    "number": 3,
    "kind": "position.taken",
    "actor_id": "rhea",
    "client": "desk",
    "data": {"position": "p", "seat": "MOD", "under": 7, "release": 2},
}


def _find(signed: dict[str, Any], *, ended_at: str | None = None, on_paper: int = 2) -> list[str]:
    """The invariants that a run violates in which one position was signed, under the second release."""
    releases = [{"number": n, "kind": kind} for n, kind in ((1, "release.first"), (2, "release.in_force"))]
    mandates = [
        {"id": 7, "user_id": "rhea", "subject": "MOD", "ended_at": ended_at},
        {"id": 8, "user_id": "rhea", "subject": "GS", "ended_at": None},
        {"id": 9, "user_id": "roman", "subject": "MOD", "ended_at": None},
    ]
    tables: dict[str, list[Any]] = {
        "events": [*releases, signed],
        "positions": [{"id": "p", "release": on_paper}],
        "mandates": mandates,
        "appointments": [],
        "memberships": [],
    }
    setting = {"last_event": 2, "organisation": "ministry", "clients": [{"user": "rhea", "program": "desk"}]}
    return [name for name, _ in violations(Record(setting, {}, [], [], [], tables))]


def test_what_cites_what_it_came_under_is_in_order() -> None:
    assert _find(_SIGNED) == []


@pytest.mark.parametrize("under", [1, 8, 9], ids=["no right", "for another body", "of somebody else"])
def test_another_right_than_that_of_the_person_is_found(under: int) -> None:
    assert _find(_SIGNED | {"data": _SIGNED["data"] | {"under": under}}) == [RIGHT]


def test_a_right_that_was_taken_away_is_found() -> None:
    assert _find(_SIGNED, ended_at="2026-08-20") == [RIGHT]


@pytest.mark.parametrize("client", ["", "other"])
def test_another_program_than_the_sender_is_found(client: str) -> None:
    assert _find(_SIGNED | {"client": client}) == [PROGRAM]


def test_another_release_than_the_one_in_force_is_found_in_the_event_and_in_what_was_signed() -> None:
    assert _find(_SIGNED | {"data": _SIGNED["data"] | {"release": 1}}, on_paper=1) == [RELEASE]
    assert _find(_SIGNED, on_paper=1) == [RELEASE]
