"""What a project of a country plan says year by year, with what stands in the ledger of each year."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.messages import Amount
from licensing.models.plans.country_plans import Project
from licensing.models.read_models.plans.project_fills import ProjectFill
from licensing.models.supply.families import ItemFamily
from licensing.policy.plans.countries.demand import BarPart, build_bar_parts
from licensing.policy.plans.countries.years import Years, read_years
from licensing.policy.plans.parents import CeilingStatus


@dataclass(frozen=True, slots=True)
class YearView:
    """A calendar year of a volume, or of the value, in words; what stands on it is empty where it was never approved."""

    name: str
    year: int
    planned: str
    reserved: str = ""
    promised: str = ""
    delivered: str = ""
    left: str = ""
    # Of the picture: what is delivered, promised, reserved and left, side by side.
    parts: Sequence[BarPart] = ()
    tone: str = ""
    standing: str = ""


def read_project_years(project: Project, fill: ProjectFill) -> list[YearView]:
    """The years of each volume, family by family, and then those of the value; needs the volumes with families and units.

    The bars of one family are to one scale, and so are those of the value.
    """
    found: list[YearView] = []
    for one in sorted(project.volumes.all(), key=lambda row: row.family_id):
        found += _read_years_of(one.family.name, read_years(one.years), one.family_id, fill, one.family.count)
    money = write_money(project.currency_id or "")
    return found + _read_years_of(_("Indicative value"), read_years(project.value_years), "", fill, money)


def _read_years_of(
    name: str, planned: Years, family: str, fill: ProjectFill, write: Callable[[Decimal], str]
) -> list[YearView]:
    amounts = {year: _list_amounts(figure, fill.years.get((family, year))) for year, figure in planned.items()}
    longest = max((sum(row, Decimal()) for row in amounts.values()), default=Decimal())
    return [
        _build_year_view(name, year, figure, fill.years.get((family, year)), write, build_bar_parts(amounts[year], longest))
        for year, figure in planned.items()
    ]


def _list_amounts(planned: Decimal, status: CeilingStatus | None) -> list[Decimal]:
    """What is delivered, promised, reserved and left of a year; all that is planned is left of one that was never approved.

    What is left has the last, lightest of the six colours of pictures.
    """
    if status is None:
        return [*[Decimal()] * 5, planned]
    on, left = status.counted
    return [on.used, on.committed, on.reserved, Decimal(), Decimal(), max(left or Decimal(), Decimal())]


def list_year_facts(views: Sequence[YearView]) -> list[tuple[str, str]]:
    """The same as terms with one line of words each, for papers."""
    said: dict[str, list[str]] = {}
    for one in views:
        left = f" ({_('left %(left)s') % {'left': one.left}})" if one.left else ""
        said.setdefault(one.name, []).append(f"{one.year}: {one.planned}{left}")
    return [(name_by_year(name), "; ".join(words)) for name, words in said.items()]


def list_frozen_facts(said: Mapping[str, object], families: Mapping[str, ItemFamily]) -> Iterator[tuple[str, str]]:
    """The years of a project as a version froze them, as terms with words; versions of before say nothing of years."""
    by_family, values = said.get("years"), said.get("value_years")
    for code, stored in sorted(by_family.items() if isinstance(by_family, dict) else ()):
        yield name_by_year(families[code].name), _write_years(read_years(stored), families[code].count)
    if isinstance(values, dict) and values:
        yield name_by_year(_("Indicative value")), _write_years(read_years(values), write_money(str(said["currency"])))


def name_by_year(name: str) -> str:
    """A term for what is said of something year by year."""
    return _("%(name)s, by year") % {"name": name}


def _write_years(years: Years, write: Callable[[Decimal], str]) -> str:
    return "; ".join(f"{year}: {write(figure)}" for year, figure in years.items())


def write_money(currency: str) -> Callable[[Decimal], str]:
    """How amounts of a currency are written."""
    return lambda amount: f"{Amount(amount)} {currency}".strip()


def _build_year_view(
    name: str,
    year: int,
    planned: Decimal,
    status: CeilingStatus | None,
    write: Callable[[Decimal], str],
    parts: Sequence[BarPart],
) -> YearView:
    if status is None:
        return YearView(name, year, write(planned), parts=parts)
    on, left = status.counted
    drawn = (write(on.reserved), write(on.committed), write(on.used))
    tone, standing = _name_year_standing(left, on.taken)
    said = "" if left is None else write(left)
    return YearView(name, year, write(planned), *drawn, left=said, parts=parts, tone=tone, standing=standing)


def _name_year_standing(left: Decimal | None, taken: Decimal) -> tuple[str, str]:
    """How near a year is to its end, as a colour and a word; nothing while a tenth of it or more is left."""
    if left is None or left * 10 >= left + taken:
        return "", ""
    return ("bad", _("Used up")) if left <= 0 else ("warn", _("Running out"))
