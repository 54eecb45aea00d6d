"""Rights that somebody proposed, and what became of each: a right is given by one person and confirmed by another."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ProposalState, RightKind
from licensing.models.people import Body, Organisation, User


class RightProposalQuerySet(models.QuerySet["RightProposal"]):
    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ProposalState.PENDING)

    def overdue(self, at: datetime) -> Self:
        """Those that nobody has confirmed by their due moment."""
        return self.pending().filter(due_at__lte=at)


class RightProposal(models.Model):
    """A right that is to be given to a person: by whom it was proposed and why, and who confirmed or declined it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("what"), max_length=12, choices=RightKind.choices)
    person = models.ForeignKey(User, models.PROTECT, related_name="proposed_rights", verbose_name=_("person"))
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("organisation")
    )
    # The office, how one speaks for the body, or the role in the organisation; empty for the head of a body.
    role = models.CharField(_("as"), max_length=16, blank=True)
    order = models.PositiveSmallIntegerField(_("order among deputies"), default=1)
    scope = models.JSONField(_("only these kinds of case (empty: all)"), default=list, blank=True)
    first_on = models.DateField(_("from"))
    end_on = models.DateField(_("to (not included)"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    emergency = models.BooleanField(_("at once, as an emergency"), default=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    due_at = models.DateTimeField(_("to be confirmed by"))
    reminded_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState.choices, default=ProposalState.PENDING)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # The day from which it holds, once it is confirmed: the day that was proposed, or the first one after the delay.
    starts_on = models.DateField(_("holds from"), null=True, blank=True)
    # A body has one head at a time, so that right is no row of its own: it waits here for its day.
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = RightProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed right")
        verbose_name_plural = _("proposed rights")
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="nobody_proposes_a_right_for_themselves"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("person")) & ~Q(settled_by=F("proposed_by")),
                name="a_right_is_settled_by_a_third_person",
            ),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True) | Q(end_on__gt=F("first_on")), name="right_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind=RightKind.APPOINTMENT, body__isnull=True, organisation__isnull=True)
                | Q(kind=RightKind.MEMBERSHIP, body__isnull=True, organisation__isnull=False)
                | Q(kind__in=[RightKind.MANDATE, RightKind.HEAD], body__isnull=False, organisation__isnull=True),
                name="right_names_what_it_is_for",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="pending"), name="proposed_right_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.get_kind_display()}"
