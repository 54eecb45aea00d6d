"""What a country plan and its projects must say, and which way a project may move."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from licensing.choices import (
    CooperationForm,
    Instrument,
    InvestmentSide,
    PartnerTier,
    PlanMarking,
    ProjectStatus,
    ProjectVerdict,
    VersionOutcome,
)
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.destinations.places import OWN_STATE
from licensing.policy.exact import MOST_QUANTITY, count_decimals
from licensing.policy.plans.countries.years import Years, find_year_gaps

# As many digits before the point as the columns of amounts have.
_MOST_VALUE: Final = Decimal(10) ** 16
# The most years that a plan may cover: as long as the longest contract that may fill it.
MOST_YEARS: Final = 10
MAX_PRIORITY: Final = 99

# Which way the working group moves a project. What is approved is stopped, or taken into discussion again to be amended by
# another version, by who steers the plan; the approval itself is the decision on the plan.
MOVES: Final[Mapping[ProjectStatus, frozenset[ProjectStatus]]] = {
    ProjectStatus.IDEA: frozenset({ProjectStatus.DISCUSSED, ProjectStatus.STOPPED}),
    ProjectStatus.DISCUSSED: frozenset({ProjectStatus.IDEA, ProjectStatus.PROPOSED, ProjectStatus.STOPPED}),
    ProjectStatus.PROPOSED: frozenset({ProjectStatus.DISCUSSED, ProjectStatus.STOPPED}),
    ProjectStatus.APPROVED: frozenset({ProjectStatus.DISCUSSED, ProjectStatus.STOPPED}),
    ProjectStatus.STOPPED: frozenset(),
}
# Of these nothing is edited any more.
SETTLED: Final = frozenset({ProjectStatus.APPROVED, ProjectStatus.STOPPED})

_UNKNOWN_MAKER: Final = Message("Choose a maker from the list of makers and investors.")


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A country plan as a body writes it."""

    country: str
    objectives: str
    tier: PartnerTier
    first_on: date
    last_on: date
    marking: PlanMarking = PlanMarking.OFFICIAL


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """A project as a body of the working group writes it; `volumes` are quantities by item family, in the family's unit."""

    title: str
    form: CooperationForm
    purpose: str = ""
    volumes: Sequence[tuple[str, Decimal]] = ()
    value: Decimal | None = None
    currency: str = ""
    own_share: Decimal | None = None
    # Whether requests that fill it may not go beyond its volumes and its value; else that is only told.
    binding: bool = True
    # Who makes what of it, by item family.
    makers: Mapping[str, UUID] = field(default_factory=dict)
    # The expression of interest that it was made from.
    interest: UUID | None = None
    # What of its volumes, by item family, and of its value falls on which calendar year, where that is said.
    years: Mapping[str, Years] = field(default_factory=dict)
    value_years: Years = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InvestmentDraft:
    """What somebody means to put into a project, and with which maker.

    Both by their rows on the list of makers and investors. `per_month` is by how much it raises what the maker makes of an item
    family from `from_on` on, in the unit of the family.
    """

    side: InvestmentSide
    investor: UUID
    instrument: Instrument
    amount: Decimal
    currency: str
    maker: UUID | None = None
    family: str = ""
    per_month: Decimal | None = None
    from_on: date | None = None

    @property
    def raises_output(self) -> bool:
        """Whether it says anything of more output."""
        return self.per_month is not None or self.from_on is not None


def find_country_plan_gaps(draft: PlanDraft, *, today: date) -> Iterator[Gap]:
    """What is wrong with a plan by itself; whether its country is known is asked of the list."""
    if draft.country == OWN_STATE:
        yield Gap("own_state", "country", Message("A country plan is about another state."))
    if draft.tier == PartnerTier.EXCLUDED:
        yield Gap("excluded", "tier", Message("With an excluded state nothing is planned. Its tier has to change first."))
    if not draft.objectives.strip():
        yield Gap("required", "objectives", Message("Say what the plan is to reach."))
    if draft.last_on < draft.first_on:
        yield Gap("invalid", "last_on", Message("The last day is not before the first."))
    elif draft.last_on < today:
        yield Gap("past", "last_on", Message("The period of the plan is over already."))
    elif draft.last_on.year - draft.first_on.year > MOST_YEARS:
        yield Gap("invalid", "last_on", Message("A plan covers at most %(years)d years.", years=MOST_YEARS))


def find_project_gaps(
    draft: ProjectDraft,
    *,
    decimals: Mapping[str, int],
    currencies: Mapping[str, int],
    units: Mapping[str, str],
    makers: Collection[UUID] = frozenset(),
    period: Collection[int] = (),
) -> Iterator[Gap]:
    """What is wrong with a project. `units` are those of the item families in force and `decimals` what each of them has,
    `currencies` those of each currency, `makers` those that may be named, and `period` the years of its plan."""
    if not draft.title.strip():
        yield Gap("required", "title", Message("Give the project a title."))
    yield from _find_goods_gaps(draft, decimals, makers)
    yield from _find_volume_year_gaps(draft, decimals, units, period)
    yield from _find_value_year_gaps(draft, currencies, period)
    if draft.value is not None:
        yield from _find_money_gaps("value", draft.value, draft.currency, currencies)
    elif draft.currency:
        yield Gap("required", "value", Message("Give the amount of this currency, or no currency."))
    if draft.own_share is not None and not 0 <= draft.own_share <= 100:
        yield Gap("invalid", "own_share", Message("A share lies between 0 and 100 per cent."))
    elif draft.own_share is not None and count_decimals(draft.own_share) > 2:
        yield Gap("invalid", "own_share", Message("A share has at most two decimals."))


def _find_goods_gaps(draft: ProjectDraft, decimals: Mapping[str, int], makers: Collection[UUID]) -> Iterator[Gap]:
    for place, (family, quantity) in enumerate(draft.volumes):
        yield from _find_volume_gaps(f"volumes.{place}", family, quantity, decimals)
        if family in draft.makers and draft.makers[family] not in makers:
            yield Gap("unknown", f"makers.{place}", _UNKNOWN_MAKER)
    families = [family for family, _quantity in draft.volumes]
    if len(set(families)) < len(families):
        yield Gap("twice", "volumes", Message("Name each item family once."))


def _find_volume_year_gaps(
    draft: ProjectDraft, decimals: Mapping[str, int], units: Mapping[str, str], period: Collection[int]
) -> Iterator[Gap]:
    for place, (family, quantity) in enumerate(draft.volumes):
        years, places, unit = draft.years.get(family, {}), decimals.get(family, 0), units.get(family, "")
        yield from find_year_gaps(f"years.{place}", years, quantity, period=period, decimals=places, unit=unit)


def _find_value_year_gaps(draft: ProjectDraft, currencies: Mapping[str, int], period: Collection[int]) -> Iterator[Gap]:
    # Without a value or its currency that is said where it is missing.
    if draft.value is not None and draft.currency in currencies:
        places, unit = currencies[draft.currency], draft.currency
        yield from find_year_gaps("value_years", draft.value_years, draft.value, period=period, decimals=places, unit=unit)
    elif draft.value_years and draft.value is None:
        yield Gap("required", "value", Message("Say what the project is worth in all too."))


@dataclass(frozen=True, slots=True)
class Listed:
    """The makers and investors on the list that may be named now."""

    makers: Collection[UUID] = frozenset()
    investors: Collection[UUID] = frozenset()


def find_investment_gaps(
    draft: InvestmentDraft, listed: Listed, *, currencies: Mapping[str, int], decimals: Mapping[str, int]
) -> Iterator[Gap]:
    """What is wrong with an investment. `decimals` are those of the unit of each item family in force, `currencies` of each."""
    if draft.investor not in listed.investors:
        yield Gap("unknown", "investor", Message("Choose an investor from the list of makers and investors."))
    yield from _find_money_gaps("amount", draft.amount, draft.currency, currencies)
    if draft.maker is None and (draft.family or draft.raises_output):
        yield Gap("required", "maker", Message("Say which maker makes more."))
    elif draft.maker is not None and draft.maker not in listed.makers:
        yield Gap("unknown", "maker", _UNKNOWN_MAKER)
    if draft.raises_output and (draft.per_month is None or draft.from_on is None):
        name = "per_month" if draft.per_month is None else "from_on"
        yield Gap("required", name, Message("More output is so many a month from a day on: give both."))
    if draft.per_month is not None:
        yield from _find_volume_gaps("per_month", draft.family, draft.per_month, decimals)
    elif draft.family and draft.from_on is None:
        yield Gap("required", "per_month", Message("Say how many more of this item family are made a month."))


def find_readiness_gaps(draft: ProjectDraft) -> Iterator[Gap]:
    """What a project lacks to be proposed for a decision: those who decide must know how much of what it is about."""
    if not draft.volumes:
        yield Gap("required", "volumes", Message("A project that is proposed says how much of which item family it is about."))
    if draft.value is None:
        yield Gap("required", "value", Message("A project that is proposed says what it is worth."))


def find_move_refusal(before: ProjectStatus, after: ProjectStatus, *, is_steering: bool) -> Message | None:
    """Why a project may not move so, or None. `is_steering`: for the body that leads the working group or owns the plan."""
    if after == ProjectStatus.APPROVED:
        return Message("A project is approved by the decision on the plan, and by nothing else.")
    if after not in MOVES[before]:
        return Message("A project does not move this way.")
    if after == ProjectStatus.STOPPED and not is_steering:
        return Message("Only the body that leads the working group, or the one that owns the plan, stops a project.")
    if before == ProjectStatus.APPROVED and not is_steering:
        return Message("Only the body that leads the working group, or the one that owns the plan, takes up what is approved.")
    return None


# Where a project stands after what the government decided on it.
RULED: Final[Mapping[ProjectVerdict, ProjectStatus]] = {
    ProjectVerdict.APPROVE: ProjectStatus.APPROVED,
    ProjectVerdict.DISCUSS: ProjectStatus.DISCUSSED,
    ProjectVerdict.STOP: ProjectStatus.STOPPED,
}


def judge_version(verdicts: Collection[ProjectVerdict]) -> VersionOutcome:
    """What the decisions on its projects come to for a version: stopped as a whole only where no project is looked at again."""
    approved = [one for one in verdicts if one == ProjectVerdict.APPROVE]
    if approved:
        return VersionOutcome.APPROVED if len(approved) == len(verdicts) else VersionOutcome.IN_PART
    return VersionOutcome.RETURNED if ProjectVerdict.DISCUSS in verdicts else VersionOutcome.REFUSED


def find_submission_gaps(proposed: Mapping[int, int | None]) -> Iterator[Gap]:
    """Why a plan is not ready for the government: by the numbers of the projects that are proposed, the priority of each."""
    if not proposed:
        yield Gap("required", "projects", Message("No project is proposed, so there is nothing to decide."))
    for number, priority in sorted(proposed.items()):
        if priority is None:
            yield Gap("required", "projects", Message("Project %(number)d has no priority yet.", number=number))


def find_ruling_gaps(
    asked: Collection[int], rulings: Mapping[int, tuple[ProjectVerdict, str]], *, recommended: bool = True
) -> Iterator[Gap]:
    """What is wrong with a decision: each project of the version gets one ruling, with a reason unless it is approved.

    What the bodies did not recommend is not approved without a reason either.
    """
    for number in sorted(set(asked) - rulings.keys()):
        yield Gap("required", f"rulings.{number}", Message("Say what is decided on project %(number)d.", number=number))
    for number, (verdict, reason) in sorted(rulings.items()):
        if number not in asked:
            yield Gap(
                "unknown", f"rulings.{number}", Message("Project %(number)d is not before the government.", number=number)
            )
        elif verdict != ProjectVerdict.APPROVE and not reason.strip():
            yield Gap("required", f"reasons.{number}", Message("Say why project %(number)d is not approved.", number=number))
        elif verdict == ProjectVerdict.APPROVE and not recommended and not reason.strip():
            sentence = Message("The bodies did not recommend this. Say why project %(number)d is approved.", number=number)
            yield Gap("required", f"reasons.{number}", sentence)


def find_priority_gaps(priority: int, reason: str) -> Iterator[Gap]:
    """What is wrong with a priority: 1 comes first, and it is never set without a reason."""
    if not 1 <= priority <= MAX_PRIORITY:
        yield Gap("invalid", "priority", Message("A priority is a whole number from 1 to %(most)d.", most=MAX_PRIORITY))
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why it has this priority."))


def _find_volume_gaps(path: str, family: str, quantity: Decimal, decimals: Mapping[str, int]) -> Iterator[Gap]:
    if family not in decimals:
        yield Gap("unknown", path, Message("“%(code)s” is not on the list.", code=family))
    elif not 0 < quantity < MOST_QUANTITY or count_decimals(quantity) > decimals[family]:
        sentence = Message("A quantity is more than 0 and has at most %(decimals)d decimals.", decimals=decimals[family])
        yield Gap("invalid", path, sentence)


def _find_money_gaps(path: str, amount: Decimal, currency: str, currencies: Mapping[str, int]) -> Iterator[Gap]:
    if currency not in currencies:
        yield Gap("required", "currency", Message("Name the currency of the amount."))
    elif not 0 < amount < _MOST_VALUE or count_decimals(amount) > currencies[currency]:
        sentence = Message("An amount is more than 0 and has at most %(decimals)d decimals.", decimals=currencies[currency])
        yield Gap("invalid", path, sentence)
