"""Reminders of assessments: of the day on which one is due, and of the last day on which one holds."""

from __future__ import annotations

from datetime import date

from licensing.acts.acting import Act
from licensing.acts.assessment.standing import list_standings
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_case_calendar, schedule_reminders
from licensing.choices import DeadlineKind
from licensing.models import Case, Round


def build_subject(kind: str) -> str:
    """What the reminders of an assessment of a case are about: one deadline of a kind at a time."""
    return f"assessment:{kind}"


def schedule_assessment_reminders(act: Act[Case], kind: str, *, expires_on: date | None) -> None:
    """Remind of the last day of an assessment that was just recorded, and no longer of the day on which it was due."""
    if expires_on is None:
        cancel_reminders(act.case, build_subject(kind), at=act.now)
        return
    days = get_case_calendar(act.case).as_policy()
    deadline = Deadline(DeadlineKind.ASSESSMENT_END, build_subject(kind), days.end_of(expires_on))
    schedule_reminders(act.case, deadline, calendar=days, now=act.now)


def schedule_due_assessments(act: Act[Case], round: Round) -> None:
    """Remind those who own them of the assessments that a stage waits for and that nobody has recorded, or that lapsed."""
    days = round.stage.procedure.calendar.as_policy()
    deadlines = [
        Deadline(DeadlineKind.ASSESSMENT, build_subject(one.kind), days.end_of(one.due_on))
        for one in list_standings(round, at=act.now)
        if one.due_on is not None and not one.is_done
    ]
    if deadlines:
        schedule_reminders(act.case, *deadlines, calendar=days, now=act.now)
