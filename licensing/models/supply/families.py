"""Item families: a governed list of the goods whose supply is planned, limited and measured together."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.models.reference.lists import Unit
from licensing.models.reference.names import Named
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.supply import families


class ItemFamily(Named):
    """A family of goods, by the makers, models and control entries that belong to it."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    model_names = models.JSONField(_("models"), default=list, blank=True)
    makers = models.JSONField(_("makers"), default=list, blank=True)
    entries = models.JSONField(_("control entries"), default=list, blank=True)
    plan_days = models.PositiveSmallIntegerField(_("days that a supply plan is good for"), default=30)
    quota_percent = models.DecimalField(
        _("at most exported, per cent of domestic orders"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("item family")
        verbose_name_plural = _("item families")

    def count(self, quantity: Decimal) -> str:
        """A quantity with the unit of the family, as its reader says it; asks its unit."""
        return describe_quantity(quantity, self.unit_id, self.unit.name)

    def as_policy(self) -> families.Family:
        """The family as policy matches goods with it."""
        return families.Family(
            code=self.pk,
            unit=self.unit_id,
            makers=tuple(self.makers),
            models=tuple(self.model_names),
            entries=tuple(self.entries),
            plan_days=self.plan_days,
            quota_percent=self.quota_percent,
        )


def load_families() -> list[families.Family]:
    """The families in force, as policy matches goods with them."""
    return [row.as_policy() for row in ItemFamily.objects.filter(active=True).order_by("pk")]
