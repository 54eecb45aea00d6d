"""Procedures as data: which cases they serve, their stages, their seats. Once published, they never change."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.choices import Deemed, OnFail, OnLimit, Roll, SeatRole, TermUnit, Veto
from licensing.messages import TranslatedText
from licensing.models.people.bodies import Body
from licensing.models.record.guards import freeze_when
from licensing.models.reference.calendars import Calendar
from licensing.models.reference.names import Named
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.signoff.routing import RouteRow

# An update is checked against its old parent and its new one, or a seat could be moved out of a published stage.
_STAGE_PUBLISHED_SQL = """
    SELECT COALESCE(bool_or(p.published_at IS NOT NULL), false) INTO published FROM licensing_procedure p
    WHERE (TG_OP <> 'INSERT' AND p.id = OLD.procedure_id) OR (TG_OP <> 'DELETE' AND p.id = NEW.procedure_id);
"""
_SEAT_PUBLISHED_SQL = """
    SELECT COALESCE(bool_or(p.published_at IS NOT NULL), false) INTO published FROM licensing_procedure p
    JOIN licensing_stage s ON s.procedure_id = p.id
    WHERE (TG_OP <> 'INSERT' AND s.id = OLD.stage_id) OR (TG_OP <> 'DELETE' AND s.id = NEW.stage_id);
"""


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def in_force(self, code: str, *, on: date) -> Self:
        """The published versions of a procedure that apply on a day, newest first."""
        return self.all_in_force(on=on).filter(code=code)

    def all_in_force(self, *, on: date) -> Self:
        """The published versions of every procedure that apply on a day, newest first: the first of a code is taken."""
        return self.filter(published_at__isnull=False, valid_from__lte=on).order_by("-valid_from", "-version")


class Procedure(Named):
    """One version of a procedure. A case keeps the version it started under."""

    code = models.CharField(_("code"), max_length=48)
    version = models.PositiveSmallIntegerField(_("version"))
    descriptions = TextsField(_("description"), stem="description", blank=True)
    source = models.TextField(_("source of the rule"), blank=True)
    sample = models.BooleanField(_("a sample, not law"), default=True)
    valid_from = models.DateField(_("valid from"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT)
    term_amount = models.PositiveSmallIntegerField(_("legal time limit"))
    term_unit = models.CharField(max_length=8, choices=TermUnit.choices, default=TermUnit.CALENDAR)
    term_roll = models.CharField(max_length=8, choices=Roll.choices, default=Roll.NONE, db_default=Roll.NONE)
    on_limit = models.CharField(
        _("when the legal limit passes"), max_length=8, choices=OnLimit.choices, default=OnLimit.ALERT, db_default=OnLimit.ALERT
    )
    cap_amount = models.PositiveSmallIntegerField(_("hard maximum, calendar days"), null=True, blank=True)
    completeness_amount = models.PositiveSmallIntegerField(_("days for the completeness check"), default=10)
    completeness_unit = models.CharField(max_length=8, choices=TermUnit.choices, default=TermUnit.WORKING)
    completeness_roll = models.CharField(max_length=8, choices=Roll.choices, default=Roll.NONE, db_default=Roll.NONE)
    requires_scan = models.BooleanField(
        _("documents count only when a scanner has cleared them"), default=False, db_default=False
    )
    thresholds = models.JSONField(_("what makes an amendment material (empty: any change)"), default=list, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="procedure_version_once")]
        triggers: ClassVar[list[Any]] = [
            freeze_when(
                "procedure",
                "published := TG_OP <> 'INSERT' AND OLD.published_at IS NOT NULL;",
                "a published procedure never changes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"

    @property
    def description(self) -> str:
        return in_reader_language(self.descriptions)


class Stage(Named):
    """One opening of collective sign-off: who sits, by what rule, until when, and what silence means."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="stages")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=48)
    government = models.BooleanField(_("part of the government's decision"), default=False)
    rule = models.JSONField(_("rule"))
    term_amount = models.PositiveSmallIntegerField(_("deadline"))
    term_unit = models.CharField(max_length=8, choices=TermUnit.choices, default=TermUnit.CALENDAR)
    term_roll = models.CharField(max_length=8, choices=Roll.choices, default=Roll.NONE, db_default=Roll.NONE)
    on_fail = models.CharField(max_length=10, choices=OnFail.choices, default=OnFail.CONTINUE)
    deemed = models.CharField(max_length=8, choices=Deemed.choices, blank=True, default="", db_default="")
    only_when_referred = models.BooleanField(_("opens only when a stage below refers the case up"), default=False)
    escalation = models.JSONField(_("escalation"), default=dict, blank=True)
    entry_checks = models.JSONField(_("entry checks"), default=list, blank=True)
    assessments = models.JSONField(_("assessments that it waits for"), default=list, db_default=[], blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="stage_number_once"),
            models.UniqueConstraint(fields=["procedure", "code"], name="stage_code_once"),
        ]
        triggers: ClassVar[list[Any]] = [freeze_when("stage", _STAGE_PUBLISHED_SQL, "a published procedure never changes")]

    def __str__(self) -> str:
        return f"{self.procedure} · {self.name}"


class SeatTerms(models.Model):
    """What a seat is, in a stage as in the round that was opened from it."""

    number = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=14, choices=SeatRole.choices, default=SeatRole.DELIBERATIVE)
    weight = models.PositiveSmallIntegerField(default=1)
    veto = models.CharField(max_length=10, choices=Veto.choices, default=Veto.NONE)
    mandatory = models.BooleanField(default=True)
    explicit = models.BooleanField(_("silence never counts for this seat"), default=False)
    chair = models.BooleanField(default=False)
    needs_need = models.BooleanField(_("cannot speak before domestic need is stated"), default=False)
    depends_on = models.JSONField(_("fields of the request it depends on (empty: all)"), default=list, blank=True)

    class Meta:
        abstract = True

    def as_terms(self) -> dict[str, Any]:
        """All of the above by name: what a round freezes when it opens, and what the verifier holds against the stage."""
        return {field.name: field.value_from_object(self) for field in SeatTerms._meta.local_fields}


class Seat(SeatTerms):
    """A body's place in a stage."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stage", "body"], name="one_seat_per_body_and_stage")]
        triggers: ClassVar[list[Any]] = [freeze_when("seat", _SEAT_PUBLISHED_SQL, "a published procedure never changes")]

    def __str__(self) -> str:
        return f"{self.stage_id} · {self.body_id}"


class RoutingRow(models.Model):
    """A row of the decision table that says which procedure serves which case. The first by priority wins."""

    code = models.CharField(_("code"), max_length=48, primary_key=True)
    priority = models.PositiveSmallIntegerField(_("priority"), default=100)
    procedure_code = models.CharField(_("procedure"), max_length=48, blank=True)
    when = models.JSONField(_("applies if"), default=dict, blank=True)
    extra_seats = models.JSONField(_("further seats"), default=list, blank=True)
    flags = models.JSONField(_("flags"), default=list, blank=True)
    reasons = TextsField(_("because"), stem="because", max_length=300)
    valid_from = models.DateField(_("valid from"))
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of the decision table")
        verbose_name_plural = _("rows of the decision table")

    def __str__(self) -> str:
        return self.code

    @property
    def reason(self) -> str:
        return in_reader_language(self.reasons)

    def as_policy(self) -> RouteRow:
        """The row as the decision table reads it. Its days are not passed: the caller selects the rows of a day."""
        return RouteRow(
            code=self.code,
            priority=self.priority,
            procedure=self.procedure_code,
            when=self.when,
            extra_seats=tuple(self.extra_seats),
            flags=tuple(self.flags),
            title=TranslatedText(self.reasons),
        )
