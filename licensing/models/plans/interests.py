"""Expressions of interest of partners, with the log of what was offered and countered: steps that are only ever added."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime
from itertools import groupby
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import CooperationForm, InterestState, InterestStepKind, Office, Urgency
from licensing.models.people.bodies import Organisation
from licensing.models.people.users import User
from licensing.models.record.guards import append_only
from licensing.models.reference.lists import Unit
from licensing.models.requests.case import Case
from licensing.models.requests.visibility import read_sight
from licensing.models.supply.families import ItemFamily
from licensing.policy.plans.interests import WITH_AUTHORITY, WantedLine, YearVolume

# Who reads what partners want: those who weigh it. Administrators keep rights and read no business.
_READING = (Office.CASE_OFFICER, Office.DECIDER, Office.AUDITOR, Office.POLICY_OFFICER)


class InterestQuerySet(models.QuerySet["Interest"]):
    def visible_to(self, user: User, *, on: date) -> Self:
        """All for who weighs them at the authority, one's own organisations' for partners, for everybody else none."""
        sight = read_sight(user, on=on)
        return self.all() if may_read_interests(sight.offices, sight.bodies) else self.filter(sight.match_own())

    def waiting_since(self, at: datetime) -> Self:
        """Those that have waited for the authority since a moment, and of which nobody was reminded since."""
        waiting = self.filter(state__in=WITH_AUTHORITY, moved_at__lte=at)
        return waiting.filter(Q(reminded_at=None) | Q(reminded_at__lte=at))

    def offered_until(self, day: date) -> Self:
        """Those whose offer stands no longer than a day."""
        return self.filter(state=InterestState.OFFERED, offer_ends_on__lte=day)


def may_read_interests(offices: Collection[str], bodies: Collection[Any]) -> bool:
    """Whether who holds these offices, or speaks for these bodies, weighs what is wanted, and so reads it of all partners."""
    return bool(bodies) or any(one in offices for one in _READING)


class Interest(models.Model):
    """What a partner wants before any request, and where the talk about it stands. It promises nothing to anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=24, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="interests", verbose_name=_("partner organisation")
    )
    title = models.CharField(_("title"), max_length=200)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices)
    financing = models.TextField(_("financing offered"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=InterestState.choices, default=InterestState.FILED)
    # Counts its steps: whoever says something to an older one reads first what was said since.
    revision = models.PositiveIntegerField(default=1)
    filed_at = models.DateTimeField(_("filed at"))
    # Who last spoke for the partner: they hear of the answer, besides the administrators of their organisation.
    keeper = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("spoken for by"))
    moved_at = models.DateTimeField(_("last step at"))
    offer_ends_on = models.DateField(_("the offer stands until"), null=True, blank=True)
    # The country plan that the partner had under way when partners ceased to file them, and that it goes on from.
    carried_from = models.OneToOneField(
        Case, models.PROTECT, null=True, blank=True, related_name="interest", verbose_name=_("carried over from")
    )
    # When somebody was last reminded of it since its last step.
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("expression of interest")
        verbose_name_plural = _("expressions of interest")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=InterestState.OFFERED, offer_ends_on__isnull=False)
                | ~Q(state=InterestState.OFFERED) & Q(offer_ends_on__isnull=True),
                name="standing_offer_has_a_last_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "moved_at"], name="interest_by_state")]

    def __str__(self) -> str:
        return self.reference


class InterestStep(models.Model):
    """One step of the log: who said what, for which side, and with which goods where it is about goods."""

    interest = models.ForeignKey(Interest, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=InterestStepKind.choices)
    # Nobody where time alone did it.
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    cooperation = models.CharField(max_length=16, choices=CooperationForm.choices, blank=True)
    valid_until = models.DateField(null=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["interest", "number"], name="step_number_once_per_interest")]
        triggers: ClassVar[list[Any]] = append_only("intereststep")

    def __str__(self) -> str:
        return f"{self.interest_id} {self.number}"

    def read_lines(self) -> tuple[WantedLine, ...]:
        """The goods of this step with their volumes by year, in the order in which they were written."""
        return tuple(
            WantedLine(
                volumes=tuple(YearVolume(one.year, one.quantity) for one in volumes),
                family=volumes[0].family_id or "",
                goods=volumes[0].goods,
                unit=volumes[0].unit_id,
            )
            for volumes in self.group_volumes()
        )

    def group_volumes(self) -> list[list[InterestVolume]]:
        """The volumes of each of its lines, in the order in which the lines were written."""
        return [list(rows) for _place, rows in groupby(self.volumes.all(), key=lambda one: one.place)]


class InterestVolume(models.Model):
    """How much of one kind of goods a step says for one year. `place` is the line that it belongs to, from 1."""

    step = models.ForeignKey(InterestStep, models.PROTECT, related_name="volumes")
    place = models.PositiveSmallIntegerField()
    family = models.ForeignKey(ItemFamily, models.PROTECT, null=True, related_name="+")
    goods = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)

    class Meta:
        ordering = ("place", "year")
        constraints = [
            models.UniqueConstraint(fields=["step", "place", "year"], name="volume_once_per_line_and_year"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="volume_is_above_nothing"),
            models.CheckConstraint(
                condition=Q(family__isnull=False, goods="") | Q(family__isnull=True) & ~Q(goods=""),
                name="volume_is_of_a_family_or_of_named_goods",
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("interestvolume")

    def __str__(self) -> str:
        return f"{self.step_id} {self.place} {self.year}"
