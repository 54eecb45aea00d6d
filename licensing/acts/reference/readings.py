"""What a trial reads: the governed lists as they would apply on a day, and the cases as they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from licensing.acts.reference.change_sets.near_sales import NearSale, NearSales
from licensing.acts.requests.routing import load_routing_table
from licensing.models import (
    Body,
    Calendar,
    Case,
    CaseKind,
    Clock,
    Condition,
    Country,
    Currency,
    Procedure,
    RefusalGround,
    Reminder,
    ReminderRule,
    Requirement,
    Stage,
    Unit,
)
from licensing.models.plans.tiers import RankedCountry, load_ranked_countries
from licensing.models.requests.composition import Rates, load_all_rates
from licensing.models.supply.families import load_families
from licensing.models.supply.splitting import load_split_rules
from licensing.policy.clocks import deadlines
from licensing.policy.destinations.splitting import SplitRule
from licensing.policy.requests import completeness
from licensing.policy.signoff.routing import RouteRow
from licensing.policy.supply.families import Family

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case as it is tried: what it is made of, whatever the lists say."""

    case: Case
    document: dict[str, Any]
    filed_on: date
    is_open: bool
    clocks: Sequence[Clock] = ()
    # The legal clock that has ended, of a past case.
    legal: Clock | None = None
    reminders: Sequence[Reminder] = ()
    # Codes of the conditions that its seats asked for, and of the grounds on which they object.
    conditions: frozenset[str] = frozenset()
    grounds: frozenset[str] = frozenset()
    has_unscanned: bool = False
    # The case as a sale, where goods leave by it, among all of them.
    near: NearSale | None = None
    sales: NearSales = field(default_factory=NearSales)


@dataclass(frozen=True, slots=True)
class GovernedLists:
    """The governed lists as they are in the database now, or would be after a change that is tried."""

    on: date
    rows: Sequence[RouteRow]
    procedures: Mapping[str, Procedure]
    stages: Mapping[int, Sequence[Stage]]
    calendars: Mapping[str, deadlines.Calendar]
    countries: Mapping[str, Country]
    # How they rank on that day.
    ranked: Mapping[str, RankedCountry]
    kinds: Mapping[str, CaseKind]
    requirements: Sequence[Requirement]
    # What a request of each kind needs, as the acts ask for it.
    required: Mapping[str, Sequence[completeness.Requirement]]
    rules: Mapping[str, Sequence[ReminderRule]]
    # The rules in plain values, with their quiet hours: models are equal whatever they say.
    reminding: Sequence[Any]
    conditions: Mapping[str, Condition]
    grounds: Mapping[str, RefusalGround]
    rates: Rates
    # Decimals by unit and by currency, and the bodies that state domestic need.
    units: Mapping[str, int]
    currencies: Mapping[str, int]
    needs: Sequence[str]
    split_rules: Sequence[SplitRule]
    families: Sequence[Family]


def load_lists(days: Sequence[date]) -> list[GovernedLists]:
    """Read every governed list that decides about cases, as it applies on each of some days."""
    first = _load_all(days[0])
    return [first, *(_turn_lists(first, day) for day in days[1:])]


def reuse_equal(before: GovernedLists, after: GovernedLists) -> GovernedLists:
    """The second lists with what they have in common with the first ones as the same object, so that it is read once."""
    return replace(
        after,
        split_rules=_choose_first_of_equal(before.split_rules, after.split_rules),
        families=_choose_first_of_equal(before.families, after.families),
        calendars=_choose_first_of_equal(before.calendars, after.calendars),
        units=_choose_first_of_equal(before.units, after.units),
        currencies=_choose_first_of_equal(before.currencies, after.currencies),
        ranked=_choose_first_of_equal(before.ranked, after.ranked),
    )


def _choose_first_of_equal(first: T, second: T) -> T:
    return first if first == second else second


def _list_values(rule: ReminderRule) -> tuple[Any, ...]:
    rows: list[Model] = [rule, *([rule.quiet] if rule.quiet else [])]
    return tuple(field.value_from_object(row) for row in rows for field in row._meta.concrete_fields)


def _turn_lists(lists: GovernedLists, on: date) -> GovernedLists:
    rows, procedures = load_routing_table(on), _load_newest(on)
    return replace(lists, on=on, rows=rows, procedures=procedures, ranked=load_ranked_countries(on))


def _load_newest(on: date) -> Mapping[str, Procedure]:
    # Oldest first, so that the newest of a code takes its place.
    return {one.code: one for one in reversed(Procedure.objects.all_in_force(on=on))}


def _load_all(on: date) -> GovernedLists:
    stages: dict[int, list[Stage]] = defaultdict(list)
    stored = Stage.objects.filter(procedure__published_at__isnull=False).select_related("procedure")
    for stage in stored.prefetch_related("seats").order_by("number"):
        stages[stage.procedure_id].append(stage)
    rules: dict[str, list[ReminderRule]] = defaultdict(list)
    for rule in ReminderRule.objects.current().select_related("quiet").order_by("pk"):
        rules[rule.clock].append(rule)
    kinds, requirements = CaseKind.objects.in_bulk(), list(Requirement.objects.current().order_by("pk"))
    return GovernedLists(
        on=on,
        rows=load_routing_table(on),
        procedures=_load_newest(on),
        stages=stages,
        calendars={one.pk: one.as_policy() for one in Calendar.objects.all()},
        countries=Country.objects.in_bulk(),
        ranked=load_ranked_countries(on),
        kinds=kinds,
        requirements=requirements,
        required={kind: [one.as_policy() for one in requirements if one.kind_id in (None, kind)] for kind in kinds},
        rules=rules,
        reminding=[_list_values(rule) for rows in rules.values() for rule in rows],
        conditions=Condition.objects.in_bulk(),
        grounds=RefusalGround.objects.in_bulk(),
        rates=load_all_rates(),
        units=dict(Unit.objects.values_list("pk", "decimals")),
        currencies=dict(Currency.objects.values_list("pk", "decimals")),
        needs=list(Body.objects.filter(states_need=True).order_by("pk").values_list("pk", flat=True)),
        split_rules=load_split_rules(),
        families=load_families(),
    )
