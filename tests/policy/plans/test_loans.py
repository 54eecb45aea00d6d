"""What a loan costs and when it is paid back, against sums that were made another way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from licensing.policy.plans.loans import Draw, Loan, LoanSchedule, compute_loan_schedule, read_loan
from licensing.policy.requests.cooperation import Repayment

PATROL_BOATS = {
    "amount": "120000000.00",
    "currency": "EUR",
    "rate_percent": "3.5",
    "tenor_years": 12,
    "grace_years": 2,
    "repayment": "annuity",
    "cover_percent": "95",
    "premium_percent": "1.2",
}
SMALL = Loan(Decimal("1000.00"), 2, Decimal(6), 2, 0, Repayment.ANNUITY, payments_a_year=2)


def schedule_of(loan: Loan | None) -> LoanSchedule:
    assert loan is not None
    return compute_loan_schedule(loan)


def test_fi_04_costs_4_2_million_in_its_first_year() -> None:
    schedule = schedule_of(read_loan(PATROL_BOATS, 2))

    assert schedule.first_year_interest == Decimal("4200000.00")
    assert schedule.premium == Decimal("1368000.00")
    # Two years of interest alone, then ten payments of 120,000,000 * 0.035 / (1 - 1.035^-10).
    assert [one.payment for one in schedule.instalments[:4]] == [
        Decimal("4200000.00"),
        Decimal("4200000.00"),
        Decimal("14428964.14"),
        Decimal("14428964.14"),
    ]
    assert schedule.instalments[-1].left == 0


@pytest.mark.parametrize(
    ("repayment", "principal", "interest"),
    [
        # Half-yearly at 3 per cent; the level payment is 1000 * 0.03 / (1 - 1.03^-4) = 269.03.
        (Repayment.ANNUITY, ["239.03", "246.20", "253.59", "261.18"], ["30.00", "22.83", "15.44", "7.84"]),
        (Repayment.LINEAR, ["250.00", "250.00", "250.00", "250.00"], ["30.00", "22.50", "15.00", "7.50"]),
        (Repayment.BULLET, ["0", "0", "0", "1000.00"], ["30.00", "30.00", "30.00", "30.00"]),
    ],
)
def test_each_way_of_paying_back_has_its_schedule(repayment: Repayment, principal: list[str], interest: list[str]) -> None:
    schedule = compute_loan_schedule(replace(SMALL, repayment=repayment))

    assert [one.principal for one in schedule.instalments] == [Decimal(text) for text in principal]
    assert [one.interest for one in schedule.instalments] == [Decimal(text) for text in interest]


def test_what_is_drawn_within_a_period_bears_interest_from_its_day() -> None:
    draws = (Draw(date(2027, 1, 31), Decimal(400)), Draw(date(2027, 4, 30), Decimal(600), "hull laid"))
    loan = replace(SMALL, start_on=date(2027, 1, 31), grace_years=1, draws=draws)

    first, second, *_rest = compute_loan_schedule(loan).instalments

    # 400 for six months of thirty days, and 600 for three of them.
    assert (first.due_on, first.drawn, first.interest, first.left) == (date(2027, 7, 31), 1000, Decimal("21.00"), 1000)
    assert (second.interest, second.principal) == (Decimal("30.00"), 0)


def test_a_loan_without_interest_is_paid_back_in_equal_parts() -> None:
    schedule = compute_loan_schedule(replace(SMALL, amount=Decimal("100.00"), rate=Decimal(0), years=3, payments_a_year=1))

    assert [one.payment for one in schedule.instalments] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]
    assert schedule.total_cost == 0


def test_the_rate_may_be_a_margin_over_a_reference() -> None:
    floating = PATROL_BOATS | {"rate_percent": None, "reference_percent": "-0.5", "margin_percent": "4"}

    assert schedule_of(read_loan(floating, 2)).first_year_interest == Decimal("4200000.00")


@pytest.mark.parametrize(
    "missing", [{"repayment": ""}, {"rate_percent": None}, {"amount": None}, {"tenor_years": 0}, {"tenor_years": None}]
)
def test_nothing_is_computed_of_a_loan_that_is_not_stated(missing: dict[str, object]) -> None:
    assert read_loan(PATROL_BOATS | missing, 2) is None


def test_yen_are_paid_in_whole_ones() -> None:
    schedule = compute_loan_schedule(replace(SMALL, amount=Decimal(100000), decimals=0))

    assert all(one.payment == one.payment.to_integral_value() for one in schedule.instalments)


@given(
    amount=some.decimals(Decimal("0.01"), Decimal(10) ** 12, places=2),
    rate=some.decimals(0, 40, places=3),
    years=some.integers(1, 30),
    grace=some.integers(0, 30),
    often=some.sampled_from([1, 2, 3, 4, 6, 12]),
    repayment=some.sampled_from(Repayment),
)
def test_every_loan_is_paid_back_whole_and_interest_is_that_of_what_is_owed(
    amount: Decimal, rate: Decimal, years: int, grace: int, often: int, repayment: Repayment
) -> None:
    loan = Loan(amount, 2, rate, years, min(grace, years), repayment, payments_a_year=often)

    schedule = compute_loan_schedule(loan)

    owed = Fraction(amount)
    for one in schedule.instalments:
        # By fractions, which never round: half a cent is all that separates the two.
        assert abs(Fraction(one.interest) - owed * Fraction(rate) / 100 / often) <= Fraction(1, 200)
        owed -= Fraction(one.principal)
        assert one.principal >= 0
        assert one.left == owed
    assert (owed, len(schedule.instalments)) == (0, years * often)
    assert sum(year.payment for year in schedule.list_years()) == amount + schedule.total_interest
    assert all(one.principal == 0 for one in schedule.instalments[: min(grace, years - 1) * often])
