"""What followed because a condition of a licence was not met by its day, until it was met or lifted."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import Consequence, ConsequenceEnd
from licensing.models.licences.licence import Licence
from licensing.models.licences.obligation import ConditionDuty
from licensing.models.people.users import User


class DutyConsequenceQuerySet(models.QuerySet["DutyConsequence"]):
    def in_effect(self) -> Self:
        """Consequences that have not ended."""
        return self.filter(ended_at__isnull=True)

    def of_licence(self, licence: Licence) -> Self:
        """Those of one licence."""
        return self.filter(duty__condition__licence=licence)

    def suspending(self, licence: Licence) -> Self:
        """Those in effect that keep a licence suspended."""
        return self.in_effect().of_licence(licence).filter(kind=Consequence.SUSPEND)


class DutyConsequence(models.Model):
    """A consequence of one unmet condition. `suspends`: conditions alone suspended the licence when it began."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    duty = models.ForeignKey(ConditionDuty, models.PROTECT, related_name="consequences")
    kind = models.CharField(_("what followed"), max_length=8, choices=Consequence.choices)
    suspends = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(_("why it ended"), max_length=8, choices=ConsequenceEnd.choices, blank=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_because = models.TextField(_("reason"), blank=True)

    objects = DutyConsequenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("consequence of an unmet condition")
        verbose_name_plural = _("consequences of unmet conditions")
        constraints = [
            # Beside one that an officer lifted, too: whoever lifted it by name wants none of this day any more.
            models.UniqueConstraint(
                fields=["duty"], condition=Q(ended_at__isnull=True) | Q(ended_as="lifted"), name="one_consequence_of_a_duty"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
                name="ended_consequence_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True, lifted_because="") & ~Q(ended_as="lifted")
                | Q(lifted_by__isnull=False, ended_as="lifted") & ~Q(lifted_because=""),
                name="consequence_is_lifted_by_name",
            ),
            models.CheckConstraint(condition=Q(suspends=False) | Q(kind="suspend"), name="only_suspension_suspends"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.duty_id}"
