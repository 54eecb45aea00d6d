"""A sitting: many cases on one agenda, who attended, and one resolution that decides them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import AgendaResult, DecisionOutcome, SittingState
from licensing.models.decisions.decision import Decision
from licensing.models.people.bodies import Body
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.requests.case import Case
from licensing.models.signoff.round import Round


class Sitting(models.Model):
    """One meeting of a body that decides. It is called, then concluded with one resolution; its minutes are kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=200)
    held_on = models.DateField(_("day"))
    # What was stated when it was called; the procedures of the cases on the agenda may ask for more.
    quorum = models.PositiveSmallIntegerField(_("members who must be present"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=SittingState.choices, default=SittingState.CALLED)
    resolution_no = models.CharField(_("resolution number"), max_length=60, blank=True)
    called_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "resolution_no"], condition=~Q(resolution_no=""), name="resolution_once_per_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.held_on}"


class Attendance(models.Model):
    """Whether a person was there, and for which body: stated by whoever keeps the sitting, confirmed by the person alone."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="attendance")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    present = models.BooleanField(default=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(present=True) | Q(confirmed_at=None), name="who_confirmed_is_present"),
            models.UniqueConstraint(fields=["sitting", "person"], name="attends_once"),
            models.UniqueConstraint(fields=["sitting", "body"], name="body_attends_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.body_id}"


class AgendaItem(models.Model):
    """A case on the agenda with what is proposed, and what came of it."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="agenda")
    number = models.PositiveSmallIntegerField()
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items")
    outcome = models.CharField(_("proposal"), max_length=14, choices=DecisionOutcome.choices)
    details = models.JSONField(default=dict, blank=True)
    # What the proposal was made on: the round that was open (and with it the version), and what the seats asked for then.
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+")
    conditions_digest = models.CharField(max_length=64, default="", db_default="")
    result = models.CharField(max_length=8, choices=AgendaResult.choices, default=AgendaResult.PENDING)
    sentence = models.TextField(_("why it was not decided"), blank=True)
    decision = models.OneToOneField(Decision, models.PROTECT, null=True, blank=True, related_name="agenda_item")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "case"], name="case_once_per_agenda"),
            models.UniqueConstraint(fields=["sitting", "number"], name="agenda_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.case_id}"


class Minutes(models.Model):
    """The minutes of a sitting as canonical JSON with their digest; the printed paper is made from them."""

    sitting = models.OneToOneField(Sitting, models.PROTECT, related_name="minutes", primary_key=True)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"
        triggers: ClassVar[list[Any]] = append_only("minutes")

    def __str__(self) -> str:
        return str(self.sitting_id)


def find_minutes(sitting: Sitting) -> Minutes | None:
    """The minutes of a sitting, once it is concluded."""
    try:
        return sitting.minutes
    except Minutes.DoesNotExist:
        return None
