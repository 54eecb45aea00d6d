"""Makers, of the state and private, with what they make a month, and investors: whom projects of country plans name."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import MakerOwnership
from licensing.models.people.holdings import Mandate
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.reference.lists import Country
from licensing.models.supply.families import ItemFamily


class ParticipantQuerySet(models.QuerySet["Participant"]):
    def making(self) -> Self:
        """Makers that a project may name."""
        return self.filter(makes=True, ended_at__isnull=True)

    def investing(self) -> Self:
        """Investors that an investment may name."""
        return self.filter(invests=True, ended_at__isnull=True)


def may_keep_participants(user: User, *, on: date) -> bool:
    """Whether a person speaks on a day for a body that keeps the supply plans or leads the work on country plans."""
    kept = Q(body__plans_supply=True) | Q(body__leads_plans=True)
    return not user.is_system and Mandate.objects.in_force(on).filter(kept, user=user, user__is_active=True).exists()


class Participant(models.Model):
    """A maker, an investor, or both. It is never deleted, since projects name it: it ends."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    ownership = models.CharField(_("whose it is"), max_length=8, choices=MakerOwnership.choices)
    makes = models.BooleanField(_("makes goods"), default=False)
    invests = models.BooleanField(_("invests"), default=False)
    capabilities = models.TextField(_("what it is able to make"), blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    end_reason = models.TextField(_("why it was ended"), blank=True)

    objects: ClassVar[Any] = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("maker or investor")
        verbose_name_plural = _("makers and investors")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name"], condition=Q(ended_at__isnull=True), name="a_participant_is_on_the_list_once"
            ),
            models.CheckConstraint(condition=Q(makes=True) | Q(invests=True), name="a_participant_makes_or_invests"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(end_reason=""), name="a_participant_ends_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ended(self) -> bool:
        """Whether projects that are written from now on may not name it."""
        return self.ended_at is not None


class MakerCapacity(models.Model):
    """How many of an item family a maker makes a month from a day on, until its next row of the family. It is never changed.

    Of two rows of one day the later one holds: so a mistake is corrected.
    """

    maker = models.ForeignKey(Participant, models.PROTECT, related_name="capacities", verbose_name=_("maker"))
    family = models.ForeignKey(ItemFamily, models.PROTECT, related_name="+", verbose_name=_("item family"))
    per_month = models.DecimalField(_("made a month"), max_digits=18, decimal_places=3)
    from_on = models.DateField(_("from the day"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        verbose_name = _("capacity of a maker")
        verbose_name_plural = _("capacities of makers")
        constraints = [models.CheckConstraint(condition=Q(per_month__gte=0), name="a_capacity_is_not_negative")]
        triggers: ClassVar[list[Any]] = append_only("makercapacity")

    def __str__(self) -> str:
        return f"{self.maker_id} {self.family_id} {self.per_month}"
