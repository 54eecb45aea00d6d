"""Reports beside the ledger: what must agree, in which days, and from when a periodic report may be filed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import ReportMeasure
from licensing.policy.licences.customs.gate import Move
from licensing.policy.licences.duties.obligations import ReportedLine
from licensing.policy.licences.duties.reconciliation import (
    Difference,
    Said,
    Span,
    find_differences,
    find_last_days,
    find_periodic_gaps,
    find_span,
)
from licensing.policy.licences.validity import ReportDue

FIRST = date(2026, 1, 1)
LINES = [ReportedLine(1, Decimal(40), 0, "NAR", Decimal(10))]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


moves = st.lists(
    st.builds(Move, line=st.integers(1, 2), day=st.integers(0, 30).map(day), quantity=st.integers(1, 9).map(Decimal)),
    max_size=8,
)


@given(moves=moves, begins=st.integers(0, 30), length=st.integers(0, 30), said=st.integers(0, 40), used=st.integers(0, 40))
def test_it_is_what_left_in_the_days_of_the_report(moves: list[Move], begins: int, length: int, said: int, used: int) -> None:
    left, so_far = 0, 0
    for one in moves:
        if one.line == 1:
            left += int(one.quantity) if day(begins) <= one.day <= day(begins + length) else 0
            so_far += int(one.quantity) if one.day <= day(begins + length) else 0

    found = find_differences([Said(1, Decimal(said), Decimal(used))], moves, Span(day(begins), day(begins + length)))

    expected = []
    if said != left:
        expected.append(Difference(1, ReportMeasure.DELIVERED, Decimal(said), Decimal(left)))
    if used > so_far:
        expected.append(Difference(1, ReportMeasure.USED, Decimal(used), Decimal(so_far)))
    assert found == expected


def test_periods_follow_one_another_and_the_last_has_no_end() -> None:
    periods = [ReportDue(1, day(90), day(30)), ReportDue(2, day(120), day(60))]

    assert find_span(periods, 1) == Span(None, day(30))
    assert find_span(periods, 2) == Span(day(31), None)


def test_a_report_may_end_in_the_month_before_its_day_and_never_today() -> None:
    assert find_last_days(day(60), None, today=day(50)) == (day(29), day(49))
    assert find_last_days(day(60), day(40), today=day(99)) == (day(40), day(60))


def test_what_cannot_be_filed_is_named() -> None:
    row = {"line": 1, "delivered": "41", "used": "0.5"}
    allowed = (day(10), day(20))

    early = [
        gap.code for gap in find_periodic_gaps(day(9), (day(10), day(9)), [{"line": 1, "delivered": "1", "used": "1"}], LINES)
    ]
    found = [(gap.code, gap.path) for gap in find_periodic_gaps(day(21), allowed, [row, row | {"line": 7}], LINES)]

    assert early == ["too_early"]
    assert found == [
        ("invalid", "until"),
        ("invalid", "lines.0.delivered"),
        ("invalid", "lines.0.used"),
        ("unknown", "lines.1.line"),
    ]
