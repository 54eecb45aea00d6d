"""One function decides whether goods may leave, what is drawn, and how a report is kept; here without any database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import ClearanceRefusal as R
from licensing.choices import LicenceState
from licensing.policy.licences.clearance import AskedClearance, Entry, LicenceFacts, LineFacts, Refusal, judge_clearance

NOON = datetime(2026, 6, 15, 9, tzinfo=UTC)  # noon in Kyiv
ISSUED = datetime(2026, 5, 1, 9, tzinfo=UTC)
PIECES = LineFacts(1, "NAR", 0, Decimal(40), Decimal(30))
KILOS = LineFacts(2, "KGM", 3, Decimal(2000), Decimal(0))
LICENCE = LicenceFacts(
    LicenceState.ISSUED,
    date(2026, 5, 1),
    date(2026, 12, 31),
    "Europe/Kyiv",
    moves=((ISSUED, LicenceState.ISSUED),),
    lines={1: PIECES, 2: KILOS},
)


def moved(state: LicenceState, at: datetime, licence: LicenceFacts = LICENCE, reason: str = "") -> LicenceFacts:
    return replace(licence, state=state, reason=reason, moves=(*licence.moves, (at, state)))


HALTED = moved(LicenceState.SUSPENDED, datetime(2026, 6, 15, 6, tzinfo=UTC), reason="Urgent need.")


def asked(quantity: str, line: int = 1, unit: str = "", cleared_on: date | None = None) -> AskedClearance:
    return AskedClearance(line, Decimal(quantity), unit, cleared_on)


def refused(verdict: Entry | Refusal) -> R | None:
    return verdict.code if isinstance(verdict, Refusal) else None


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (asked("11"), R.OVERDRAWN),
        (asked("1.5"), R.NOT_WHOLE),
        (asked("1.0"), None),
        (asked("1", line=9), R.NO_SUCH_LINE),
        (asked("1", unit="NPR"), R.UNIT_MISMATCH),
        (asked("1", unit="NAR"), None),
        (asked("0.0015", line=2, unit="KGM"), R.NOT_WHOLE),
        (asked("0"), R.NOT_POSITIVE),
        (asked("-1"), R.NOT_POSITIVE),
        (asked("NaN"), R.NOT_POSITIVE),
        (asked("sNaN"), R.NOT_POSITIVE),
        (asked("Infinity"), R.NOT_POSITIVE),
        (asked("-Infinity"), R.NOT_POSITIVE),
        (asked("1e400"), R.TOO_LARGE),
        (asked("1e-999999", line=2, unit="GRM"), R.NOT_WHOLE),
        (asked("1.00000000000000000000000000000000001"), R.NOT_WHOLE),
        (asked("1", cleared_on=date(2026, 6, 16)), R.FUTURE_DAY),
        (asked("1", cleared_on=date(2026, 4, 30)), R.OUTSIDE_VALIDITY),
        (asked("1", cleared_on=date(2020, 1, 1)), R.OUTSIDE_VALIDITY),
        (asked("1", cleared_on=date(2026, 5, 1)), None),
    ],
)
def test_each_thing_that_is_wrong_has_its_code(what: AskedClearance, code: R | None) -> None:
    assert refused(judge_clearance(LICENCE, what, at=NOON)) == code


def test_what_is_left_is_told_also_when_it_is_nothing() -> None:
    used_up = moved(LicenceState.EXHAUSTED, NOON, replace(LICENCE, lines={1: replace(PIECES, cleared=Decimal(40))}))

    verdict = judge_clearance(used_up, asked("1"), at=NOON)

    assert isinstance(verdict, Refusal)
    assert (verdict.code, verdict.data) == (R.OVERDRAWN, {"left": "0", "unit": "NAR"})


def test_tonnes_are_drawn_from_a_line_in_kilograms() -> None:
    verdict = judge_clearance(LICENCE, asked("1.5", line=2, unit="TNE"), at=NOON)

    assert isinstance(verdict, Entry)
    assert (verdict.quantity, verdict.balance) == (Decimal(1500), Decimal(500))


@pytest.mark.parametrize("day", [None, date(2026, 6, 14), date(2026, 6, 15), date(2026, 5, 1)])
def test_a_halt_refuses_from_that_second_whatever_day_is_named(day: date | None) -> None:
    verdict = judge_clearance(HALTED, asked("1", cleared_on=day), at=NOON)

    assert isinstance(verdict, Refusal)
    assert (verdict.code, verdict.data) == (
        R.NOT_IN_FORCE,
        {"state": "suspended", "since": HALTED.moves[-1][0], "reason": "Urgent need."},
    )


@pytest.mark.parametrize(
    ("licence", "at", "state"),
    [
        (moved(LicenceState.REVOKED, NOON), NOON, "revoked"),
        (replace(LICENCE, valid_from=None), NOON, "issued"),
        (LICENCE, datetime(2026, 12, 31, 22, tzinfo=UTC), "issued"),
        (replace(LICENCE, valid_from=date(2026, 7, 1)), NOON, "issued"),
        (moved(LicenceState.EXHAUSTED, NOON), datetime(2027, 1, 2, tzinfo=UTC), "exhausted"),
    ],
)
def test_nothing_leaves_under_a_licence_that_is_not_in_force(licence: LicenceFacts, at: datetime, state: str) -> None:
    verdict = judge_clearance(licence, asked("1"), at=at)

    assert isinstance(verdict, Refusal)
    assert (verdict.code, verdict.data["state"]) == (R.NOT_IN_FORCE, state)


def test_the_last_local_day_is_a_day_of_the_licence_to_its_end() -> None:
    assert isinstance(judge_clearance(LICENCE, asked("1"), at=datetime(2026, 12, 31, 21, 59, tzinfo=UTC)), Entry)


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (LicenceState.SUSPENDED, date(2026, 6, 14)),
        (LicenceState.SUSPENDED, date(2026, 6, 15)),  # until the halt of the morning it was in force
        (LicenceState.REVOKED, date(2026, 5, 1)),
        (LicenceState.SURRENDERED, date(2026, 6, 10)),
        (LicenceState.EXPIRED, date(2026, 6, 10)),
    ],
)
def test_what_left_while_it_was_in_force_is_kept_as_late(state: LicenceState, day: date) -> None:
    licence = moved(state, datetime(2026, 6, 15, 6, tzinfo=UTC))

    verdict = judge_clearance(licence, asked("5", cleared_on=day), at=NOON, reported=True)

    refused = judge_clearance(licence, asked("5"), at=NOON)
    assert isinstance(refused, Refusal)
    assert verdict == Entry(PIECES, Decimal(5), day, stopped=replace(refused, line=None))
    assert verdict.late
    assert isinstance(verdict, Entry)
    assert verdict.irregular


def test_what_is_reported_goes_beyond_the_balance_if_need_be() -> None:
    verdict = judge_clearance(LICENCE, asked("15", cleared_on=date(2026, 6, 14)), at=NOON, reported=True)

    assert isinstance(verdict, Entry)
    assert (verdict.balance, verdict.late, verdict.irregular) == (Decimal(-5), False, True)


def test_a_report_that_the_licence_covers_now_is_an_ordinary_entry() -> None:
    verdict = judge_clearance(LICENCE, asked("5", cleared_on=date(2026, 6, 14)), at=NOON, reported=True)

    assert isinstance(verdict, Entry)
    assert not verdict.irregular


PAUSED = moved(
    LicenceState.ISSUED,
    datetime(2026, 6, 10, 9, tzinfo=UTC),
    moved(LicenceState.SUSPENDED, datetime(2026, 6, 5, 9, tzinfo=UTC)),
)


@pytest.mark.parametrize("reported", [False, True])
@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 6, 5), None),  # in force in the morning
        (date(2026, 6, 6), R.NOT_IN_FORCE),
        (date(2026, 6, 9), R.NOT_IN_FORCE),
        (date(2026, 6, 10), None),  # and again from noon on
        (date(2026, 6, 16), R.FUTURE_DAY),
        (date(2026, 4, 30), R.OUTSIDE_VALIDITY),
    ],
)
def test_nothing_was_cleared_on_a_day_of_a_halt_or_outside_the_life(day: date, code: R | None, reported: bool) -> None:
    assert refused(judge_clearance(PAUSED, asked("1", cleared_on=day), at=NOON, reported=reported)) == code


def test_nothing_was_ever_cleared_under_a_dormant_licence() -> None:
    dormant = replace(LICENCE, valid_from=None)

    verdict = judge_clearance(dormant, asked("1", cleared_on=date(2026, 6, 1)), at=NOON, reported=True)

    assert refused(verdict) == R.NOT_IN_FORCE


def test_reports_cannot_add_up_to_more_than_a_ledger_holds() -> None:
    full = replace(LICENCE, lines={2: replace(KILOS, cleared=Decimal(999999999999999))})

    codes = [
        refused(judge_clearance(full, asked(quantity, line=2, unit=unit), at=NOON, reported=True))
        for quantity, unit in (("1", "KGM"), ("999999999999", "TNE"), ("0.999", "KGM"))
    ]

    assert codes == [R.TOO_LARGE, R.TOO_LARGE, None]


@given(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.integers(0, 3),
    st.sampled_from(["", "NAR", "KGM", "TNE", "GRM", "XXX"]),
    st.none() | st.dates(date(2026, 4, 1), date(2027, 1, 31)),
    st.sampled_from([LICENCE, HALTED, PAUSED, replace(LICENCE, valid_from=None), moved(LicenceState.REVOKED, NOON)]),
    st.booleans(),
)
def test_whatever_is_asked_is_answered_and_never_overdraws(
    quantity: Decimal, line: int, unit: str, day: date | None, licence: LicenceFacts, reported: bool
) -> None:
    verdict = judge_clearance(licence, AskedClearance(line, quantity, unit, day), at=NOON, reported=reported)

    if isinstance(verdict, Entry):
        assert verdict.quantity > 0
        assert verdict.quantity == verdict.quantity.quantize(Decimal(1).scaleb(-verdict.line.decimals))
        assert reported or (verdict.balance >= 0 and not verdict.late)
    else:
        assert str(verdict.message)
