"""Schedules as sheets."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.plans.loans import Loan, compute_loan_schedule
from licensing.policy.plans.sheets import write_loan
from licensing.policy.requests.cooperation import Repayment


def test_numbers_are_plain_and_what_is_unknown_is_empty() -> None:
    loan = Loan(Decimal("1E+3"), 2, Decimal(6), 1, 0, Repayment.BULLET)

    _heads, line = write_loan(compute_loan_schedule(loan), "EUR").decode("utf-8-sig").splitlines()

    assert line == "1,1,,1000,60.00,1000,1060.00,0,EUR"
