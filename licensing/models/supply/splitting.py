"""Rules on splitting: a governed list of which sales, filed apart, are judged as one."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.messages import TranslatedText
from licensing.models.reference.names import Named
from licensing.policy.destinations import splitting


class SplittingRule(Named):
    """In what sales must be alike, within how many days, and from which sum in EUR on they count as one."""

    code = models.CharField(_("code"), primary_key=True, max_length=24)
    by = models.JSONField(_("alike in"), default=list)
    days = models.PositiveSmallIntegerField(_("days"), default=365, validators=[MinValueValidator(1)])
    threshold = models.DecimalField(_("threshold, EUR"), max_digits=18, decimal_places=2, validators=[MinValueValidator(0)])
    active = models.BooleanField(_("active"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("rule on splitting")
        verbose_name_plural = _("rules on splitting")

    def as_policy(self) -> splitting.SplitRule:
        """The rule as policy adds up by it."""
        by = frozenset(splitting.Alike(one) for one in self.by)
        return splitting.SplitRule(self.pk, by, self.days, self.threshold, TranslatedText(self.names))


def load_split_rules() -> list[splitting.SplitRule]:
    """The rules in force, in the order of their codes."""
    return [row.as_policy() for row in SplittingRule.objects.filter(active=True).order_by("pk")]
