"""Who is away, and who is asked in their place meanwhile."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from licensing.models.people.holdings import Mandate
from licensing.models.people.users import User


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def not_over(self, on: date) -> Self:
        """Those of a day or of later ones, which nobody has taken back."""
        return self.filter(ended_at__isnull=True, end_on__gt=on)

    def in_time(self, first_on: date, last_on: date) -> Self:
        """Those of some day from the first to the last."""
        return self.not_over(first_on).filter(first_on__lte=last_on)

    def handed_over(self, on: date) -> Self:
        """Those by which a seat is handed over on a day to a deputy whose mandate still holds, as the seat's own does.

        A deputy who is away meanwhile stands in for nobody, so that the holder is asked again.
        """
        away = self.model._default_manager.in_time(on, on).filter(person=OuterRef("deputy__user"), mandate__isnull=True)
        now = self.in_time(on, on).filter(~Exists(away), deputy__user__is_active=True)
        now = now.filter(mandate__period__contains=on, mandate__ended_at__isnull=True)
        return now.filter(deputy__period__contains=on, deputy__ended_at__isnull=True)


class Absence(models.Model):
    """A time in which somebody is away. With a mandate, its seat is handed over to the deputy; the mandate stays theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("person"))
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="hand_overs", verbose_name=_("mandate")
    )
    deputy = models.ForeignKey(
        Mandate, models.PROTECT, null=True, blank=True, related_name="stand_ins", verbose_name=_("deputy")
    )
    first_on = models.DateField(_("from"))
    end_on = models.DateField(_("to (not included)"))
    recorded_at = models.DateTimeField(_("recorded at"))
    ended_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            models.CheckConstraint(condition=Q(end_on__gt=F("first_on")), name="absence_has_days"),
            models.CheckConstraint(
                condition=Q(mandate__isnull=True, deputy__isnull=True)
                | Q(mandate__isnull=False, deputy__isnull=False) & ~Q(mandate=F("deputy")),
                name="absence_hands_over_to_another",
            ),
        ]
        indexes = [models.Index(fields=["end_on"], condition=Q(ended_at__isnull=True), name="absence_by_end")]

    def __str__(self) -> str:
        return f"{self.person} {self.first_on}"
