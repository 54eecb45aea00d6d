"""Review points of a contract of several years: the days on which it is looked at again, and what was found then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import ParentState, ReviewResult
from licensing.models.people.users import User
from licensing.models.plans.parents import ParentAuthorisation
from licensing.models.record.guards import forbid_deletion
from licensing.models.requests.case import Case

# A review is held at most so long before its day: what is found earlier says too little of it.
HELD_AHEAD: Final = timedelta(days=90)


class ContractReviewQuerySet(models.QuerySet["ContractReview"]):
    def owed(self) -> Self:
        """Those that were not held, of contracts that have not ended."""
        return self.filter(result="").exclude(authorisation__state=ParentState.ENDED)

    def to_hold_by(self, day: date, *, ahead: timedelta = HELD_AHEAD) -> Self:
        """Those that may be held on a day, or are due `ahead` of it, or were missed, while the contract runs."""
        return self.owed().filter(due_on__lte=day + ahead, authorisation__ends_on__gte=day)

    def in_order(self) -> Self:
        """By their days."""
        return self.order_by("due_on", "number")


class ContractReview(models.Model):
    """A review point of what was granted: its day and subject by the terms, and once it was held the result with its reason."""

    authorisation = models.ForeignKey(ParentAuthorisation, models.PROTECT, related_name="reviews")
    number = models.PositiveSmallIntegerField(_("number"))
    due_on = models.DateField(_("due"))
    subject = models.CharField(_("what is looked at"), max_length=300, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=ReviewResult.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ContractReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a contract")
        verbose_name_plural = _("reviews of contracts")
        constraints = [
            models.UniqueConstraint(fields=["authorisation", "number"], name="contract_review_number_once"),
            models.CheckConstraint(
                condition=Q(result="", reason="", held_by__isnull=True, held_at__isnull=True)
                | ~Q(result="") & ~Q(reason="") & Q(held_by__isnull=False, held_at__isnull=False),
                name="held_review_says_what_was_found",
            ),
        ]
        triggers: ClassVar[list[Any]] = forbid_deletion("contractreview")

    def __str__(self) -> str:
        return f"{self.authorisation_id} {self.number}"

    @property
    def is_held(self) -> bool:
        """Whether its result was recorded."""
        return self.held_at is not None

    def is_missed(self, day: date) -> bool:
        """Whether its day is over and nothing was recorded."""
        return not self.is_held and day > self.due_on

    def may_be_held(self, day: date) -> bool:
        """Whether its day is near enough, or over."""
        return not self.is_held and day >= self.due_on - HELD_AHEAD


def list_reviews_of(case: Case) -> list[ContractReview]:
    """The review points of what a case was granted, with who held them."""
    return list(ContractReview.objects.filter(authorisation__case=case).select_related("held_by").in_order())
