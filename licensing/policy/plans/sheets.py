"""The schedules of a request as sheets (CSV), every number plain and exact: loan, prices, capital, output and deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from licensing.policy.plans.loans import LoanSchedule
from licensing.policy.plans.prices import PricePath
from licensing.policy.plans.ventures.capital import Contribution, HolderCapital
from licensing.policy.plans.ventures.output import OutputYear
from licensing.policy.requests.sheets.delimited import write_sheet
from licensing.policy.supply.deliveries import PlannedDelivery

_LOAN = ("period", "year", "due_on", "drawn", "interest", "principal", "payment", "left", "currency")
_PRICES = ("year", "starts_on", "price", "value_least", "value_most", "called_off", "unit", "value_called_off", "currency")
_CAPITAL = ("holder", "kind", "on", "amount", "currency", "held_percent", "brought_percent")
_OUTPUT = ("year", "made", "own_forces", "partner", "third_countries", "unit")
_DELIVERIES = ("item", "goods", "model", "first_on", "last_on", "quantity", "unit", "milestone", "stage")


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


def write_capital(holders: Iterable[HolderCapital], contributions: Sequence[Contribution], currency: str) -> bytes:
    """A line for each contribution of each shareholder, with its day and the shares of the shareholder in per cent.

    Who brings nothing in has a line too.
    """
    rows = list[tuple[object, ...]]()
    for one in holders:
        given = [each for each in contributions if each.holder == one.name]
        rows += [(one.name, each.kind.value, each.on, each.amount, currency, one.held, one.brought) for each in given]
        rows += [] if given else [(one.name, "", None, None, "", one.held, one.brought)]
    return write_sheet(_CAPITAL, rows)


def write_output(years: Iterable[OutputYear], unit: str) -> bytes:
    """A line for each year of the planned output of a joint venture."""
    rows = ((one.year, one.made, one.own_forces, one.partner, one.third_countries, unit) for one in years)
    return write_sheet(_OUTPUT, rows)


def write_delivery_plan(deliveries: Iterable[PlannedDelivery], items: Mapping[int, tuple[str, str, str]]) -> bytes:
    """A line for each delivery of a schedule, in its order; `items` are name, model and unit of goods by number."""
    return write_sheet(
        _DELIVERIES,
        (
            (*(one.item, name, model), one.first_on, one.last_on, one.quantity, unit, one.milestone, one.stage)
            for one in deliveries
            for name, model, unit in [items.get(one.item, ("", "", ""))]
        ),
    )
