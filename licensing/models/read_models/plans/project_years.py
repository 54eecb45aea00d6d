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


def read_project_years(project: Project, fill: ProjectFill) -> list[YearView]:
    """The years of each volume, family by family, and then those of the value; needs the volumes with families and units."""
    found: list[YearView] = []
    for one in sorted(project.volumes.all(), key=lambda row: row.family_id):
        found += [
            _build_year_view(one.family.name, year, figure, fill.years.get((one.family_id, year)), one.family.count)
            for year, figure in read_years(one.years).items()
        ]
    for year, figure in read_years(project.value_years).items():
        status = fill.years.get(("", year))
        found.append(_build_year_view(_("Indicative value"), year, figure, status, write_money(project.currency_id or "")))
    return found


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
    name: str, year: int, planned: Decimal, status: CeilingStatus | None, write: Callable[[Decimal], str]
) -> YearView:
    if status is None:
        return YearView(name, year, write(planned))
    on, left = status.counted
    drawn = (write(on.reserved), write(on.committed), write(on.used))
    return YearView(name, year, write(planned), *drawn, left="" if left is None else write(left))
