"""The suspension of a licence by an officer, who confirmed it, how it ended, and proposals to reinstate the licence."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import LicenceState, ReinstatementOutcome, SuspensionEnd, Verb
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import Licence
from licensing.models.people.users import User
from licensing.models.record.guards import forbid_deletion
from licensing.models.reference.stored_texts import choose_language_lines
from licensing.permissions import Actor


class LicenceSuspensionQuerySet(models.QuerySet["LicenceSuspension"]):
    def in_effect(self) -> Self:
        """Suspensions that have not ended."""
        return self.filter(ended_at__isnull=True)

    def unconfirmed(self) -> Self:
        """Those in effect that a decider is still to confirm."""
        return self.in_effect().filter(confirmed_at__isnull=True, confirm_by__isnull=False)


class LicenceSuspension(models.Model):
    """One suspension by an officer. `confirm_by` is the moment at which it lapses unless a decider has confirmed it.

    It is empty for a suspension that is older than this rule, and needs no confirmation.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="suspensions")
    reason = models.TextField(_("reason"))
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(_("why it ended"), max_length=10, choices=SuspensionEnd.choices, blank=True)
    ended_because = models.TextField(blank=True)

    objects = LicenceSuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension of a licence")
        verbose_name_plural = _("suspensions of licences")
        indexes = [
            models.Index(
                fields=["confirm_by"],
                condition=Q(ended_at__isnull=True, confirmed_at__isnull=True),
                name="unconfirmed_by_moment",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["licence"], condition=Q(ended_at__isnull=True), name="one_officers_suspension"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("ordered_by")),
                name="suspension_is_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | Q(ended_at__isnull=False) & ~Q(ended_as=""),
                name="ended_suspension_says_why",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("licencesuspension")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.ordered_at}"

    @property
    def is_provisional(self) -> bool:
        """Whether it lapses by itself unless a decider confirms it."""
        return self.ended_at is None and self.confirmed_at is None and self.confirm_by is not None

    def may_be_confirmed(self, at: datetime) -> bool:
        """Whether a decider can still confirm or decline it: nobody has, and its time is not over."""
        return self.is_provisional and self.confirm_by is not None and at < self.confirm_by


class ReinstatementProposalQuerySet(models.QuerySet["ReinstatementProposal"]):
    def open(self) -> Self:
        """Proposals that nobody has settled."""
        return self.filter(settled_at__isnull=True)


class ReinstatementProposal(models.Model):
    """That an officer proposes to end a suspension, and what another person made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    suspension = models.ForeignKey(LicenceSuspension, models.PROTECT, related_name="proposals")
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=ReinstatementOutcome.choices, blank=True)
    settled_because = models.TextField(blank=True)

    objects = ReinstatementProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal to reinstate a licence")
        verbose_name_plural = _("proposals to reinstate licences")
        constraints = [
            models.UniqueConstraint(fields=["suspension"], condition=Q(settled_at__isnull=True), name="one_open_reinstatement"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="") | Q(settled_at__isnull=False) & ~Q(outcome=""),
                name="settled_reinstatement_says_how",
            ),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("proposed_by")),
                name="reinstatement_is_settled_by_another",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("reinstatementproposal")

    def __str__(self) -> str:
        return f"{self.suspension_id} {self.proposed_at}"


def find_suspension(licence: Licence) -> LicenceSuspension | None:
    """The suspension by an officer that is in effect."""
    return LicenceSuspension.objects.in_effect().filter(licence=licence).first()


def read_state_reason(licence: Licence) -> str:
    """Why a licence is in its state; that an unmet condition suspends it, the clock wrote down in every language."""
    if licence.state != LicenceState.SUSPENDED or find_suspension(licence) is not None:
        return licence.state_reason
    return choose_language_lines(licence.state_reason)


def has_failed_to_suspend(licence: Licence, officer: uuid.UUID | None) -> bool:
    """Whether the newest suspension of a licence was by this officer, and no decider confirmed it."""
    newest = licence.suspensions.order_by("-ordered_at", "-pk").first()
    if newest is None or newest.ordered_by_id != officer:
        return False
    return newest.ended_as in (SuspensionEnd.DECLINED, SuspensionEnd.LAPSED)


def find_reinstatement(licence: Licence) -> ReinstatementProposal | None:
    """The proposal to reinstate a licence that waits to be settled."""
    waiting = ReinstatementProposal.objects.open().filter(suspension__licence=licence, suspension__ended_at__isnull=True)
    return waiting.select_related("suspension").first()


def list_suspensions(licence: Licence) -> list[LicenceSuspension]:
    """The suspensions of a licence by officers with all who had a part in them, the newest first."""
    rows = licence.suspensions.select_related("ordered_by", "confirmed_by").order_by("-ordered_at", "-pk")
    proposals = ReinstatementProposal.objects.select_related("proposed_by", "settled_by").order_by("proposed_at")
    return list(rows.prefetch_related(models.Prefetch("proposals", proposals)))


def list_withheld_acts(licence: Licence, actor: Actor, *, at: datetime) -> set[Verb]:
    """Acts on suspensions that this person is not offered: what they rest on is missing, or they were the first of two."""
    if licence.state != LicenceState.SUSPENDED:
        return set()
    found, proposal = find_suspension(licence), find_reinstatement(licence)
    gone = {Verb.SUSPEND} if found else {Verb.PROPOSE_REINSTATEMENT}
    if found is None or not found.may_be_confirmed(at) or found.ordered_by_id == actor.id:
        gone |= {Verb.CONFIRM_SUSPENSION, Verb.DECLINE_SUSPENSION}
    if DutyConsequence.objects.suspending(licence).exists():
        gone |= {Verb.PROPOSE_REINSTATEMENT, Verb.REINSTATE}
    if proposal is not None and proposal.proposed_by_id == actor.id:
        gone.add(Verb.PROPOSE_REINSTATEMENT)
    if proposal is None or proposal.proposed_by_id == actor.id:
        gone |= {Verb.REINSTATE, Verb.DECLINE_REINSTATEMENT}
    return gone
