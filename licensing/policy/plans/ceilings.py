"""The ceilings that a grant of an authorisation sets, from what it was asked for, and the line of it that goods stand on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any, Final, TypeAlias

from licensing.policy.exact import PRECISION, calculate_amount, to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.licences.validity import add_months
from licensing.policy.plans.parents import Ceiling
from licensing.policy.plans.prices import PricePath, build_price_path
from licensing.policy.supply.families import Goods, fold_spelling

_NOTHING: Final = Decimal()
# A ceiling of a project: its item family, "" of the value for all lines, and its calendar year, None for the whole period.
ProjectKey: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an authorisation: goods that were granted, by their number in its request.

    That of a project of a country plan names none: its `family` says what it is of.
    """

    number: int
    unit: str
    name: str = ""
    goods: Goods = field(default_factory=Goods)
    family: str | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    currency: str = ""

    @property
    def names_goods(self) -> bool:
        """Whether goods can be compared with it."""
        return bool(self.name or self.goods.model or self.family)


@dataclass(frozen=True, slots=True)
class Term:
    """The years of an authorisation, counted from 1, from its first day on."""

    starts_on: date
    years: int

    def get_last_day(self, year: int) -> date:
        """The last day of a year."""
        return add_months(self.starts_on, 12 * year) - timedelta(days=1)

    def find_year(self, day: date) -> int:
        """The year in which a day falls: the first before it begins, and the last after it is over."""
        return next((year for year in range(1, self.years) if day <= self.get_last_day(year)), self.years)


def read_term(part: Mapping[str, Any] | None, *, today: date) -> Term | None:
    """The years of a long-term contract; where it names no first day, from the day of its grant. None without any."""
    years = (part or {}).get("term_years")
    if not isinstance(years, int) or years < 1:
        return None
    return Term(read_day((part or {}).get("start_on")) or today, years)


@dataclass(frozen=True, slots=True)
class ReviewPoint:
    """A day on which both sides look at the contract again, and at what; numbered from 1 by their days."""

    number: int
    due_on: date
    subject: str


def list_review_points(part: Mapping[str, Any] | None) -> list[ReviewPoint]:
    """Those of `terms.long_term` in the order of their days; a row without a day is none."""
    rows = [(read_day(row.get("on")), str(row.get("subject") or "")) for row in list_rows(part or {}, "review_points")]
    dated = sorted((on, subject) for on, subject in rows if on is not None)
    return [ReviewPoint(number, on, subject) for number, (on, subject) in enumerate(dated, 1)]


def build_ceilings(lines: Sequence[Line], part: Mapping[str, Any] | None, *, decimals: int = 2) -> list[Ceiling]:
    """What a grant allows: of each line in all, and of a contract of several years in each of them.

    A line that asks for no more than what the contract takes in a year at most is meant for every year; one that asks for
    more is meant for the whole time. `decimals` are those of the contract's currency.
    """
    granted = [line for line in lines if line.quantity]
    terms = part or {}
    path, most, unit = build_price_path(terms, decimals), to_decimal(terms.get("annual_max")), terms.get("unit") or ""
    term_years = terms.get("term_years")
    of_unit = Counter(line.unit for line in granted)
    found = []
    for line in granted:
        is_alone = of_unit[line.unit] == 1 and line.unit == unit
        if not (is_alone and term_years and isinstance(term_years, int)):
            found.append(_limit_whole(line))
            continue
        assert line.quantity is not None
        yearly = most is not None and line.quantity <= most
        currency = str(terms.get("currency") or line.currency)
        found += _limit_years(line, term_years, line.quantity if yearly else most, path, currency)
        found.append(_limit_term(line, path, currency) if yearly else _limit_whole(line, has_path=path is not None))
    if most is not None and of_unit[unit] > 1 and isinstance(term_years, int):
        # What a contract takes in a year is of all goods that are counted in its unit.
        found += [Ceiling(None, year, unit, most) for year in range(1, term_years + 1)]
    return [one for one in found if (one.quantity, one.value, one.price) != (None, None, None)]


def find_given_years(ceilings: Iterable[Ceiling], line: int) -> set[int] | None:
    """The calendar years in which a project gives something of a line: those of its volume, else those of the value of all.

    None where it gives neither by year. The value does not narrow the years of a volume: goods may be paid for in the year
    before they leave, and a project that plans so could never be filled.
    """
    limits = [one for one in ceilings if one.year is not None and (one.quantity, one.value) != (None, None)]
    named = [{one.year for one in limits if one.line == place and one.year is not None} for place in (line, None)]
    return next((years for years in named if years), None)


@dataclass(frozen=True, slots=True)
class ProjectVolume:
    """How much of an item family a project is about in the family's unit, and of that in which calendar years."""

    family: str
    unit: str
    quantity: Decimal
    years: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectValue:
    """What a project is worth, and of that in which calendar years."""

    amount: Decimal
    currency: str
    years: Mapping[int, Decimal] = field(default_factory=dict)


def build_project_ceilings(
    volumes: Iterable[ProjectVolume], value: ProjectValue | None, known: Mapping[ProjectKey, Ceiling]
) -> dict[ProjectKey, Ceiling]:
    """What an approved project allows: by item family its volume, by "" its value for all lines; and by year where it says so.

    `known` are the ceilings of the approval before: a family keeps its line, and of a family that is approved no more nothing
    is left. A year that is named no more has nothing left where others are named, and no ceiling of its own where none is.
    """
    given, lines = list(volumes), {family: one.line for (family, _year), one in known.items() if family}
    found = _drop_ceilings(known, {one.family: bool(one.years) for one in given}, has_years=bool(value and value.years))
    for one in given:
        line = lines.setdefault(one.family, max((number or 0 for number in lines.values()), default=0) + 1)
        for year, quantity in [(None, one.quantity), *one.years.items()]:
            found[one.family, year] = Ceiling(line, year, one.unit, quantity)
    if value is not None:
        for year, amount in [(None, value.amount), *value.years.items()]:
            found["", year] = Ceiling(None, year, currency=value.currency, value=amount)
    return found


def _drop_ceilings(
    known: Mapping[ProjectKey, Ceiling], by_year: Mapping[str, bool], *, has_years: bool
) -> dict[ProjectKey, Ceiling]:
    """The ceilings of before as they are where a later approval does not name them."""
    found = {}
    for (family, year), one in known.items():
        if family:
            is_limit = year is None or by_year.get(family, False)
            found[family, year] = replace(one, quantity=_NOTHING if is_limit else None)
        else:
            found[family, year] = replace(one, value=_NOTHING if year is not None and has_years else None)
    return found


def _limit_whole(line: Line, *, has_path: bool = False) -> Ceiling:
    """What was granted of a line, and what that is worth; of goods whose price moves no value follows from a quantity."""
    value = None if has_path else calculate_amount(line.quantity, line.price)
    return Ceiling(line.number, None, line.unit, line.quantity, line.currency if value is not None else "", value)


def _limit_years(line: Line, years: int, quantity: Decimal | None, path: PricePath | None, currency: str) -> list[Ceiling]:
    prices = {year.number: year.price for year in path.years} if path else {}
    return [
        Ceiling(line.number, year, line.unit, quantity, currency if year in prices else "", None, prices.get(year))
        for year in range(1, years + 1)
    ]


def _limit_term(line: Line, path: PricePath | None, currency: str) -> Ceiling:
    """What every year's quantity comes to at the prices of the path."""
    value = None
    if path is not None and line.quantity is not None:
        with localcontext(prec=PRECISION):
            value = sum((line.quantity * year.price for year in path.years), Decimal())
    return Ceiling(line.number, None, line.unit, None, currency if value is not None else "", value)


def find_line(lines: Iterable[Line], name: str, goods: Goods, family: str | None, *, number: int | None = None) -> Line | None:
    """The line that goods stand on: the one that is named, if it is of such goods; else by model, family or name.

    None where no line takes them, or where several do and none is named.
    """
    known = list(lines)
    if number is not None:
        named = next((line for line in known if line.number == number), None)
        return named if named and (not named.names_goods or _does_take(named, name, goods, family)) else None
    for fits in (_has_model, _has_family, _has_name):
        found = [line for line in known if fits(line, name, goods, family)]
        if found:
            return found[0] if len(found) == 1 else None
    open_to_all = [line for line in known if not line.names_goods]
    return open_to_all[0] if len(known) == len(open_to_all) == 1 else None


def _does_take(line: Line, name: str, goods: Goods, family: str | None) -> bool:
    return any(fits(line, name, goods, family) for fits in (_has_model, _has_family, _has_name))


def _has_model(line: Line, name: str, goods: Goods, family: str | None) -> bool:
    return bool(goods.model) and fold_spelling(line.goods.model) == fold_spelling(goods.model)


def _has_family(line: Line, name: str, goods: Goods, family: str | None) -> bool:
    # Two models of one family are other goods where the line names its own.
    return line.family is not None and line.family == family and not (line.goods.model and goods.model)


def _has_name(line: Line, name: str, goods: Goods, family: str | None) -> bool:
    return not (line.goods.model and goods.model) and bool(name) and fold_spelling(line.name) == fold_spelling(name)
