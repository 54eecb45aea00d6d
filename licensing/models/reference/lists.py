"""Governed lists of the field: countries, control entries, units, money, provisos and grounds, seeded from seeds/reference/."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import CapScope, EvidenceKind, GateRule, MtcrCategory, PartnerTier
from licensing.messages import TranslatedText
from licensing.models.reference.names import CurrentQuerySet, Named, Titled, Worded
from licensing.models.reference.texts import TextsField
from licensing.policy.licences import conditions
from licensing.policy.licences.customs.gate_rules import Terms


class Country(Named):
    """A state by its ISO 3166-1 alpha-2 code, with the tier our policy puts it in."""

    code = models.CharField(_("code"), primary_key=True, max_length=2)
    alpha3 = models.CharField(_("three-letter code"), max_length=3, unique=True)
    tier = models.CharField(_("tier"), max_length=10, choices=PartnerTier.choices, default=PartnerTier.OTHER)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class ControlEntry(Titled):
    """An entry of a control list; a line of goods may be in several."""

    code = models.CharField(_("code"), max_length=24, primary_key=True)
    list = models.CharField(_("list"), max_length=12)
    version = models.CharField(_("version"), max_length=24, blank=True)
    unroca = models.CharField(_("category of the UN Register"), max_length=40, blank=True)
    att = models.CharField(_("category of the Arms Trade Treaty"), max_length=40, blank=True)
    hs_heads = models.CharField(_("headings of the Harmonised System"), max_length=120, blank=True)
    mtcr_default = models.CharField(_("MTCR category"), max_length=8, choices=MtcrCategory.choices, default=MtcrCategory.NONE)
    valid_from = models.DateField(_("valid from"), null=True)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("control entry")
        verbose_name_plural = _("control entries")


class Unit(Named):
    """A unit of quantity (UN/ECE-style code) and how many decimals a quantity in it may have."""

    code = models.CharField(_("code"), primary_key=True, max_length=3)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class Currency(Named):
    """A currency by its ISO 4217 code, with the decimals that its amounts may have."""

    code = models.CharField(_("code"), primary_key=True, max_length=3)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=2)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")


class ExchangeRate(models.Model):
    """What one unit of a currency was worth in the reporting currency (EUR) from a day on."""

    currency = models.ForeignKey(Currency, models.PROTECT, verbose_name=_("currency"))
    on = models.DateField(_("from the day"))
    to_eur = models.DecimalField(_("worth in EUR"), max_digits=18, decimal_places=8)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [models.UniqueConstraint(fields=["currency", "on"], name="one_rate_per_currency_and_day")]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.on}"


class Incoterm(Named):
    """A delivery term by its code of the Incoterms rules, such as FCA."""

    code = models.CharField(_("code"), primary_key=True, max_length=3)
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=80)

    class Meta:
        verbose_name = _("delivery term")
        verbose_name_plural = _("delivery terms")

    def __str__(self) -> str:
        return self.code


class Condition(Worded):
    """A proviso of the library (P01-P28), with parameters in braces."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)
    parameters = models.JSONField(_("parameters"), default=list, blank=True)
    due_rule = models.CharField(_("when it is due"), max_length=120, blank=True)
    owner = models.CharField(_("who sees to it"), max_length=40, blank=True)
    evidence_texts = TextsField(_("evidence"), stem="evidence", max_length=200, blank=True)
    breach = models.CharField(_("what a breach leads to"), max_length=16, blank=True)
    # How it is looked at when goods are to leave. A licence keeps what came of it at the grant (LicenceCondition.rule).
    gate_rule = models.CharField(
        _("what customs is held to"), max_length=16, choices=GateRule.choices, blank=True, default="", db_default=""
    )
    cap_scope = models.CharField(
        _("what a cap counts together"), max_length=16, choices=CapScope.choices, blank=True, default="", db_default=""
    )
    evidence_kind = models.CharField(
        _("what shows that it is met"), max_length=16, choices=EvidenceKind.choices, blank=True, default="", db_default=""
    )
    blocks_start = models.BooleanField(_("the licence waits for it"), default=False)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition of the library")
        verbose_name_plural = _("conditions of the library")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def as_policy(self) -> conditions.LibraryCondition:
        """The proviso as policy fills it in: its text with the names of its parameters in braces."""
        terms = Terms(self.gate_rule, self.cap_scope, self.evidence_kind, self.breach, self.due_rule)
        return conditions.LibraryCondition(
            self.code, TranslatedText(self.texts), self.parameters, self.blocks_start, terms=terms
        )


class RefusalGround(Worded):
    """A ground on which a request is refused; an objection on an absolute one binds the decision."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)
    absolute = models.BooleanField(_("absolute"), default=False)
    source = models.CharField(_("source"), max_length=120, blank=True)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground of refusal")
        verbose_name_plural = _("grounds of refusal")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ReturnGround(Worded):
    """Why a request goes back without review (N01-N04)."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground for sending back")
        verbose_name_plural = _("grounds for sending back")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
