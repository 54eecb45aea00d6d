"""The schedule of a loan and the prices of a contract as sheets (CSV), every number plain and exact."""

from __future__ import annotations

from licensing.policy.plans.loans import LoanSchedule
from licensing.policy.plans.prices import PricePath
from licensing.policy.requests.sheets.delimited import write_sheet

_LOAN = ("period", "year", "due_on", "drawn", "interest", "principal", "payment", "left", "currency")
_PRICES = ("year", "starts_on", "price", "value_least", "value_most", "called_off", "unit", "value_called_off", "currency")


def write_loan(schedule: LoanSchedule, currency: str) -> bytes:
    """A line for each period of a loan."""
    return write_sheet(
        _LOAN,
        (
            (one.number, one.year, one.due_on, one.drawn, one.interest, one.principal, one.payment, one.left, currency)
            for one in schedule.instalments
        ),
    )


def write_prices(path: PricePath, unit: str, currency: str) -> bytes:
    """A line for each year of a contract."""
    years = path.years
    return write_sheet(
        _PRICES,
        (
            (one.number, one.starts_on, one.price, one.least, one.most, one.called, unit, one.called_value, currency)
            for one in years
        ),
    )
