"""Whether a right may be given, by whom and from which day: values in, refusals out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from licensing.choices import MandateKind, MembershipRole, Office, RightKind
from licensing.policy.people.rights import (
    Period,
    Receiver,
    WishedRight,
    compute_first_day,
    find_correction_gaps,
    find_end_gaps,
    find_proposal_gaps,
    find_proposer_refusal,
    find_settler_refusal,
)

TODAY = date(2026, 11, 28)
KYIV = ZoneInfo("Europe/Kyiv")
DAY = timedelta(days=1)
PERSON = Receiver(is_active=True, is_system=False)
SYSTEM = Receiver(is_active=True, is_system=True)


def _wish(kind: RightKind = RightKind.MANDATE, role: str = MandateKind.HOLDER, **changes: Any) -> WishedRight:
    period = Period(changes.pop("first_on", TODAY), changes.pop("end_on", None))
    return WishedRight(kind, changes.pop("subject", "MFA"), role, period)


def _codes(wish: WishedRight, receiver: Receiver = PERSON, reason: str = "She joined the ministry.") -> list[tuple[str, str]]:
    return [(gap.code, gap.path) for gap in find_proposal_gaps(wish, receiver, reason=reason, today=TODAY)]


def test_a_right_from_today_with_a_reason_is_fine() -> None:
    assert _codes(_wish()) == []
    assert _codes(_wish(RightKind.HEAD, "")) == []
    assert _codes(_wish(end_on=TODAY + DAY)) == []


@pytest.mark.parametrize(
    ("wish", "receiver", "found"),
    [
        (_wish(first_on=TODAY - DAY), PERSON, ("past", "first_on")),
        (_wish(first_on=None), PERSON, ("required", "first_on")),
        (_wish(end_on=TODAY), PERSON, ("invalid", "end_on")),
        (_wish(RightKind.HEAD, "", end_on=TODAY + DAY), PERSON, ("invalid", "end_on")),
        (_wish(subject=""), PERSON, ("required", "subject")),
        (_wish(role="chair"), PERSON, ("unknown_code", "role")),
        (_wish(), Receiver(is_active=False, is_system=False), ("inactive", "person")),
        (_wish(), SYSTEM, ("system_account", "person")),
        (_wish(), Receiver(is_active=True, is_system=False, has_pending=True), ("twice", "person")),
    ],
)
def test_each_thing_that_is_wrong_is_named(wish: WishedRight, receiver: Receiver, found: tuple[str, str]) -> None:
    assert _codes(wish, receiver) == [found]


def test_a_right_without_a_reason_is_not_given() -> None:
    assert _codes(_wish(), reason=" ") == [("required", "reason")]


@pytest.mark.parametrize(
    ("taken", "overlaps"),
    [
        (Period(TODAY - 9 * DAY, TODAY), False),
        (Period(TODAY - 9 * DAY, TODAY + DAY), True),
        (Period(TODAY + 9 * DAY), False),
        (Period(TODAY + 8 * DAY), True),
        (Period(None), True),
    ],
)
def test_periods_that_only_touch_do_not_overlap(taken: Period, overlaps: bool) -> None:
    receiver = Receiver(is_active=True, is_system=False, taken=[taken])

    found = _codes(_wish(end_on=TODAY + 9 * DAY), receiver)

    assert found == ([("overlap", "first_on")] if overlaps else [])


def test_a_program_draws_down_and_prepares_and_holds_no_other_right() -> None:
    allowed = [
        (kind, role)
        for kind, roles in (
            (RightKind.MANDATE, MandateKind),
            (RightKind.APPOINTMENT, Office),
            (RightKind.MEMBERSHIP, MembershipRole),
            (RightKind.HEAD, [""]),
        )
        for role in roles
        if not _codes(_wish(kind, role), SYSTEM)
    ]

    assert allowed == [
        (RightKind.APPOINTMENT, Office.CUSTOMS),
        (RightKind.MEMBERSHIP, MembershipRole.PREPARER),
        (RightKind.MEMBERSHIP, MembershipRole.DRAFTER),
        (RightKind.MEMBERSHIP, MembershipRole.READER),
    ]


def test_proposer_settler_and_receiver_are_three_persons() -> None:
    ada, bea, mira = uuid4(), uuid4(), uuid4()

    assert find_proposer_refusal(proposer=ada, receiver=mira) is None
    assert find_proposer_refusal(proposer=ada, receiver=ada) is not None
    assert find_settler_refusal(settler=bea, proposer=ada, receiver=mira) is None
    assert find_settler_refusal(settler=ada, proposer=ada, receiver=mira) is not None
    assert find_settler_refusal(settler=mira, proposer=ada, receiver=mira) is not None


@pytest.mark.parametrize(
    ("confirmed", "hours", "first"),
    [
        (datetime(2026, 11, 28, 23, 0, tzinfo=KYIV), 24, date(2026, 11, 30)),
        (datetime(2026, 11, 28, 0, 0, tzinfo=KYIV), 24, date(2026, 11, 29)),
        (datetime(2026, 11, 28, 0, 1, tzinfo=KYIV), 24, date(2026, 11, 30)),
        (datetime(2026, 11, 28, 15, 0, tzinfo=KYIV), 0, date(2026, 11, 28)),
        # The day of the change to summer time has 23 hours: 24 hours after its midnight it is one o'clock.
        (datetime(2026, 3, 29, 0, 0, tzinfo=KYIV), 24, date(2026, 3, 31)),
        (datetime(2026, 10, 25, 0, 0, tzinfo=KYIV), 24, date(2026, 10, 26)),
    ],
)
def test_no_day_counts_that_begins_before_the_delay_is_over(confirmed: datetime, hours: int, first: date) -> None:
    found = compute_first_day(date(2026, 1, 1), confirmed_at=confirmed, delay=timedelta(hours=hours))

    assert found == first


def test_a_right_that_begins_later_keeps_its_day() -> None:
    wished = date(2027, 1, 1)

    assert compute_first_day(wished, confirmed_at=datetime(2026, 11, 28, 9, tzinfo=KYIV), delay=DAY) == wished


@pytest.mark.parametrize(
    ("end_on", "found"),
    [
        (None, []),
        (TODAY + DAY, []),
        (TODAY, [("past", "end_on")]),
        (TODAY - 150 * DAY, [("past", "end_on")]),
        (TODAY + 30 * DAY, [("invalid", "end_on")]),
    ],
)
def test_a_right_ends_from_now_or_later_and_never_backwards(end_on: date | None, found: list[tuple[str, str]]) -> None:
    period = Period(TODAY - 100 * DAY, TODAY + 30 * DAY)

    gaps = find_end_gaps(period, end_on=end_on, reason="He left.", today=TODAY, over=False)

    assert [(gap.code, gap.path) for gap in gaps] == found


def test_what_is_over_does_not_end_again() -> None:
    ended = Period(TODAY - 100 * DAY, TODAY)
    taken_away = Period(TODAY - 100 * DAY, TODAY + DAY)

    assert [gap.code for gap in find_end_gaps(ended, end_on=None, reason="x", today=TODAY, over=False)] == ["over"]
    assert [gap.code for gap in find_end_gaps(taken_away, end_on=None, reason="x", today=TODAY, over=True)] == ["over"]
    assert [gap.path for gap in find_end_gaps(Period(None), end_on=None, reason="", today=TODAY, over=False)] == ["reason"]


@pytest.mark.parametrize(
    ("first_on", "end_on", "found"),
    [
        (TODAY - 20 * DAY, TODAY - 10 * DAY, []),
        (TODAY - 30 * DAY, TODAY - 25 * DAY, []),
        (TODAY - 31 * DAY, TODAY - 25 * DAY, [("beyond", "first_on")]),
        (TODAY - 9 * DAY, TODAY, [("beyond", "end_on")]),
        (TODAY - 40 * DAY, TODAY - 30 * DAY, [("invalid", "first_on")]),
        (TODAY - 25 * DAY, TODAY - 20 * DAY, [("twice", "first_on")]),
        (TODAY - 5 * DAY, TODAY + 2 * DAY, [("invalid", "end_on")]),
    ],
)
def test_what_is_corrected_are_past_days_of_the_right_each_once(
    first_on: date, end_on: date, found: list[tuple[str, str]]
) -> None:
    held, corrected = Period(TODAY - 30 * DAY, TODAY - 5 * DAY), [Period(TODAY - 22 * DAY, TODAY - 21 * DAY)]
    days = Period(first_on, end_on)

    gaps = find_correction_gaps(held, days, reason="He had left.", today=TODAY, corrected=corrected)

    assert [(gap.code, gap.path) for gap in gaps] == found
