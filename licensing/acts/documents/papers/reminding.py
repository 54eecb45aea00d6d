"""Papers and notices that are due, as days that officers are reminded of by the one engine.

What a paper says is changed by many acts: a grant, a variation, a start, an appeal, a correction, a suspension. So it is not
each of them that schedules the day, but a sweep that looks for licences whose paper is due and whose day is not kept yet, and
for days of papers that nobody owes any more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_case_calendar, schedule_reminders
from licensing.acts.clocks.sweeps import run_one
from licensing.choices import DeadlineKind, PaperKind, TermUnit
from licensing.models import Case, Licence, Reminder, ReminderRule
from licensing.models.documents.papers import select_due_notices, select_due_papers
from licensing.policy.clocks.deadlines import Term, add_term
from licensing.policy.documents.papers import ISSUE_WITHIN_WORKING_DAYS, NOTIFY_WITHIN_WORKING_DAYS

_BATCH: Final = 200
_RUN_SECONDS: Final = 100.0


@dataclass(frozen=True, slots=True)
class _Owed:
    """A kind of paper that is due: of which licences, within how many working days, and by which rules it is reminded of."""

    kind: DeadlineKind
    select_due: Callable[..., Any]
    working_days: int

    def build_key(self, licence: Licence) -> str:
        """What the reminders of such a paper are about."""
        return f"{self.kind}:{licence.pk}"


_OWED: Final = {
    PaperKind.LICENCE: _Owed(DeadlineKind.LICENCE_PAPER, select_due_papers, ISSUE_WITHIN_WORKING_DAYS),
    PaperKind.SUSPENSION: _Owed(DeadlineKind.NOTICE, select_due_notices, NOTIFY_WITHIN_WORKING_DAYS),
}


def follow_due_papers() -> int:
    """Keep the day by which each paper and notice is issued, and call off those that nobody owes; how many licences moved."""
    done, until = 0, time.monotonic() + _RUN_SECONDS
    for owed in _OWED.values():
        if not ReminderRule.objects.current().filter(clock=owed.kind).exists():
            continue
        after: Licence | None = None
        while time.monotonic() < until and (found := _find_moved(owed, after)):
            done += sum(run_one(partial(_follow_licence, owed), one) for one in found)
            after = found[-1]
    return done


def build_paper_key(kind: PaperKind, licence: Licence) -> str:
    """The key of the reminders of a paper that is due."""
    return _OWED[kind].build_key(licence)


def _find_moved(owed: _Owed, after: Licence | None) -> list[Licence]:
    """The licences whose paper is due and whose day is not kept, or the other way round, at most a batch after the last."""
    today = to_local_day(database_now())
    kept = Reminder.objects.filter(licence=OuterRef("pk"), rule__clock=owed.kind, cancelled_at__isnull=True)
    due = owed.select_due(today=today).values("pk")
    rows = Licence.objects.annotate(is_kept=Exists(kept))
    moved = rows.filter(pk__in=due, is_kept=False) | rows.exclude(pk__in=due).filter(is_kept=True)
    later = moved.filter(pk__gt=after.pk) if after is not None else moved
    return list(later.order_by("pk")[:_BATCH])


def _follow_licence(owed: _Owed, licence: Licence) -> Licence:
    """Keep the day or call it off, as it is owed now. No event tells of it: nobody has more or less time by it."""
    with translate_database_errors(), transaction.atomic():
        rows = Case.objects.select_related("procedure__calendar").select_for_update(of=("self",), no_key=True)
        case: Case = rows.get(pk=licence.case_id)
        locked: Licence = Licence.objects.select_for_update(of=("self",), no_key=True).get(pk=licence.pk)
        at = database_now()
        if owed.select_due(today=to_local_day(at)).filter(pk=locked.pk).exists():
            _keep_day(owed, case, locked, at)
        else:
            cancel_reminders(case, owed.build_key(locked), at=at)
    return licence


def _keep_day(owed: _Owed, case: Case, licence: Licence, at: datetime) -> None:
    days = get_case_calendar(case).as_policy()
    due_on: date = add_term(to_local_day(at), Term(owed.working_days, TermUnit.WORKING), days)
    deadline = Deadline(owed.kind, owed.build_key(licence), days.end_of(due_on), licence=licence)
    schedule_reminders(case, deadline, calendar=days, now=at)
