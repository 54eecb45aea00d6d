"""What a request draws on the authorisation that it names, and whether it fits: read at once, in a few statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.acts.supply.promises import read_goods_of
from licensing.choices import Fit
from licensing.errors import Gap
from licensing.messages import Amount, DayText, JoinedText, Message, Text
from licensing.models import Case, Item, ParentAuthorisation
from licensing.models.plans.parents import load_shares, normalise_price, select_shares
from licensing.models.supply.families import load_families
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.customs.years import leave_out_gone, split_over_years
from licensing.policy.licences.lines import limit_granted
from licensing.policy.plans.ceilings import Line, find_given_years, find_line
from licensing.policy.plans.parents import Balance, Ceiling, Excess, Share, fill_price, judge_fit, list_excesses
from licensing.policy.supply.deliveries import PlannedDelivery, group_by_item, read_schedule, split_by_year
from licensing.policy.supply.families import Family, find_family

# What no authorisation may be drawn on for, whether it binds or only shows how much was meant.
OTHER_COUNTRY: Final = "other_country"


@dataclass(frozen=True, slots=True)
class ParentReading:
    """An authorisation with its ceilings, its lines and what every case has drawn of it."""

    parent: ParentAuthorisation
    ceilings: tuple[Ceiling, ...]
    lines: tuple[Line, ...]
    shares: Mapping[Share, Balance]

    @property
    def reference(self) -> str:
        """What people call it by."""
        return self.parent.reference

    def find_project_years(self, line: int) -> set[int] | None:
        """The calendar years in which a project gives something of a line; None where it does not, or is no project."""
        return find_given_years(self.ceilings, line) if self.parent.project_id else None


@dataclass(frozen=True, slots=True)
class CaseDraw:
    """What a case would draw: quantities by share, what is wrong with its naming of lines and years, and what is too much."""

    reading: ParentReading
    asked: Mapping[Share, Decimal]
    gaps: tuple[Gap, ...]
    excesses: tuple[Excess, ...]

    @property
    def fit(self) -> Fit:
        """The one word for the applicant."""
        return judge_fit(self.excesses)


def read_parent(parent: ParentAuthorisation) -> ParentReading:
    """An authorisation with all that stands on it."""
    rows = list(parent.ceilings.in_order())
    # The row of a whole line names its goods; where a line has only rows of years, the first of them does.
    lines: dict[int, Line] = {}
    for row in rows:
        if row.line is not None:
            lines.setdefault(row.line, row.as_line())
    ceilings = tuple(row.as_policy() for row in rows)
    return ParentReading(parent, ceilings, tuple(lines.values()), load_shares(parent))


def assess_draw(
    parent: ParentAuthorisation, case: Case, quantities: Mapping[int, Decimal] | None = None, *, today: date
) -> CaseDraw:
    """What a case draws on its authorisation apart from what it holds already; `quantities` of items, where less is granted.

    What has left before its year is asked of the year in which it left, where it stands already, and of no other.
    """
    reading = read_parent(parent)
    asked, gaps = _build_asked(reading, case, quantities, today)
    asked, gone = leave_out_gone(asked, select_shares(reading.shares, case, own=True))
    standing = select_shares(reading.shares, case, own=False) | gone
    return CaseDraw(reading, asked, tuple(gaps), tuple(list_excesses(reading.ceilings, standing, asked)))


def assess_own_draw(parent: ParentAuthorisation, case: Case, quantities: Mapping[int, Decimal], *, today: date) -> CaseDraw:
    """What the permit of a contract that delivers itself draws on that contract: each item on its own line.

    It stands on the year that runs and, as far as that does not give so much, on the years after it.
    """
    reading, asked = read_parent(parent), dict[Share, Decimal]()
    taken = select_shares(reading.shares, case, own=False)
    for item in case.items.select_related("unit").order_by("number"):
        if quantity := quantities.get(item.number):
            share = _name_share(case, item, item.number, None)
            years = range(parent.find_year(today), (parent.years or 0) + 1)
            asked |= split_over_years(share, quantity, years, reading.ceilings, taken, decimals=item.unit.decimals)
            taken |= {place: Balance(committed=part) for place, part in asked.items()}
    return CaseDraw(reading, asked, (), ())


def _build_asked(
    reading: ParentReading, case: Case, quantities: Mapping[int, Decimal] | None, today: date
) -> tuple[dict[Share, Decimal], list[Gap]]:
    asked: dict[Share, Decimal] = {}
    project = reading.parent.project_id is not None
    gaps = list(_find_country_gaps(reading.parent, case) if project else _find_year_gaps(reading.parent, case.plan_year, today))
    families, schedule = load_families(), read_planned(case)
    for item in case.items.prefetch_related("control_entries").order_by("number"):
        quantity = limit_granted(quantities or {}, item.number, item.quantity)
        line = _match_line(reading, item, families)
        if gap := _find_line_gap(reading, item, line):
            gaps.append(gap)
        elif line is not None and quantity > 0:
            years = _split_item(reading, case, line.number, schedule.get(item.number, []), quantity)
            gaps += _find_project_year_gaps(reading, item.number, line.number, years)
            shares = {fill_price(_name_share(case, item, line.number, year), reading.ceilings): years[year] for year in years}
            asked |= shares
            gaps += _find_price_gaps(reading, item.number, shares)
    if project and not gaps and not any(share.line for share in asked):
        gaps.append(Gap("other_goods", "items", Message("No item is of an item family of the project that the request fills.")))
    return asked, gaps


def read_planned(case: Case) -> dict[int, list[PlannedDelivery]]:
    """What a case delivers of each item in which period, by its own schedule."""
    return group_by_item(read_schedule({"deliveries": case.deliveries}))


def _name_share(case: Case, item: Item, line: int, year: int | None) -> Share:
    price = normalise_price(item.unit_price)
    return Share(str(case.pk), item.number, line, year, item.unit_id, price, item.currency_id or "")


def _split_item(
    reading: ParentReading, case: Case, line: int, planned: Sequence[PlannedDelivery], quantity: Decimal
) -> dict[int | None, Decimal]:
    """A quantity of an item by year: of a framework the one that the case names, of a project by when the case delivers."""
    if reading.parent.project_id is None:
        return {case.plan_year if reading.parent.years else None: quantity}
    if reading.find_project_years(line) is None:
        return {None: quantity}
    found: dict[int | None, Decimal] = dict(split_by_year(planned, quantity).items())
    return found or {None: quantity}


def _find_project_year_gaps(reading: ParentReading, item: int, line: int, years: Mapping[int | None, Decimal]) -> Iterator[Gap]:
    """An indicative project asks for no year; of one that binds each year has its ceiling, so each delivery has its year."""
    approved = reading.find_project_years(line)
    if approved is None or not reading.parent.binding:
        return
    for year in years:
        if year is None:
            sentence = Message(
                "Item %(number)d: say in the delivery schedule when it leaves. The project that it fills is given by year.",
                number=item,
            )
            yield Gap("no_year", "deliveries", sentence)
        elif year not in approved:
            sentence = Message(
                "Item %(number)d: the project that it fills has nothing in %(year)s.", number=item, year=str(year)
            )
            yield Gap("year_unknown", "deliveries", sentence)


def _find_country_gaps(parent: ParentAuthorisation, case: Case) -> Iterator[Gap]:
    """A project is of a plan for one country; the request that fills it may have been amended since."""
    if parent.project is not None and parent.project.plan.country_id != case.partner_country_id:
        sentence = Message("The project that the request fills is of the plan for another country.")
        yield Gap(OTHER_COUNTRY, "partner_country", sentence)


def _find_price_gaps(reading: ParentReading, item: int, shares: Iterable[Share]) -> Iterator[Gap]:
    """Goods without a price would pass every ceiling of a value. Told once of an item, in however many years it leaves."""
    values = [one for one in reading.ceilings if one.value is not None] if reading.parent.binding else []
    if any(share.price is None and one.does_cover(share) for share in shares for one in values):
        sentence = Message("Item %(number)d: give its price. What the request draws on is limited by its value.", number=item)
        yield Gap("no_price", f"items.{item - 1}.unit_price", sentence)


def _match_line(reading: ParentReading, item: Item, families: Sequence[Family]) -> Line | None:
    goods = read_goods_of(item)
    family = find_family(goods, families)
    project = reading.parent.project_id is not None
    named = None if project else item.plan_line
    line = find_line(reading.lines, item.name, goods, family.code if family else None, number=named)
    # Spare parts and training count for the value of a project, and for none of its volumes.
    return Line(0, item.unit_id) if line is None and project else line


def _find_line_gap(reading: ParentReading, item: Item, line: Line | None) -> Gap | None:
    if line is None:
        # Projects of a plan name no goods, so what fits none of them is no fault there.
        return _describe_no_line(reading, item) if reading.parent.binding or item.plan_line is not None else None
    return _describe_other_unit(reading, item, line) if line.unit and line.unit != item.unit_id else None


def _describe_other_unit(reading: ParentReading, item: Item, line: Line) -> Gap:
    words: dict[str, Any] = {"number": item.number, "unit": line.unit, "parent": reading.reference, "line": line.number}
    sentence = Message("Item %(number)d: line %(line)d of %(parent)s is counted in %(unit)s.", **words)
    if reading.parent.project_id is not None:
        sentence = Message("Item %(number)d: its item family is counted in %(unit)s.", **words)
    return Gap("other_unit", f"items.{item.number - 1}.unit", sentence)


def _describe_no_line(reading: ParentReading, item: Item) -> Gap:
    words: dict[str, Any] = {"number": item.number, "parent": reading.reference, "line": item.plan_line or 0}
    if item.plan_line is not None:
        sentence = Message("Item %(number)d: line %(line)d of %(parent)s is not there, or is of other goods.", **words)
    else:
        sentence = Message(
            "Item %(number)d: no line of %(parent)s, or more than one, is of these goods. Name the line.", **words
        )
    return Gap("no_line", f"items.{item.number - 1}.plan_line", sentence)


def _find_year_gaps(parent: ParentAuthorisation, year: int | None, today: date) -> Iterable[Gap]:
    words: dict[str, Any] = {"parent": parent.reference, "years": parent.years or 0, "year": year or 0}
    term = parent.term
    if term is None:
        if year is not None:
            yield Gap("not_of_years", "plan_year", Message("%(parent)s is not of several years; name no year.", **words))
    elif year is None:
        sentence = Message("%(parent)s runs for %(years)d years: say in which of them you deliver.", **words)
        yield Gap("no_year", "plan_year", sentence)
    elif year > term.years:
        sentence = Message("%(parent)s runs for %(years)d years; there is no year %(year)d.", **words)
        yield Gap("year_unknown", "plan_year", sentence)
    elif today > term.get_last_day(year):
        words |= {"day": DayText(term.get_last_day(year))}
        yield Gap("year_over", "plan_year", Message("Year %(year)d of %(parent)s was over on %(day)s.", **words))


def describe_fit(fit: Fit, parent: ParentAuthorisation) -> Message:
    """What the applicant is told: a word, and never a figure, which would tell what others have drawn."""
    return _describe_project_fit(fit) if parent.project_id is not None else _describe_parent_fit(fit, parent.reference)


def _describe_project_fit(fit: Fit) -> Message:
    match fit:
        case Fit.NO:
            return Message("Nothing is left of the project that the request fills: it does not fit.")
        case Fit.IN_PART:
            return Message("Of the project that the request fills less is left than it asks for: it fits in part.")
    return Message("The request fits what is left of the project that it fills.")


def _describe_parent_fit(fit: Fit, reference: str) -> Message:
    match fit:
        case Fit.NO:
            return Message("Nothing is left of %(parent)s for this request: it does not fit.", parent=reference)
        case Fit.IN_PART:
            return Message("Of %(parent)s less is left than the request asks for: it fits in part.", parent=reference)
    return Message("The request fits what is left of %(parent)s.", parent=reference)


def describe_draw(draw: CaseDraw) -> Text:
    """What is wrong with the line or the year that a request names, or else whether it fits."""
    if draw.gaps:
        return JoinedText(*(gap.message for gap in draw.gaps))
    return describe_fit(draw.fit, draw.reading.parent)


def describe_excess(excess: Excess, reference: str) -> Message:
    """A ceiling that would be passed, with its figures: for the authority alone."""
    ceiling = excess.ceiling
    words: dict[str, Any] = {"parent": reference, "where": _describe_place(ceiling)}
    if excess.is_value:
        words |= {"asked": Amount(excess.asked), "left": Amount(excess.left), "currency": ceiling.currency}
        return Message(
            "%(parent)s, %(where)s: worth %(asked)s %(currency)s, and %(left)s %(currency)s of the value are left.", **words
        )
    words |= {"asked": count_in_unit(excess.asked, ceiling.unit), "left": count_in_unit(excess.left, ceiling.unit)}
    return Message("%(parent)s, %(where)s: %(asked)s are asked for, and %(left)s are left.", **words)


def _describe_place(ceiling: Ceiling) -> Message:
    line = Message("line %(line)d", line=ceiling.line) if ceiling.line else Message("all lines")
    return Message("%(where)s, year %(year)d", where=line, year=ceiling.year) if ceiling.year else line
