"""What time does by itself: the clock of a case goes on, its limit passes, a reminder is due."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Audience
from licensing.policy.record.declaration import EventDeclaration, as_news, as_task

CLOCK_RETIMED: Final = EventDeclaration(
    "clock.retimed",
    _("Calendar changed; a time limit was computed again"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS),
    internal=("moved",),
    to_applicant=as_news(
        _("The calendar of days off has changed. The time limit of %(reference)s was computed again; see its new day.")
    ),
)
PAUSE_LAPSED: Final = EventDeclaration(
    "pause.lapsed",
    _("The longest pause is over; the clock goes on"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS),
    disclosed=("reasons",),
    to_applicant=as_news(_("The time limit of %(reference)s has gone on: the longest time that it may stand still is over.")),
)
LIMIT_PASSED: Final = EventDeclaration(
    "limit.passed",
    _("The legal time limit has passed without a decision"),
    audiences=(Audience.APPLICANT, Audience.OFFICERS, Audience.SEATS, Audience.DECIDERS, Audience.SYSTEMS),
    disclosed=("consequence",),
    internal=("round", "stage", "because"),
    optional=("round", "stage", "because"),
    to_applicant=as_news(_("The legal time limit of your request %(reference)s has passed. %(consequence)s.")),
    to_authority=as_task(_("The legal time limit of %(reference)s has passed. %(consequence)s.")),
)
REMINDER_DUE: Final = EventDeclaration(
    "reminder.due",
    _("Reminder"),
    repeats=True,
    deliberation=True,
    disclosed=("rule", "about", "deadline_at", "due_at"),
    internal=("reminder", "audience", "round"),
    optional=("round",),
    changes_revision=False,
    reminder=True,
    by_rule=True,
    only_tells=True,
)
