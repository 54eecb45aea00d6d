"""A review of a licence because of what became known after the grant, and what it led to."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import LicenceState, ReviewCause, ReviewOutcome, Verb
from licensing.models.licences.licence import Licence
from licensing.models.people.users import User
from licensing.models.record.guards import forbid_deletion
from licensing.models.reference.stored_texts import choose_language_lines
from licensing.permissions import Actor

# States of a licence in which what became known may still lead to something.
REVIEWED_STATES = (LicenceState.ISSUED, LicenceState.SUSPENDED, LicenceState.EXHAUSTED)


class LicenceReviewQuerySet(models.QuerySet["LicenceReview"]):
    def open(self) -> Self:
        """Those that nobody has concluded."""
        return self.filter(concluded_at__isnull=True)


class LicenceReview(models.Model):
    """Why a licence is looked at again, by whom, and what came of it. Without `opened_by` Dozvil found it by itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(_("what became known"), max_length=11, choices=ReviewCause.choices)
    finding = models.TextField(_("what was found"))
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    outcome = models.CharField(_("outcome"), max_length=9, choices=ReviewOutcome.choices, blank=True)
    reasons = models.TextField(blank=True)
    concluded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_at = models.DateTimeField(null=True, blank=True)

    objects = LicenceReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a licence")
        verbose_name_plural = _("reviews of licences")
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="review_number_once"),
            models.UniqueConstraint(fields=["licence"], condition=Q(concluded_at__isnull=True), name="one_open_review"),
            models.CheckConstraint(
                condition=Q(concluded_at__isnull=True, outcome="") | Q(concluded_at__isnull=False) & ~Q(outcome=""),
                name="concluded_review_says_how",
            ),
            models.CheckConstraint(
                condition=Q(concluded_by__isnull=True) | Q(opened_by__isnull=True) | ~Q(concluded_by=F("opened_by")),
                name="review_is_concluded_by_another",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("licencereview")

    def __str__(self) -> str:
        return f"{self.licence_id} {self.number}"

    @property
    def shown_finding(self) -> str:
        """What was found, as its reader reads it: what Dozvil wrote down by itself is kept in every language."""
        return self.finding if self.opened_by_id else choose_language_lines(self.finding)


def find_open_review(licence: Licence) -> LicenceReview | None:
    """The review of a licence that is not concluded."""
    return licence.reviews.open().first()


def list_reviews(licence: Licence) -> list[LicenceReview]:
    """The reviews of a licence with those who had a part in them, the newest first."""
    return list(licence.reviews.select_related("opened_by", "concluded_by").order_by("-number"))


def list_withheld_review_acts(licence: Licence, actor: Actor) -> set[Verb]:
    """Acts on reviews that this person is not offered: one is open already, none is, or they opened it."""
    if licence.state not in REVIEWED_STATES:
        return set()
    found = find_open_review(licence)
    if found is None:
        return {Verb.CONCLUDE_REVIEW}
    return {Verb.OPEN_REVIEW} | ({Verb.CONCLUDE_REVIEW} if found.opened_by_id == actor.id else set())
