"""Clocks, their pauses, and the reminders owed. `due_at` is derived from these rows by policy, never counted."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ClockKind, DeadlineKind, LimitConsequence, Owner, PauseReason, Roll, TermUnit
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.licence import Licence
from licensing.models.people.systems import System
from licensing.models.plans.country_plans import CountryPlan
from licensing.models.reference.calendars import Calendar, ReminderRule
from licensing.models.requests.case import Case
from licensing.models.requests.question import Question
from licensing.models.signoff.round import Round
from licensing.policy.clocks import deadlines


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> Self:
        """Clocks that have not ended, the paused ones included: a pause does not end a clock."""
        return self.filter(ended_at__isnull=True)


class Clock(models.Model):
    """A time limit on a case. The calendar's version is kept, so that a due date can be recomputed for any day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=14, choices=ClockKind.choices)
    round = models.OneToOneField(Round, models.PROTECT, null=True, blank=True, related_name="clock")
    term_amount = models.PositiveSmallIntegerField()
    term_unit = models.CharField(max_length=8, choices=TermUnit.choices)
    term_roll = models.CharField(max_length=8, choices=Roll.choices, default=Roll.NONE, db_default=Roll.NONE)
    cap_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT)
    calendar_version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("due"))
    # What followed when a legal limit passed; empty until then. It follows once, however often the limit moves or passes.
    consequence = models.CharField(max_length=16, choices=LimitConsequence.choices, blank=True, default="", db_default="")
    # The next moment at which time itself changes something: a deadline that ends a round or a window, or the longest pause.
    wake_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(ended_at__isnull=True), name="one_running_clock_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("started_at")),
                name="clock_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="running_clock_by_due"),
            models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="clock_by_waking"),
            models.Index(
                fields=["calendar", "calendar_version"], condition=Q(ended_at__isnull=True), name="running_clock_by_calendar"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def due_on(self) -> date:
        """The last day of the term; `due_at` is the moment with which it ends."""
        return to_local_day(self.due_at - timedelta(microseconds=1))

    def as_facts(self, pauses: list[ClockPause]) -> deadlines.ClockFacts:
        """The events of this clock as policy reads them."""
        return deadlines.ClockFacts(
            term=deadlines.Term(self.term_amount, TermUnit(self.term_unit), Roll(self.term_roll)),
            started_at=self.started_at,
            ended_at=self.ended_at,
            pauses=tuple(pause.as_policy() for pause in pauses),
            cap=deadlines.Term(self.cap_amount, TermUnit.CALENDAR) if self.cap_amount else None,
        )


class ClockPause(models.Model):
    """A clock is paused, for a reason, with an owner who must act, and for a limited time."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="pauses")
    reason = models.CharField(max_length=10, choices=PauseReason.choices)
    owner = models.CharField(max_length=10, choices=Owner.choices)
    note = models.TextField(blank=True)
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    at_most_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="pause_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.reason}"

    def as_policy(self) -> deadlines.Pause:
        """The pause as policy reads it. While it lasts, its end is bounded by `at_most_until`."""
        return deadlines.Pause(
            reason=PauseReason(self.reason),
            owner=Owner(self.owner),
            since=self.since,
            until=self.until,
            at_most_until=self.at_most_until,
        )


class ReminderQuerySet(models.QuerySet["Reminder"]):
    def owed(self) -> Self:
        """Reminders that are neither sent nor cancelled, whether they are due already or not."""
        return self.filter(sent_at__isnull=True, cancelled_at__isnull=True)


class Reminder(models.Model):
    """A reminder owed by a rule for a due moment. The unique key is why there is exactly one, however often beat runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Of a case, of a system or of a country plan, never of two of them.
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="reminders")
    system = models.ForeignKey(System, models.PROTECT, null=True, blank=True, related_name="reminders")
    plan = models.ForeignKey(CountryPlan, models.PROTECT, null=True, blank=True, related_name="reminders")
    licence = models.ForeignKey(Licence, models.PROTECT, null=True, blank=True, related_name="reminders")
    clock = models.ForeignKey(Clock, models.PROTECT, null=True, blank=True, related_name="reminders")
    question = models.ForeignKey(Question, models.PROTECT, null=True, blank=True, related_name="reminders")
    rule = models.ForeignKey(ReminderRule, models.PROTECT)
    about = models.CharField(_("what it is about"), max_length=80)
    deadline_at = models.DateTimeField(_("the deadline it speaks of"))
    due_at = models.DateTimeField(_("to be sent"))
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            # Without `nulls_distinct` the reminders of a system or a plan, which have no case, would never collide.
            models.UniqueConstraint(
                fields=["case", "about", "rule", "due_at"], nulls_distinct=False, name="reminder_owed_once"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=False, system__isnull=True, plan__isnull=True)
                | (Q(system__isnull=False, plan__isnull=True) | Q(system__isnull=True, plan__isnull=False))
                & Q(case__isnull=True, licence__isnull=True, clock__isnull=True, question__isnull=True),
                name="reminder_is_of_a_case_a_system_or_a_plan",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at__isnull=True, cancelled_at__isnull=True),
                name="reminder_owed_by_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.due_at:%Y-%m-%d}"

    @property
    def is_owed(self) -> bool:
        """The same question as `ReminderQuerySet.owed`, for a row that is loaded."""
        return self.sent_at is None and self.cancelled_at is None


class ReminderPolicy(models.Model):
    """By which lines and days everything owed for a kind of deadline was computed, and how far a newer policy is followed."""

    deadline = models.CharField(_("deadline"), primary_key=True, max_length=16, choices=DeadlineKind.choices)
    followed = models.CharField(_("version that everything owed was computed by"), max_length=64, blank=True)
    newer = models.CharField(_("version that is being followed"), max_length=64, blank=True)
    seen_at = models.DateTimeField(_("when it was noticed"), null=True, blank=True)
    # The last case or system that was recomputed; an interrupted run continues behind it.
    behind = models.UUIDField(null=True, blank=True)
    refused = models.BooleanField(_("a case was passed by"), default=False, db_default=False)

    def __str__(self) -> str:
        return self.deadline

    def is_followed(self, version: str) -> bool:
        """Whether all that is owed was computed by this version, and no walk to another one was left half-way."""
        return self.followed == version and not self.newer
