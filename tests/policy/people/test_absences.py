"""Days on which somebody may be away, and to whom a seat may be handed over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from licensing.policy.people.absences import Voice, find_absence_gaps, find_hand_over_gaps
from licensing.policy.people.rights import Period

TODAY = date(2026, 3, 10)
DAYS = Period(date(2026, 3, 12), date(2026, 3, 20))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
HOLDER = Voice(UUID(int=1), "GS", "holder", (), YEAR)
DEPUTY = Voice(UUID(int=2), "GS", "deputy", (), YEAR)


@pytest.mark.parametrize(
    ("days", "taken", "found"),
    [
        (DAYS, [], []),
        (Period(TODAY, date(2026, 3, 11)), [], []),
        (Period(date(2026, 3, 9), date(2026, 3, 11)), [], [("past", "first_on")]),
        (Period(date(2026, 3, 12), date(2026, 3, 12)), [], [("invalid", "end_on")]),
        (Period(None, None), [], [("required", "first_on"), ("required", "end_on")]),
        (DAYS, [Period(date(2026, 3, 19), date(2026, 3, 25))], [("twice", "first_on")]),
        (DAYS, [Period(date(2026, 3, 20), date(2026, 3, 25))], []),
    ],
)
def test_an_absence_is_of_days_to_come_and_recorded_once(
    days: Period, taken: list[Period], found: list[tuple[str, str]]
) -> None:
    assert [(one.code, one.path) for one in find_absence_gaps(days, today=TODAY, taken=taken)] == found


@pytest.mark.parametrize(
    ("holder", "deputy", "found"),
    [
        ({}, {}, []),
        ({"kind": "deputy"}, {}, [("no_holder", "mandate")]),
        ({}, {"person": UUID(int=1)}, [("self", "deputy")]),
        ({}, {"kind": "holder"}, [("no_deputy", "deputy")]),
        ({}, {"body": "MFA"}, [("no_deputy", "deputy")]),
        ({}, {"is_active": False}, [("no_deputy", "deputy")]),
        ({}, {"scope": ("open_permit",)}, [("narrower", "deputy")]),
        ({"scope": ("open_permit",)}, {"scope": ("open_permit", "permit")}, []),
        ({"period": Period(date(2026, 1, 1), date(2026, 3, 19))}, {}, [("beyond", "end_on")]),
        ({}, {"period": Period(date(2026, 3, 13), None)}, [("beyond", "deputy")]),
        ({"period": Period(None, None)}, {"period": Period(None, date(2026, 3, 20))}, []),
    ],
)
def test_a_seat_is_handed_to_a_confirmed_deputy_of_the_body(
    holder: dict[str, Any], deputy: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    gaps = find_hand_over_gaps(replace(HOLDER, **holder), replace(DEPUTY, **deputy), DAYS)

    assert [(one.code, one.path) for one in gaps] == found


@pytest.mark.parametrize(
    ("away", "found"),
    [
        ([Period(date(2026, 3, 19), date(2026, 3, 25))], ["away"]),
        ([Period(date(2026, 3, 1), date(2026, 3, 12)), Period(date(2026, 3, 20), date(2026, 3, 25))], []),
    ],
)
def test_no_seat_is_handed_to_a_deputy_who_is_away_meanwhile(away: list[Period], found: list[str]) -> None:
    gaps = list(find_hand_over_gaps(HOLDER, DEPUTY, DAYS, deputy_away=away))

    assert [gap.code for gap in gaps] == found
