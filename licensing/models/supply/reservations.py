"""Surplus that is kept for a case which waits for the government: nobody else is promised it meanwhile."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.models.record.guards import forbid_deletion, freeze_facts
from licensing.models.requests.case import Case
from licensing.models.supply.families import ItemFamily


class SupplyReservationQuerySet(models.QuerySet["SupplyReservation"]):
    def running(self) -> Self:
        """Those that are kept now."""
        return self.filter(ended_at__isnull=True)


class SupplyReservation(models.Model):
    """A quantity of a family, kept for one line of a case from a day of its delivery on."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="reservations")
    number = models.PositiveSmallIntegerField()
    family = models.ForeignKey(ItemFamily, models.PROTECT, related_name="+")
    on = models.DateField(_("delivered on"))
    quantity = models.DecimalField(_("quantity"), max_digits=18, decimal_places=3)
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SupplyReservationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="something_is_reserved")]
        indexes = [models.Index(fields=["family"], condition=Q(ended_at__isnull=True), name="running_reservations")]
        triggers: ClassVar[list[Any]] = [
            freeze_facts("supplyreservation", "case", "number", "family", "on", "quantity", "reserved_at"),
            *forbid_deletion("supplyreservation"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.number} {self.quantity}"
