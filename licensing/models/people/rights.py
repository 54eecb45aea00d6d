"""Rights that somebody proposed, and what became of each: a right is given by one person and confirmed by another."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import chain
from operator import or_
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ProposalState, RightKind
from licensing.models.clocks.days import begin_local_day
from licensing.models.people.bodies import Body, Organisation
from licensing.models.people.holdings import Appointment, Mandate, Membership
from licensing.models.people.proposals import Proposal
from licensing.models.people.users import User
from licensing.policy.people.emergency import ACCESS_LASTS

# By which columns a correction names the right that it is about.
_CORRECTED = (("mandate",), ("appointment",), ("membership",), ("body", "head"))


def _names_alone(*columns: str) -> Q:
    return Q(**{f"{one}__isnull": one not in columns for one in chain.from_iterable(_CORRECTED)})


class RightCorrection(models.Model):
    """A statement that a right did not hold on some past days after all, with what was done under it on them, to be reviewed.

    The row of the right and what was done under it stay as they are: nothing that has decided is edited backwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("mandate")
    )
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("appointment")
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("membership")
    )
    # Of the head of a body, which is no row of its own: the body, and who headed it.
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body"))
    head = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("head"))
    first_on = models.DateField(_("did not hold from"))
    # Not included, as the last day of a right is not.
    end_on = models.DateField(_("to (not included)"))
    reason = models.TextField(_("reason"))
    corrected_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("corrected by"))
    corrected_at = models.DateTimeField(_("corrected at"))
    # The numbers of the events that rest on the right on those days.
    touched = models.JSONField(_("what was done under it"), default=list)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    review_note = models.TextField(_("what the review found"), blank=True)

    class Meta:
        verbose_name = _("corrected right")
        verbose_name_plural = _("corrected rights")
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (_names_alone(*columns) for columns in _CORRECTED)), name="a_correction_is_of_one_right"
            ),
            models.CheckConstraint(condition=Q(end_on__gt=F("first_on")), name="corrected_days_are_some"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("corrected_by")),
                name="another_person_reviews_a_correction",
            ),
        ]

    def __str__(self) -> str:
        return str(self.right or f"{self.head} · {self.body_id}")

    @property
    def right(self) -> Mandate | Appointment | Membership | None:
        """The right that is spoken of; None for the head of a body."""
        return self.mandate or self.appointment or self.membership

    @property
    def holder(self) -> User:
        """Whose right it is."""
        if (right := self.right) is not None:
            return right.user
        assert self.head is not None  # the database holds that it is one of them
        return self.head


class EmergencyAccessQuerySet(models.QuerySet["EmergencyAccess"]):
    def open_at(self, at: datetime) -> Self:
        """Those under which cases may be read at a moment. The clock alone ends them: no sweep is waited for."""
        return self.filter(state=ProposalState.CONFIRMED, until__gt=at, ended_at__isnull=True)

    def open_on(self, day: date) -> Self:
        """Those that were open at some moment of a past local day."""
        begun, over = begin_local_day(day), begin_local_day(day + timedelta(days=1))
        ended = Q(ended_at__isnull=True) | Q(ended_at__gte=begun)
        return self.filter(ended, state=ProposalState.CONFIRMED, settled_at__lt=over, until__gt=begun)

    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ProposalState.PENDING)


class EmergencyAccess(Proposal):
    """Leave for one person to read filed cases for some hours, given by two others; it lets them do nothing (break-glass)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="emergency_accesses", verbose_name=_("person"))
    # None is every filed case.
    case = models.ForeignKey("licensing.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("case"))
    until = models.DateTimeField(_("open until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by"))

    objects = EmergencyAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")
        constraints = [
            models.CheckConstraint(condition=~Q(proposed_by=F("person")), name="nobody_opens_cases_to_themselves"),
            models.CheckConstraint(
                condition=Q(settled_by__isnull=True) | ~Q(settled_by=F("person")) & ~Q(settled_by=F("proposed_by")),
                name="emergency_access_takes_a_third_person",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(settled_at__isnull=False, until__lte=F("settled_at") + ACCESS_LASTS),
                name="emergency_access_lasts_hours",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "until"], condition=Q(ended_at__isnull=True), name="emergency_access_of_person"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class RightProposalQuerySet(models.QuerySet["RightProposal"]):
    def pending(self) -> Self:
        """Those that wait for a second person."""
        return self.filter(state=ProposalState.PENDING)

    def overdue(self, at: datetime) -> Self:
        """Those that nobody has confirmed by their due moment."""
        return self.pending().filter(due_at__lte=at)

    def to_take_office(self) -> Self:
        """Confirmed heads of bodies whose office begins later: until then the row of the body names somebody else."""
        return self.filter(kind=RightKind.HEAD, state=ProposalState.CONFIRMED, applied_at__isnull=True)


class RightProposal(Proposal):
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
    emergency = models.BooleanField(_("at once, as an emergency"), default=False)
    reminded_at = models.DateTimeField(null=True, blank=True)
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
