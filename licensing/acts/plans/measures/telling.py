"""Telling people what measures stop: once when a case or its licence is stopped, and once when it is stopped no more.

The measures themselves are asked by every act; nobody waits for this sweep. It only finds whom a letter is owed to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.plans.measures.facts import read_measured_cases
from licensing.acts.plans.measures.quotas import count_against, count_promised, load_taken
from licensing.choices import CaseState, MeasureKind
from licensing.models import Case, Event, Licence, Measure, MeasureNotice
from licensing.models.licences.licence import find_licence, find_live_licence
from licensing.models.record.event import PendingEvent
from licensing.policy.plans.measures.effects import MeasureVerdict, apply_measure
from licensing.policy.plans.measures.scope import MeasuredCase
from licensing.policy.record.event_kinds import EventKind


def tell_of_measures() -> int:
    """Record, case by case, what measures have stopped or freed since people were last told; gives how many cases."""
    at = database_now()
    today = to_local_day(at)
    in_force = {one.pk: one.as_policy() for one in Measure.objects.in_force(today)}
    open_notices: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, measure_id in MeasureNotice.objects.filter(freed_at__isnull=True).values_list("case", "measure"):
        open_notices[case_id].add(measure_id)
    if not in_force and not open_notices:
        return 0
    ids = list(_select_live_cases(open_notices).values_list("pk", flat=True)) if in_force else list(open_notices)
    taken = {pk: load_taken(one, on=today) for pk, one in in_force.items() if one.kind is MeasureKind.QUOTA}
    told = 0
    for case, facts in read_measured_cases(ids, on=today, measures=[*in_force.values()]):
        verdicts = {pk: apply_measure(one, facts) for pk, one in in_force.items()} if _is_live(case) else {}
        stopping = {
            pk for pk, one in verdicts.items() if one is not None and _does_stop(one, case, facts, taken.get(pk), today=today)
        }
        # Read without a lock, for thousands of cases; whoever seems to be owed a letter is asked again under it.
        if stopping != open_notices[case.pk]:
            told += run_each(partial(_tell_of_case, stopping=stopping, at=at), [case])
    return told


def _select_live_cases(noticed: Collection[UUID]) -> QuerySet[Case]:
    """Cases under way and those whose licence lives, and those that people were told of."""
    filed = Case.objects.requests().filter(submitted_at__isnull=False)
    under_way = filed.open().values("pk")
    licensed = Licence.objects.live().values("case")
    return filed.filter(Q(pk__in=under_way) | Q(pk__in=licensed) | Q(pk__in=list(noticed)))


def _is_live(case: Case) -> bool:
    return case.is_open or find_live_licence(case) is not None


def _does_stop(verdict: MeasureVerdict, case: Case, facts: MeasuredCase, taken: Decimal | None, *, today: date) -> bool:
    """Whether a measure stops a case or its licence; a quota, of which so much is taken, a case that it has no room for."""
    if not verdict.is_counted or taken is None:
        return verdict.is_stopped
    if not case.is_open:
        return False
    if find_licence(case) is None:
        return count_against(taken, verdict, facts.goods).has_no_room
    # Under appeal its own licence is among what is taken, and it asks for that again.
    return count_promised(verdict, case, facts.goods, on=today).has_no_room


def _tell_of_case(case: Case, stopping: set[UUID], at: datetime) -> bool:
    """Write what has changed of one case, with its events; nothing where another sweep was faster."""
    with translate_database_errors(), transaction.atomic():
        # Two sweeps at once: the second waits here, and finds the notices of the first.
        Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        notices = {one.measure_id: one for one in MeasureNotice.objects.filter(case=case, freed_at__isnull=True)}
        begun, over = stopping - notices.keys(), notices.keys() - stopping
        MeasureNotice.objects.bulk_create(MeasureNotice(measure_id=pk, case=case, told_at=at) for pk in sorted(begun))
        MeasureNotice.objects.filter(pk__in=[notices[pk].pk for pk in over]).update(freed_at=at)
        # Those that are over too: a letter names the measure that stops nothing any more.
        measures = Measure.objects.in_bulk([*begun, *over])
        events = [
            *(_build_stop_event(case, measures[pk], stopped=True) for pk in sorted(begun)),
            *(_build_stop_event(case, measures[pk], stopped=False) for pk in sorted(over)),
        ]
        if events:
            Event.objects.chain(events, None, at=at)
    return bool(events)


def _build_stop_event(case: Case, measure: Measure, *, stopped: bool) -> PendingEvent:
    """Of a case that has a licence, the licence is what is stopped."""
    data = {
        "measure": measure.code,
        "version": measure.version,
        "authority": measure.authority,
        "since": measure.valid_from,
    }
    licence = find_licence(case)
    if licence is None or case.state != CaseState.GRANTED:
        return PendingEvent(EventKind.CASE_STOPPED if stopped else EventKind.CASE_FREED, case, data=data)
    kind = EventKind.LICENCE_STOPPED if stopped else EventKind.LICENCE_FREED
    return PendingEvent(kind, case, licence, data={"number": licence.number} | data)
