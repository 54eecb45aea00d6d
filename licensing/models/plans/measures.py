"""Measures of the state: prepared by one policy officer, published by another, never edited, ended or superseded."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import EURO, InFlight, MeasureKind, MeasureState, PartnerTier, QuotaPeriod
from licensing.messages import Text, TranslatedText
from licensing.models.people.users import User
from licensing.models.reference.lists import Unit
from licensing.models.reference.names import Titled
from licensing.models.requests.case import Case
from licensing.policy.plans.measures import effects
from licensing.policy.plans.measures.quotas import Ceiling
from licensing.policy.plans.measures.scope import read_scope


class MeasureQuerySet(models.QuerySet["Measure"]):
    def published(self) -> Self:
        """Those that were ever published, in force or not."""
        return self.filter(state=MeasureState.PUBLISHED)

    def in_force(self, day: date) -> Self:
        """Those that hold on a local day."""
        begun = self.published().filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)
        return begun.filter(Q(lifted_from__isnull=True) | Q(lifted_from__gt=day))

    def over(self, day: date) -> Self:
        """Those that hold no more on a day, or never held; the same question as `get_standing` of policy."""
        past = Q(valid_until__lt=day) | Q(lifted_from__lte=day) | Q(lifted_from__lte=F("valid_from"))
        return self.published().filter(past)

    def current(self, day: date) -> Self:
        """Those that hold on a day, and those that are announced."""
        return self.published().exclude(pk__in=self.over(day).values("pk"))


class Measure(Titled):
    """A measure of the state. Its scope and its exceptions are conditions over cases; nothing of them ever changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("number"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    kind = models.CharField(_("kind"), max_length=16, choices=MeasureKind.choices)
    scope = models.JSONField(_("scope"))
    exemptions = models.JSONField(_("exceptions"), default=list, blank=True)
    in_flight = models.CharField(_("cases under way"), max_length=24, choices=InFlight.choices)
    percent = models.DecimalField(_("per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    # Of a quota; its unit is one of the list, or EUR.
    ceiling = models.DecimalField(_("quota"), max_digits=18, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("unit of the quota"), max_length=8, blank=True, default="")
    period = models.CharField(_("period of the quota"), max_length=8, choices=QuotaPeriod.choices, blank=True, default="")
    tier = models.CharField(_("tier"), max_length=10, choices=PartnerTier.choices, blank=True, default="")
    authority = models.CharField(_("authority"), max_length=200)
    document_no = models.CharField(_("number of the document"), max_length=60)
    document_on = models.DateField(_("date of the document"))
    valid_from = models.DateField(_("first day"))
    valid_until = models.DateField(_("last day"), null=True, blank=True)
    reason = models.TextField(_("reason"))
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("supersedes")
    )
    state = models.CharField(_("state"), max_length=10, choices=MeasureState.choices, default=MeasureState.PREPARED)
    prepared_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("prepared by"))
    prepared_at = models.DateTimeField(_("prepared at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    # The first day on which it holds no more, because it was ended or another version took its place.
    lifted_from = models.DateField(_("ended from"), null=True, blank=True)

    objects: ClassVar[Any] = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure of the state")
        verbose_name_plural = _("measures of the state")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], condition=~Q(state=MeasureState.DECLINED), name="a_measure_has_each_version_once"
            ),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.PUBLISHED) | Q(settled_by__isnull=False) & ~Q(settled_by=F("prepared_by")),
                name="a_measure_is_published_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="a_measure_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.QUOTA) | Q(ceiling__gt=0) & ~Q(unit="") & ~Q(period=""),
                name="a_quota_says_what_it_counts",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.DUTY) | Q(percent__gt=0, percent__lte=100), name="a_duty_has_a_rate"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeasureKind.PARTNER_TIER) | ~Q(tier=""), name="a_tier_of_countries_names_one"
            ),
        ]
        indexes = [models.Index(fields=["valid_from"], condition=Q(state="published"), name="measure_published_by_day")]

    def __str__(self) -> str:
        return f"{self.code} · {self.title}"

    def is_replaceable(self, day: date) -> bool:
        """Whether it may be ended or superseded: it is published, no end of it is settled, and its last day is not past."""
        is_past = self.valid_until is not None and self.valid_until < day
        return self.state == MeasureState.PUBLISHED and self.lifted_from is None and not is_past

    def as_policy(self, units: Mapping[str, Text] | None = None) -> effects.Measure:
        """The measure as policy judges cases by it; `units` are the names of units by their codes, for its sentences."""
        named = (units or {}).get(self.unit, self.unit)
        return effects.Measure(
            code=self.code,
            version=self.version,
            kind=MeasureKind(self.kind),
            title=TranslatedText(self.titles),
            authority=self.authority,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
            lifted_from=self.lifted_from,
            scope=read_scope(self.scope),
            exemptions=tuple(
                effects.Exemption(TranslatedText(one["titles"]), one["authority"], read_scope(one["scope"]))
                for one in self.exemptions
            ),
            in_flight=InFlight(self.in_flight),
            percent=self.percent,
            ceiling=None if self.ceiling is None else Ceiling(self.ceiling, self.unit, QuotaPeriod(self.period), named),
            tier=self.tier,
        )


def read_unit_names(measures: Iterable[Measure]) -> dict[str, Text]:
    """What the units of some quotas are called, by their codes; no statement where none of them has one."""
    codes = {one.unit for one in measures} - {"", EURO}
    return {one.pk: TranslatedText(one.names) for one in Unit.objects.filter(pk__in=codes)} if codes else {}


class MeasureEnd(models.Model):
    """The end of a measure before its last day, proposed by one policy officer and confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="ends", verbose_name=_("measure"))
    lifted_from = models.DateField(_("ended from"))
    authority = models.CharField(_("authority"), max_length=200)
    document_no = models.CharField(_("number of the document"), max_length=60)
    reason = models.TextField(_("reason"))
    state = models.CharField(_("state"), max_length=10, choices=MeasureState.choices, default=MeasureState.PREPARED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed at"))
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("end of a measure")
        verbose_name_plural = _("ends of measures")
        constraints = [
            models.UniqueConstraint(fields=["measure"], condition=Q(state="prepared"), name="one_proposed_end_of_a_measure"),
            models.CheckConstraint(
                condition=~Q(state=MeasureState.PUBLISHED) | Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by")),
                name="a_measure_is_ended_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} · {self.lifted_from}"


class MeasureNotice(models.Model):
    """That people were told that a measure stops a case or its licence, and later that it does so no more."""

    id = models.BigAutoField(primary_key=True)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="notices", verbose_name=_("measure"))
    case = models.ForeignKey(Case, models.PROTECT, related_name="measure_notices", verbose_name=_("case"))
    told_at = models.DateTimeField(_("told at"))
    freed_at = models.DateTimeField(_("freed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice of a measure")
        verbose_name_plural = _("notices of measures")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "case"], condition=Q(freed_at__isnull=True), name="one_open_notice_of_a_measure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.case_id}"
