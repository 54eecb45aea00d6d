"""Investments in projects of country plans: what somebody puts in, and the output that it raises."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import Instrument, InvestmentSide, MakerOwnership
from licensing.models.people.users import User
from licensing.models.plans.country_plans import Project
from licensing.models.plans.participants import Participant
from licensing.models.reference.lists import Currency
from licensing.models.supply.families import ItemFamily
from licensing.policy.supply.raises import OutputRaise


class ProjectInvestmentQuerySet(models.QuerySet["ProjectInvestment"]):
    def raising(self) -> Self:
        """Those that raise the output of a family by now: committed, not ended, and not in the supply plan already."""
        return self.filter(
            per_month__isnull=False, committed_on__isnull=False, ended_at__isnull=True, contained_at__isnull=True
        )


class ProjectInvestment(models.Model):
    """What somebody puts into a project: planned, and from the day on which they are bound to it, committed.

    It may raise what a maker makes of an item family: planned output from its day on, and counted once a body that keeps the
    supply plans has confirmed it, until it falls through or a supply plan contains it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="investments", verbose_name=_("project"))
    side = models.CharField(_("whose investment"), max_length=8, choices=InvestmentSide.choices)
    investor = models.CharField(_("investor"), max_length=200)
    instrument = models.CharField(_("instrument"), max_length=10, choices=Instrument.choices)
    amount = models.DecimalField(_("amount"), max_digits=20, decimal_places=4)
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", verbose_name=_("currency"))
    planned_at = models.DateTimeField(_("planned at"))
    committed_on = models.DateField(_("committed on"), null=True, blank=True)
    document_no = models.CharField(_("number of the document"), max_length=60, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    ownership = models.CharField(_("whose the maker is"), max_length=8, choices=MakerOwnership.choices, blank=True)
    family = models.ForeignKey(
        ItemFamily, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("item family")
    )
    capacity = models.DecimalField(_("made a month now"), max_digits=18, decimal_places=3, null=True, blank=True)
    per_month = models.DecimalField(_("more a month"), max_digits=18, decimal_places=3, null=True, blank=True)
    from_on = models.DateField(_("more from"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    # Rows of before name both in words alone.
    investor_row = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="investments", verbose_name=_("investor")
    )
    maker_row = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="raises", verbose_name=_("maker")
    )
    contained_at = models.DateTimeField(_("in the supply plan since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("fell through at"), null=True, blank=True)

    objects: ClassVar[Any] = ProjectInvestmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("investment in a project")
        verbose_name_plural = _("investments in projects")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="an_investment_is_more_than_nothing"),
            models.CheckConstraint(
                condition=Q(committed_on__isnull=True) | Q(dropped_at__isnull=True) & ~Q(document_no=""),
                name="a_committed_investment_names_its_document",
            ),
            models.CheckConstraint(
                condition=Q(per_month__isnull=True, from_on__isnull=True)
                | Q(per_month__gt=0, from_on__isnull=False, family__isnull=False) & ~Q(maker=""),
                name="more_output_says_of_what_by_whom_and_from_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(
                    confirmed_at__isnull=False, confirmed_by__isnull=False, committed_on__isnull=False, per_month__isnull=False
                ),
                name="only_committed_output_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investor} {self.amount} {self.currency_id}"

    def as_raise(self, own_share: Decimal | None) -> OutputRaise:
        """What it adds to the output of its family; asks its project and the plan of that.

        `own_share` is what our own forces get of it, per cent, as it was approved: a project may draft another share.
        """
        assert self.from_on is not None
        assert self.per_month is not None
        return OutputRaise(
            self.project.reference,
            self.maker,
            self.from_on,
            self.per_month,
            self.confirmed_at is not None,
            own_share or Decimal(),
        )


def list_kept_investments(project: Project) -> list[ProjectInvestment]:
    """Its investments that were not dropped and did not fall through, in the order in which they were planned."""
    kept = (one for one in project.investments.all() if one.dropped_at is None and one.ended_at is None)
    return sorted(kept, key=lambda one: one.planned_at)
