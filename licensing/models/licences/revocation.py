"""An appeal against the revocation of a licence, what it led to, and whether one can be filed or decided now."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.choices import ClockKind, LicenceState, RevocationOutcome, Verb
from licensing.models.clocks.clock import Clock
from licensing.models.licences.changing.suspension import has_failed_to_suspend, list_withheld_acts
from licensing.models.licences.changing.variation import list_withheld_variation_acts
from licensing.models.licences.licence import Licence
from licensing.models.licences.monitoring.review import list_withheld_review_acts
from licensing.models.licences.monitoring.visit import list_withheld_visit_acts
from licensing.models.people.users import User
from licensing.models.record.event import Event
from licensing.models.record.guards import append_only
from licensing.models.requests.content import Document
from licensing.permissions import Actor
from licensing.policy.record.event_kinds import EventKind


class RevocationAppeal(models.Model):
    """Why the holder of a licence asks for its revocation to be looked at again. A licence revoked twice may have two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="appeals")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    filed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("appeal against a revocation")
        verbose_name_plural = _("appeals against revocations")
        constraints = [models.UniqueConstraint(fields=["licence", "number"], name="appeal_number_once_per_licence")]
        triggers: ClassVar[list[Any]] = append_only("revocationappeal")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.number}"


class RevocationRuling(models.Model):
    """What was decided on an appeal against a revocation, and why. One for each appeal, and final."""

    appeal = models.OneToOneField(RevocationAppeal, models.PROTECT, related_name="ruling", primary_key=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=RevocationOutcome.choices)
    reasons = models.TextField()
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar[list[Any]] = append_only("revocationruling")

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.outcome}"


def find_open_appeal(licence: Licence) -> RevocationAppeal | None:
    """The appeal against the revocation of a licence that waits to be decided."""
    return licence.appeals.filter(ruling__isnull=True).order_by("number").last()


def list_open_appeals(*, decider: User) -> models.QuerySet[RevocationAppeal]:
    """Appeals that wait and that this person may decide, the oldest first: those of licences in which they had no part."""
    events = Event.objects.filter(licence=models.OuterRef("licence"), kind=EventKind.LICENCE_REVOKED)
    revoked_by = models.Subquery(events.order_by("-number").values("actor")[:1])
    waiting = RevocationAppeal.objects.filter(ruling__isnull=True).exclude(licence__case__duties__person=decider)
    return waiting.alias(revoked_by=revoked_by).exclude(revoked_by=decider.pk).order_by("filed_at", "pk")


def find_licence_clock(licence: Licence, kind: ClockKind) -> Clock | None:
    """The running clock of a revoked licence: of the time to appeal, or of the decision on the appeal."""
    return Clock.objects.running().filter(case=licence.case_id, kind=kind).first()


def find_appeal_window(licence: Licence, *, at: datetime) -> Clock | None:
    """The clock of the time in which the revocation of a licence can be appealed against; None when it cannot be."""
    clock = find_licence_clock(licence, ClockKind.REVOCATION) if licence.state == LicenceState.REVOKED else None
    return clock if clock and clock.due_at > at else None


def has_part_in_revocation(licence: Licence, actor: Actor) -> bool:
    """Whether somebody revoked the licence, or had any part in the case that led to it, so that they decide no appeal."""
    if actor.case_roles:
        return True
    revoked = Event.objects.filter(licence=licence, kind=EventKind.LICENCE_REVOKED).order_by("-number")
    revoked_by: UUID | None = revoked.values_list("actor", flat=True).first()
    return revoked_by is not None and revoked_by == actor.id


def list_offered_acts(licence: Licence, actor: Actor, *, at: datetime) -> list[Verb]:
    """What this person may do to a licence now: an appeal in its time, a decision on one without a part in the revocation.

    Of what takes two persons, nobody is offered to be the second after they were the first; nor an officer to suspend again
    what no decider confirmed.
    """
    offered, gone = (
        licence.list_available_acts(actor),
        list_withheld_acts(licence, actor, at=at) | list_withheld_variation_acts(licence, actor),
    )
    gone |= list_withheld_review_acts(licence, actor)
    if Verb.PLAN_VISIT in offered:
        gone |= list_withheld_visit_acts(licence)
    if Verb.SUSPEND in offered and has_failed_to_suspend(licence, actor.id):
        gone.add(Verb.SUSPEND)
    if Verb.APPEAL_REVOCATION in offered and find_appeal_window(licence, at=at) is None:
        gone.add(Verb.APPEAL_REVOCATION)
    if Verb.DECIDE_REVOCATION in offered and (find_open_appeal(licence) is None or has_part_in_revocation(licence, actor)):
        gone.add(Verb.DECIDE_REVOCATION)
    return [verb for verb in offered if verb not in gone]
