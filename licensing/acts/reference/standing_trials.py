"""The trial that a step of a change set rests on: of few cases it is made by the step, of very many it is the worker's.

The worker's is true of now as long as draft, day and release are the same; cases that have moved on since are tried again, and
those that are added up with them. Where these are too many themselves, the worker has to make another one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from licensing.acts.acting import database_now
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.trial_runs import find_finished_run, is_tried_at_once, list_draft_lines
from licensing.acts.reference.trials import find_release, prepare_trial, try_change_set
from licensing.acts.reference.tried_cases import choose_cases, list_moved_since
from licensing.errors import Invalid, TrialNeeded
from licensing.models import Case, ChangeLine, ChangeSet, Event, Party, TrialRun
from licensing.models.record.event import find_last_event
from licensing.models.supply.splitting import load_split_rules
from licensing.policy.destinations.splitting import END_USERS
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.trials import Trial, renew_trial

# Terms and reminders are counted from the moment of a trial.
_TRUE_FOR: Final = timedelta(days=1)


def try_before_settling(change_set: ChangeSet) -> Trial:
    """A trial for one more step of a change set.

    Raises Invalid where an open case would have no procedure, TrialNeeded where the worker has to make it first.
    """
    trial = find_standing_trial(change_set)
    if gaps := trial.find_gaps():
        raise Invalid(gaps[0].sentence, gaps=gaps)
    return trial


def find_standing_trial(change_set: ChangeSet) -> Trial:
    """What a change set would do to cases now.

    Raises TrialNeeded where there are very many of them, and no trial of the worker is true any more.
    """
    if is_tried_at_once():
        return try_change_set(change_set)
    at = database_now()
    run = find_finished_run(change_set, since=at - _TRUE_FOR)
    if run is None:
        raise TrialNeeded
    return _renew(run, list_draft_lines(change_set), at)


def _renew(run: TrialRun, lines: Sequence[ChangeLine], at: datetime) -> Trial:
    """A finished trial with what has moved since tried again. Raises TrialNeeded where that is too much for whoever waits."""
    earlier, most = Trial.from_data(run.result), settings.TRIALS_AT_ONCE
    if earlier.seen is None or _has_measure_moved(earlier.seen):
        raise TrialNeeded
    seen, (cases, extent) = find_last_event(), choose_cases()
    moved = list_moved_since(earlier.seen, most=most)
    known, near = {UUID(one) for one in run.cases}, _find_added_up(moved, earlier.seen, lines)
    again = [one for one in cases if one in moved or one in near or one not in known]
    if len(again) > most:
        raise TrialNeeded
    prepared = prepare_trial(lambda: apply_lines(lines, on=earlier.on), again, days=earlier.days, at=at)
    changed = prepared.try_cases(again)
    told = {"release": find_release(), "at": at.isoformat(), "seen": seen, "untried": earlier.untried}
    later = Trial.build(earlier.days, extent, changed, names=prepared.collect_names(changed), **told)
    return renew_trial(earlier, later, {str(one) for one in {*cases} - {*again}})


def _has_measure_moved(number: int) -> bool:
    """Whether a measure was published or ended since: the tiers of countries come from measures, and the way from tiers."""
    is_of_measure = Q(kind=EventKind.MEASURE_PUBLISHED) | Q(kind=EventKind.MEASURE_ENDED)
    return Event.objects.filter(is_of_measure, number__gt=number).exists()


def _find_added_up(moved: Collection[UUID], number: int, lines: Sequence[ChangeLine]) -> set[UUID]:
    """The cases that rules on splitting may add up with moved ones that were filed, changed or decided since.

    Raises TrialNeeded where a filed one was written again: with what it was added up before is not known any more.
    """
    if not moved or not (load_split_rules() or any(one.list == "splitting_rules" for one in lines)):
        return set()
    if _was_rewritten(moved, number):
        raise TrialNeeded
    is_another = ~Q(from_state=F("to_state")) | Q(kind=EventKind.CASE_AMENDED)
    changed = Event.objects.filter(is_another, number__gt=number, case__in=moved).values("case")
    partners = Case.objects.filter(pk__in=changed).exclude(partner_country=None).values("partner_country")
    users = Party.objects.filter(role__in=END_USERS)
    countries = users.filter(case__in=changed).values("country")
    near = Q(partner_country__in=partners) | Q(pk__in=users.filter(country__in=countries).values("case"))
    return set(Case.objects.requests().filter(near, submitted_at__isnull=False).values_list("pk", flat=True))


def _was_rewritten(moved: Collection[UUID], number: int) -> bool:
    """Whether one of these that was filed by then reads otherwise since; one that was filed later is all new."""
    filed = Event.objects.filter(kind=EventKind.CASE_SUBMITTED, number__lte=number, case__in=moved).values("case")
    is_written = Q(kind=EventKind.CASE_EDITED) | Q(kind=EventKind.CASE_AMENDED)
    return Event.objects.filter(is_written, number__gt=number, case__in=filed).exists()
