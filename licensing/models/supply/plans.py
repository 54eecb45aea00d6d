"""Supply plans as they are kept: one version after the other for each family, never edited; their figures are classified."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import NeedVerdict
from licensing.models.people.bodies import Body
from licensing.models.people.holdings import Mandate
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.supply.families import ItemFamily
from licensing.policy.supply.plans import PlanInput, PlannedPeriod


class SupplyPlanQuerySet(models.QuerySet["SupplyPlan"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """All plans for who speaks for a body that keeps them; for everybody else there are none."""
        return self.all() if may_keep_plans(user, on=on) else self.none()

    def newest(self) -> Self:
        """The plan of each family that supersedes those before it."""
        return self.order_by("family", "-number").distinct("family")


class SupplyPlan(models.Model):
    """What is there of a family, what must stay and what is made, on the day of its data; or the document that says so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(ItemFamily, models.PROTECT, related_name="plans", verbose_name=_("item family"))
    number = models.PositiveIntegerField(_("version"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    data_on = models.DateField(_("state of the data"))
    opening_stock = models.DecimalField(_("stock on hand"), max_digits=18, decimal_places=3, null=True)
    reserve_floor = models.DecimalField(_("reserve that must stay"), max_digits=18, decimal_places=3, null=True)
    domestic_orders = models.DecimalField(_("domestic orders"), max_digits=18, decimal_places=3, null=True, blank=True)
    verdict = models.CharField(_("verdict of the document"), max_length=12, choices=NeedVerdict.choices, blank=True)
    document_no = models.CharField(_("number of the document"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    digest = models.CharField(max_length=64)
    nonce = models.CharField(max_length=32)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))

    objects = SupplyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("supply plan")
        verbose_name_plural = _("supply plans")
        constraints = [
            models.UniqueConstraint(fields=["family", "number"], name="plan_number_once_per_family"),
            models.CheckConstraint(
                condition=Q(opening_stock__gte=0, reserve_floor__gte=0, verdict="", document_no="")
                | (Q(opening_stock__isnull=True, reserve_floor__isnull=True) & ~Q(verdict="") & ~Q(document_no="")),
                name="plan_has_figures_or_a_document",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("supplyplan")

    def __str__(self) -> str:
        return f"{self.family_id} {self.number}"

    @property
    def is_reference(self) -> bool:
        """Whether the figures are kept elsewhere, and only a document speaks for them here."""
        return bool(self.document_no)

    def as_policy(self) -> PlanInput:
        """The plan as it was entered; needs its periods."""
        return PlanInput(
            data_on=self.data_on,
            opening_stock=self.opening_stock,
            reserve_floor=self.reserve_floor,
            domestic_orders=self.domestic_orders,
            periods=tuple(sorted((one.as_policy() for one in self.periods.all()), key=lambda one: one.first_on)),
            verdict=NeedVerdict(self.verdict) if self.verdict else None,
            document_no=self.document_no,
            note=self.note,
        )


class SupplyPeriod(models.Model):
    """A period of a plan, both days included."""

    plan = models.ForeignKey(SupplyPlan, models.PROTECT, related_name="periods")
    first_on = models.DateField()
    last_on = models.DateField()
    planned = models.DecimalField(max_digits=18, decimal_places=3)
    confirmed = models.DecimalField(max_digits=18, decimal_places=3)
    allocation = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "first_on"], name="period_once_per_plan"),
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="period_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(planned__gte=0, confirmed__gte=0, allocation__gte=0), name="period_figures_are_not_negative"
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("supplyperiod")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.first_on}"

    def as_policy(self) -> PlannedPeriod:
        """The period as policy reckons with it."""
        return PlannedPeriod(self.first_on, self.last_on, self.planned, self.confirmed, self.allocation)


def may_keep_plans(user: User, *, on: date) -> bool:
    """Whether a person speaks on a day for a body that keeps the supply plans. A program never reads or enters figures."""
    held = Mandate.objects.in_force(on).filter(user=user, body__plans_supply=True, user__is_active=True)
    return not user.is_system and held.exists()
