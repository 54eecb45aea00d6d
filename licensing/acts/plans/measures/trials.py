"""A measure tried before it is published: which open and past cases and which licences in force it would stop, and why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.plans.measures.facts import read_measured_cases
from licensing.acts.plans.measures.quotas import count_against, load_taken
from licensing.choices import InFlight, MeasureKind
from licensing.messages import Text
from licensing.models import Case, Licence, Measure
from licensing.models.licences.licence import find_live_licence
from licensing.models.plans.measures import read_unit_names
from licensing.policy.plans.measures.effects import Effect, apply_measure, describe_quota

# So many are tried of the open cases, of the licences and of the past cases, each time the latest.
MOST_OPEN: Final = 2000
MOST_PAST: Final = 300


@dataclass(frozen=True, slots=True)
class TriedMeasureCase:
    """What a measure would mean for one case; `licence` is its number where what it stops is the licence."""

    case_id: UUID
    reference: str
    licence: str
    effect: Effect
    reason: Text
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class TriedGroup:
    """Open cases, licences in force, or past cases: those that the measure covers, of how many that were looked at."""

    looked_at: int
    of_all: int
    covered: Sequence[TriedMeasureCase]

    def count(self, effect: Effect) -> int:
        """How many it would mean this for."""
        return sum(one.effect is effect for one in self.covered)

    def add_up(self, effect: Effect) -> Decimal:
        """The value of those in euros, as far as it is known."""
        return sum((one.value for one in self.covered if one.effect is effect and one.value is not None), Decimal(0))


@dataclass(frozen=True, slots=True)
class MeasureTrial:
    """What a measure would do, on the day on which it was tried."""

    on: date
    under_way: TriedGroup
    licences: TriedGroup
    past: TriedGroup


def try_measure(measure: Measure) -> MeasureTrial:
    """What a measure would do to cases and licences on its first day, today if that has passed; nothing is changed.

    Past cases are judged as if each were filed again, since none of them was under way then.
    """
    today = max(to_local_day(database_now()), measure.valid_from)
    filed = Case.objects.requests().filter(submitted_at__isnull=False)
    under_way = filed.open().order_by("-submitted_at", "pk").values_list("pk", flat=True)
    licensed = Licence.objects.live().order_by("-issued_at", "pk").values_list("case", flat=True)
    past = filed.exclude(pk__in=filed.open().values("pk")).order_by("-submitted_at", "pk").values_list("pk", flat=True)
    return MeasureTrial(
        on=today,
        under_way=_try_group(measure, list(under_way[:MOST_OPEN]), under_way.count(), today),
        licences=_try_group(measure, list(licensed[:MOST_OPEN]), licensed.count(), today),
        past=_try_group(measure, list(past[:MOST_PAST]), past.count(), today, as_new=True),
    )


def _try_group(measure: Measure, ids: Sequence[UUID], of_all: int, today: date, *, as_new: bool = False) -> TriedGroup:
    return TriedGroup(len(ids), of_all, list(_try_cases(measure, ids, today, as_new=as_new)))


def _try_cases(measure: Measure, ids: Sequence[UUID], today: date, *, as_new: bool) -> Iterable[TriedMeasureCase]:
    tried = measure.as_policy(read_unit_names([measure]))
    if as_new:
        tried = replace(tried, in_flight=InFlight.STOP)
    taken = load_taken(tried, on=today) if tried.kind is MeasureKind.QUOTA else Decimal()
    for case, facts in read_measured_cases(ids, on=today, measures=[tried]):
        verdict = apply_measure(tried, facts)
        if verdict is None:
            continue
        licence = find_live_licence(case)
        number = licence.number if licence is not None else ""
        effect, reason = verdict.effect, verdict.reason
        # What is licensed is among what is taken, and only the gate counts it.
        if verdict.is_counted and not number:
            count = count_against(taken, verdict, facts.goods)
            reason = describe_quota(verdict, count.describe())
            effect = Effect.STOPPED if count.has_no_room else effect
        yield TriedMeasureCase(case.pk, case.reference or "", number, effect, reason, facts.value)
