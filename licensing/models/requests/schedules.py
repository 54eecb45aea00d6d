"""What follows from the terms of a request: its loan's schedule, its contract's prices, and who brings in what capital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from licensing.models.reference.lists import Currency, Unit
from licensing.policy.input.drafts import list_rows
from licensing.policy.plans.bars import Segment, build_stacked_bars, choose_fill
from licensing.policy.plans.loans import LoanSchedule, LoanYear, compute_loan_schedule, read_loan
from licensing.policy.plans.prices import PricePath, build_price_path
from licensing.policy.plans.sheets import write_capital, write_delivery_plan, write_loan, write_output, write_prices
from licensing.policy.plans.ventures.capital import (
    CapitalYear,
    HolderCapital,
    add_up_capital,
    list_capital_years,
    list_contributions,
)
from licensing.policy.plans.ventures.output import OutputYear, Split, add_up_output, read_split, split_output
from licensing.policy.requests.cooperation import CapitalKind
from licensing.policy.supply.deliveries import read_schedule

# What most currencies have; a draft may name none yet.
_USUAL_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class LoanPicture:
    """A loan's schedule with what a page shows of it. `places` is how many decimals its currency has."""

    schedule: LoanSchedule
    currency: str
    places: int
    years: Sequence[LoanYear]
    bars: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class PricePicture:
    """The prices of a contract with what a page shows of them; a bar is what a year comes to at most, or the price alone."""

    path: PricePath
    currency: str
    unit: str
    places: int
    bars: Sequence[Segment]
    shows_values: bool


@dataclass(frozen=True, slots=True)
class CapitalPicture:
    """What each shareholder brings into a joint venture; `kinds` are the columns, `rows` the amounts in their order.

    `years` say when, each with its amounts by the name of the shareholder; `legend` are their colours in the bars.
    """

    currency: str
    places: int
    kinds: Sequence[CapitalKind]
    rows: Sequence[tuple[HolderCapital, Sequence[tuple[CapitalKind, Decimal | None]]]]
    years: Sequence[tuple[CapitalYear, Sequence[tuple[str, Decimal]]]]
    bars: Sequence[Segment]
    legend: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OutputPicture:
    """The planned output of a joint venture, split; `legend` are the colours of the parts of a bar with their names."""

    unit: str
    split: Split
    years: Sequence[OutputYear]
    total: OutputYear
    bars: Sequence[Segment]
    legend: Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Schedules:
    """Each of them, where the terms say enough to compute it."""

    loan: LoanPicture | None = None
    prices: PricePicture | None = None
    capital: CapitalPicture | None = None
    output: OutputPicture | None = None
    # Its delivery schedule is no computation, and a sheet all the same.
    has_deliveries: bool = False

    def __bool__(self) -> bool:
        return any((self.loan, self.prices, self.capital, self.output))


def build_schedules(document: Mapping[str, Any]) -> Schedules:
    """The schedules of a request document; a statement for the decimals of its currencies, one for those of the unit of its
    output, and none without such terms."""
    terms = document.get("terms") or {}
    financing, long_term = terms.get("financing") or {}, terms.get("long_term") or {}
    venture = terms.get("joint_venture") or {}
    has_deliveries = bool(read_schedule(document))
    if not financing and not long_term and not venture:
        return Schedules(has_deliveries=has_deliveries)
    named = {financing.get("currency"), long_term.get("currency"), venture.get("capital_currency")} - {None, ""}
    decimals = dict(Currency.objects.filter(pk__in=named).values_list("pk", "decimals")) if named else {}
    return Schedules(
        _picture_loan(financing, decimals),
        _picture_prices(long_term, decimals),
        _picture_capital(venture, decimals),
        _picture_output(venture),
        has_deliveries,
    )


def write_schedule(document: Mapping[str, Any], name: str) -> bytes | None:
    """The schedule called `loan`, `prices`, `capital`, `output` or `deliveries` as a sheet (CSV); None of what is not said."""
    schedules = build_schedules(document)
    if name == "loan" and schedules.loan:
        return write_loan(schedules.loan.schedule, schedules.loan.currency)
    if name == "prices" and schedules.prices:
        return write_prices(schedules.prices.path, schedules.prices.unit, schedules.prices.currency)
    if name == "capital" and schedules.capital:
        holders = [holder for holder, _amounts in schedules.capital.rows]
        return write_capital(holders, list_contributions(document["terms"]["joint_venture"]), schedules.capital.currency)
    if name == "output" and schedules.output:
        return write_output(schedules.output.years, schedules.output.unit)
    if name == "deliveries" and schedules.has_deliveries:
        return write_delivery_plan(read_schedule(document), _name_items(document))
    return None


def _name_items(document: Mapping[str, Any]) -> dict[int, tuple[str, str, str]]:
    rows = enumerate(list_rows(document, "items"), 1)
    return {number: (row.get("name") or "", row.get("model") or "", row.get("unit") or "") for number, row in rows}


def _picture_loan(part: Mapping[str, Any], decimals: Mapping[str, int]) -> LoanPicture | None:
    currency = str(part.get("currency") or "")
    places = decimals.get(currency, _USUAL_DECIMALS)
    loan = read_loan(part, places)
    if loan is None:
        return None
    schedule = compute_loan_schedule(loan)
    years = schedule.list_years()
    bars = build_stacked_bars([(year.principal, year.interest) for year in years])
    return LoanPicture(schedule, currency, places, years, bars)


def _picture_capital(part: Mapping[str, Any], decimals: Mapping[str, int]) -> CapitalPicture | None:
    holders, currency = add_up_capital(part), str(part.get("capital_currency") or "")
    if not holders:
        return None
    kinds = [kind for kind in CapitalKind if any(kind in one.by_kind for one in holders)]
    rows = [(one, [(kind, one.by_kind.get(kind)) for kind in kinds]) for one in holders]
    names = [one.name for one in holders]
    years = list_capital_years(part, names)
    return CapitalPicture(
        currency,
        decimals.get(currency, _USUAL_DECIMALS),
        kinds,
        rows,
        [(year, list(zip(names, year.amounts, strict=True))) for year in years],
        build_stacked_bars([year.amounts for year in years]),
        [(choose_fill(number), name) for number, name in enumerate(names)],
    )


def _picture_output(part: Mapping[str, Any]) -> OutputPicture | None:
    split, unit = read_split(part), str(part.get("unit") or "")
    if split is None or not list_rows(part, "planned_output"):
        return None
    years = split_output(part, Unit.objects.filter(pk=unit).values_list("decimals", flat=True).first() or 0)
    if not years:
        return None
    bars = build_stacked_bars([(one.own_forces, one.partner, one.third_countries) for one in years])
    names = (_("Our own forces"), _("The partner"), _("Third countries"))
    legend = [(choose_fill(number), name) for number, name in enumerate(names)]
    return OutputPicture(unit, split, years, add_up_output(years), bars, legend)


def _picture_prices(part: Mapping[str, Any], decimals: Mapping[str, int]) -> PricePicture | None:
    currency = str(part.get("currency") or "")
    places = decimals.get(currency, _USUAL_DECIMALS)
    path = build_price_path(part, places)
    if path is None:
        return None
    values = [(year.least, year.most) for year in path.years]
    shows_values = all(least is not None and most is not None for least, most in values)
    rows = [(least or Decimal(), (most or Decimal()) - (least or Decimal())) for least, most in values]
    bars = build_stacked_bars(rows if shows_values else [(year.price,) for year in path.years])
    return PricePicture(path, currency, str(part.get("unit") or ""), places, bars, shows_values)
