"""Reference data: rows that a policy officer keeps, seeded from seeds/reference/*.csv by natural key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import Audience, DeadlineKind, MtcrCategory, PartnerTier, Section, TermUnit
from licensing.messages import TranslatedText
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.clocks import deadlines, reminders
from licensing.policy.licences import conditions, validity
from licensing.policy.record.digests import compute_digest
from licensing.policy.requests.completeness import Requirement as CompletenessRequirement


class Named(models.Model):
    """A row with a name in each language of its list."""

    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_reader_language(self.names)


class Worded(models.Model):
    """A row with a longer text in each language of its list."""

    texts = TextsField(_("text"), stem="text")

    class Meta:
        abstract = True

    @property
    def text(self) -> str:
        return in_reader_language(self.texts)


class Titled(models.Model):
    """A row with a title in each language of its list."""

    titles = TextsField(_("title"), stem="title", max_length=300)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.pk} {self.title}"

    @property
    def title(self) -> str:
        return in_reader_language(self.titles)


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
    """An entry of a control list; a goods line may stand in several."""

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
    code = models.CharField(_("code"), primary_key=True, max_length=3)
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=80)

    class Meta:
        verbose_name = _("delivery term")
        verbose_name_plural = _("delivery terms")

    def __str__(self) -> str:
        return self.code


class Condition(Worded):
    """A proviso of the library (P01-P24), with parameters in braces."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)
    parameters = models.JSONField(_("parameters"), default=list, blank=True)
    due_rule = models.CharField(_("when it is due"), max_length=120, blank=True)
    owner = models.CharField(_("who sees to it"), max_length=40, blank=True)
    evidence_texts = TextsField(_("evidence"), stem="evidence", max_length=200, blank=True)
    breach = models.CharField(_("what a breach leads to"), max_length=16, blank=True)
    blocks_start = models.BooleanField(_("the licence waits for it"), default=False)

    class Meta:
        verbose_name = _("condition of the library")
        verbose_name_plural = _("conditions of the library")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def as_policy(self) -> conditions.LibraryCondition:
        return conditions.LibraryCondition(self.code, TranslatedText(self.texts), self.parameters, self.blocks_start)


class RefusalGround(Worded):
    code = models.CharField(_("code"), primary_key=True, max_length=8)
    absolute = models.BooleanField(_("absolute"), default=False)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("ground of refusal")
        verbose_name_plural = _("grounds of refusal")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ReturnGround(Worded):
    """Why a request goes back without review (N01-N04)."""

    code = models.CharField(_("code"), primary_key=True, max_length=8)

    class Meta:
        verbose_name = _("ground for sending back")
        verbose_name_plural = _("grounds for sending back")

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class DocumentType(Named):
    code = models.CharField(_("code"), primary_key=True, max_length=32)
    original_required = models.BooleanField(_("original required"), default=False)
    expires = models.BooleanField(_("expires"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")


class CaseKind(Named):
    """A kind of case is data: its number prefix, what permit it leads to, what it requires."""

    code = models.CharField(_("code"), primary_key=True, max_length=32)
    prefix = models.CharField(_("prefix of the number"), max_length=4, unique=True)
    descriptions = TextsField(_("description"), stem="description", blank=True)
    permit = models.CharField(_("permit it leads to"), max_length=8)
    validity_months = models.PositiveSmallIntegerField(_("usual validity, months"), default=12)
    max_validity_months = models.PositiveSmallIntegerField(_("longest validity, months"), default=12)
    report_months = models.PositiveSmallIntegerField(_("months to report after a period"), default=3, db_default=3)
    is_plan = models.BooleanField(_("is a plan"), default=False)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")

    def permit_policy(self) -> validity.PermitKind:
        """How long its permits live, and when they are reported on: general and open ones after each year."""
        reporting: validity.Reporting = "after_expiry" if self.permit == "single" else "every_year"
        return validity.PermitKind(self.code, self.max_validity_months, reporting, self.report_months)

    @property
    def description(self) -> str:
        return in_reader_language(self.descriptions)


class Requirement(models.Model):
    """One thing a kind of case requires; `kind` empty means every kind."""

    kind = models.ForeignKey(
        CaseKind, models.PROTECT, null=True, blank=True, related_name="requirements", verbose_name=_("kind of case")
    )
    code = models.CharField(_("code"), max_length=48)
    section = models.CharField(_("section"), max_length=16, choices=Section.choices)
    test = models.CharField(_("test"), max_length=10)
    target = models.CharField(_("what is tested"), max_length=80)
    applies_if = models.JSONField(_("applies if"), default=dict, blank=True)
    sentences = TextsField(_("sentence"), stem="sentence", max_length=300)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="requirement_once_per_kind", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.kind_id or '*'} {self.code}"

    @property
    def sentence(self) -> str:
        return in_reader_language(self.sentences)

    def as_policy(self) -> CompletenessRequirement:
        return CompletenessRequirement(
            code=self.code,
            kind=self.test,  # type: ignore[arg-type]  # the seeds' loader admits only the four words
            target=self.target,
            section=Section(self.section),
            sentence=TranslatedText(self.sentences),
            applies_if=self.applies_if,
        )


class Calendar(Named):
    """A calendar of days off, with its zone and its version, so that any due date can be recomputed."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    zone = models.CharField(_("time zone"), max_length=64)
    version = models.CharField(_("version"), max_length=24)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")

    def as_policy(self) -> deadlines.Calendar:
        """The days as policy reads them; one statement for its days off and on.

        The version names the days themselves, so that no edit, by whatever way, goes without a new one.
        """
        days = list(self.days.values_list("on", "kind"))
        named = sorted(f"{on.isoformat()} {kind}" for on, kind in days)
        return deadlines.Calendar(
            zone=self.zone,
            version=f"{self.version}+{compute_digest([self.zone, named])[:12]}",
            days_off=frozenset(on for on, kind in days if kind == "off"),
            days_on=frozenset(on for on, kind in days if kind == "working"),
        )


class Holiday(models.Model):
    """A day off, or a working day that a weekend would have been."""

    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="days", verbose_name=_("calendar"))
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=8, choices=[("off", _("off")), ("working", _("working"))])
    names = TextsField(pgettext_lazy("of a thing", "name"), stem="name", max_length=120)

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="one_entry_per_calendar_day")]

    def __str__(self) -> str:
        return f"{self.calendar_id} {self.on}"


class QuietHours(Named):
    """Hours in which a reminder waits for the morning, in the time zone of its reader. They may pass midnight."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    working_days_only = models.BooleanField(_("weekends are quiet too"), default=False)

    class Meta:
        verbose_name = _("quiet hours")
        verbose_name_plural = _("quiet hours")

    def as_policy(self) -> reminders.QuietHours:
        return reminders.QuietHours(self.starts, self.ends, self.working_days_only)


class ReminderRule(models.Model):
    """When, before or after a deadline, who is reminded, by which ways, and at which hours not."""

    code = models.CharField(_("code"), primary_key=True, max_length=48)
    clock = models.CharField(_("deadline"), max_length=16, choices=DeadlineKind.choices)
    offset_days = models.SmallIntegerField(_("days before (-) or after"))
    unit = models.CharField(_("kind of days"), max_length=8, choices=TermUnit.choices)
    repeat_every = models.PositiveSmallIntegerField(_("again every so many days"), null=True, blank=True)
    repeat_until = models.PositiveSmallIntegerField(_("until so many days after"), null=True, blank=True)
    audience = models.CharField(_("who is reminded"), max_length=10, choices=Audience.choices)
    by_mail = models.BooleanField(_("by mail"), default=True, db_default=True)
    by_webhook = models.BooleanField(_("by webhook"), default=False, db_default=False)
    quiet = models.ForeignKey(
        QuietHours, models.PROTECT, null=True, blank=True, verbose_name=_("quiet hours"), related_name="rules"
    )
    sentences = TextsField(_("sentence"), stem="sentence", max_length=300)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        constraints = [
            # What is due inside the authority is nobody else's business.
            models.CheckConstraint(
                condition=Q(by_webhook=False) | Q(audience=Audience.APPLICANT), name="only_applicants_are_reminded_by_webhook"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def sentence(self) -> str:
        """What a reminder says, in the language of the reader."""
        return in_reader_language(self.sentences)

    def as_policy(self) -> reminders.ReminderRule:
        return reminders.ReminderRule(
            code=self.code,
            offset_days=self.offset_days,
            audience=Audience(self.audience),
            unit=TermUnit(self.unit),
            repeat_every=self.repeat_every,
            repeat_until=self.repeat_until,
        )


class Criterion(Titled):
    """An assessment criterion of a set (EU, ATT, national); an absolute one cannot be out-voted."""

    code = models.CharField(_("code"), primary_key=True, max_length=16)
    set = models.CharField(_("set"), max_length=8)
    test = models.CharField(_("test"), max_length=12)
    source = models.CharField(_("source"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
