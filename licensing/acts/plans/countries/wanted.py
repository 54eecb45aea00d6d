"""What partners want before any request: the expressions of interest of countries, by goods and year, and their projects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Prefetch, QuerySet

from licensing.choices import CooperationForm, InterestStepKind
from licensing.models import CountryPlan, Interest, InterestStep, InterestVolume, Project, User
from licensing.models.read_models.plans.interests import LoggedVolume, list_logged_volumes
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.demand import WantedLine
from licensing.policy.plans.countries.drafting import ProjectDraft
from licensing.policy.plans.interests import WANTING_STATES, find_wanted_step

# So many interests are looked at, the newest first; whoever shows them says how many there are.
MOST_INTERESTS: Final = 500


@dataclass(frozen=True, slots=True)
class WantedGoods:
    """Goods of one kind that an expression of interest wants over some years; `family` is empty for what is in none."""

    interest: Interest
    form: CooperationForm
    country: str
    family: str
    goods: str
    unit: str
    unit_code: str
    quantity: Decimal
    volumes: Sequence[LoggedVolume]

    @property
    def anchor(self) -> str:
        """Where the rows of its country and family begin on a page: there the number that adds them up leads."""
        return name_anchor(self.country, self.family)

    @property
    def total(self) -> str:
        """The quantity of all its years, as it is read."""
        return format_decimal(self.quantity)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted as far as its reader may see it; of `of_all` interests the newest `looked_at` were read."""

    goods: Sequence[WantedGoods]
    looked_at: int
    of_all: int

    def list_lines(self) -> list[WantedLine]:
        """What is wanted of item families, to be added up."""
        return [WantedLine(one.country, one.family, one.quantity) for one in self.goods if one.family]


def name_anchor(country: str, family: str) -> str:
    """Where the rows of a country and a family begin on a page."""
    return f"wanted-{country}-{family}"


def read_wanted(user: User, *, today: date, country: str = "") -> Wanted:
    """What partners want of all countries or of one, for one reader, by country and family; in as many statements for many."""
    rows = select_wanting(user, today=today)
    if country:
        rows = rows.filter(organisation__country=country)
    found = list(_load_with_steps(rows.order_by("-filed_at", "pk")[:MOST_INTERESTS]))
    lines = [line for one in found for line in _list_goods(one)]
    lines.sort(key=lambda one: (one.country, not one.family, one.family, one.goods))
    return Wanted(lines, len(found), rows.count())


def select_wanting(user: User, *, today: date) -> QuerySet[Interest]:
    """The interests that this person reads and that are open or agreed."""
    return Interest.objects.visible_to(user, on=today).filter(state__in=WANTING_STATES)


def select_wanting_of_plan(plan: CountryPlan, user: User, *, today: date) -> QuerySet[Interest]:
    """Those of the country of a plan, from which its projects may be made."""
    return select_wanting(user, today=today).filter(organisation__country=plan.country_id)


def draft_from_interest(interest: Interest) -> ProjectDraft:
    """A project as an interest suggests it: its form, and what it wants of item families in all and in each of its years."""
    [loaded] = _load_with_steps(Interest.objects.filter(pk=interest.pk))
    step = _get_wanted_step(loaded)
    wanted = [one for one in _list_goods(loaded) if one.family]
    return ProjectDraft(
        loaded.title,
        CooperationForm(step.cooperation),
        purpose=loaded.financing,
        volumes=[(one.family, one.quantity) for one in wanted],
        years={one.family: {year.year: Decimal(year.quantity) for year in one.volumes} for one in wanted},
        interest=loaded.pk,
    )


def read_projects_of_interest(interest: Interest, user: User, *, today: date) -> list[Project]:
    """The projects that came of an interest, of the plans that this person reads."""
    plans = CountryPlan.objects.visible_to(user, on=today)
    return list(interest.projects.filter(plan__in=plans).select_related("plan").order_by("plan__code", "number"))


def _load_with_steps(rows: QuerySet[Interest]) -> QuerySet[Interest]:
    volumes = Prefetch("volumes", InterestVolume.objects.select_related("family__unit", "unit"))
    steps = Prefetch("steps", InterestStep.objects.prefetch_related(volumes))
    return rows.select_related("organisation__country").prefetch_related(steps)


def _get_wanted_step(interest: Interest) -> InterestStep:
    steps = list(interest.steps.all())
    return steps[find_wanted_step([InterestStepKind(one.kind) for one in steps])]


def _list_goods(interest: Interest) -> Iterator[WantedGoods]:
    step = _get_wanted_step(interest)
    for volumes in step.group_volumes():
        first = volumes[0]
        yield WantedGoods(
            interest=interest,
            form=CooperationForm(step.cooperation),
            country=interest.organisation.country_id,
            family=first.family_id or "",
            goods=first.family.name if first.family else first.goods,
            unit=first.unit.name,
            unit_code=first.unit_id,
            quantity=sum((one.quantity for one in volumes), Decimal()),
            volumes=list_logged_volumes(volumes),
        )
