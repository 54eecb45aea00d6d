"""Kinds of case and what they require: documents, sections, how long their permits live."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import Section
from licensing.messages import TranslatedText
from licensing.models.reference.names import CurrentQuerySet, Named
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.licences import validity
from licensing.policy.requests.completeness import Requirement as CompletenessRequirement
from licensing.policy.requests.completeness import RequirementKind

# The kinds, besides plans, under which requests are granted and nothing leaves by itself: a contract of several years that is
# decided as a whole, and leave to negotiate.
FRAMEWORK: Final = "framework"
NEGOTIATION: Final = "negotiation"
# What the state signs off for itself: the version of a country plan. Nobody applies for it, so it is on no list to choose from.
PLAN_REVIEW: Final = "plan_review"


class DocumentType(Named):
    """A type of document that a request may hold, such as an end-user certificate."""

    code = models.CharField(_("code"), primary_key=True, max_length=32)
    original_required = models.BooleanField(_("original required"), default=False)
    expires = models.BooleanField(_("expires"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")


class CaseKindQuerySet(models.QuerySet["CaseKind"]):
    def reviewed(self, *, named: Collection[str] = ()) -> Self:
        """Those of which cases still come before bodies, and those that are named already by whoever chooses among them."""
        return self.filter(Q(active=True, is_plan=False) | Q(pk__in=named))

    def offered(self) -> Self:
        """Those that a partner may choose for a new request: in use, neither plans of countries nor the state's own."""
        return self.reviewed().exclude(pk=PLAN_REVIEW)


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

    objects: ClassVar[Any] = CaseKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("kind of case")
        verbose_name_plural = _("kinds of case")

    @property
    def is_retired(self) -> bool:
        """Whether partners file it no more, whatever the list says: plans of countries belong to the state."""
        return self.is_plan

    @property
    def is_drawn_on(self) -> bool:
        """Whether requests draw on what a case of this kind is granted, and nothing leaves under it."""
        return self.is_leave_or_plan or self.pk == FRAMEWORK

    @property
    def is_leave_or_plan(self) -> bool:
        """Whether contracts are made on what a case of this kind is granted: leave to negotiate them, or a plan."""
        return self.is_plan or self.pk == NEGOTIATION

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
    # False: it has ended. Nobody chooses it any more; what cites it still reads it.
    active = models.BooleanField(_("still in use"), default=True, db_default=True)

    objects = CurrentQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        # `kind` is null for what every kind requires, and two of those with one code are the same.
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="requirement_once_per_kind", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"{self.sentence} ({self.code})"

    @property
    def sentence(self) -> str:
        return in_reader_language(self.sentences)

    def as_policy(self) -> CompletenessRequirement:
        """The requirement as the completeness check reads it, with its sentence in every language."""
        return CompletenessRequirement(
            code=self.code,
            kind=RequirementKind(self.test),
            target=self.target,
            section=Section(self.section),
            sentence=TranslatedText(self.sentences),
            applies_if=self.applies_if,
        )
