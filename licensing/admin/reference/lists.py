"""The governed lists at the desk: what each shows. What all of them share stands in `change_sets/list_admin.py`."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.admin.reference.change_sets.calendar.page import YearAdmin
from licensing.admin.reference.change_sets.list_admin import GovernedAdmin
from licensing.admin.reference.code_words import BREACHES, CRITERION_TESTS, OWNERS, PERMITS, build_words_filter, name_code
from licensing.admin.reference.reminder_preview import build_preview, format_reminder_rule
from licensing.models import (
    Calendar,
    CaseKind,
    CertificateTemplate,
    Condition,
    ControlEntry,
    Country,
    Criterion,
    CriterionQuestion,
    CriterionSet,
    Currency,
    DocumentType,
    ExchangeRate,
    Incoterm,
    ItemFamily,
    QuietHours,
    RefusalGround,
    ReminderRule,
    Requirement,
    ReturnGround,
    SourceKind,
    SplittingRule,
    Unit,
)
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.licences.duties.obligations import describe_due_rule


@admin.register(Country)
class CountryAdmin(GovernedAdmin):
    list_display = ("names", "code", "tier", "note")
    list_filter = ("tier",)
    search_fields = ("code", "alpha3", "names")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(ControlEntry)
class ControlEntryAdmin(GovernedAdmin):
    list_display = ("code", "titles", "list", "unroca", "att", "mtcr_default", "valid_from")
    list_filter = ("list", "mtcr_default")
    search_fields = ("code", "titles")
    ordering = ("list", "code")


@admin.register(SplittingRule)
class SplittingRuleAdmin(GovernedAdmin):
    list_display = ("names", "code", "days", "threshold", "active")
    search_fields = ("code", "names")
    ordering = ("code",)


@admin.register(CertificateTemplate)
class CertificateTemplateAdmin(GovernedAdmin):
    list_display = ("names", "code", "active", "note")
    list_filter = ("active",)
    search_fields = ("code", "names")
    ordering = ("code",)


@admin.register(SourceKind)
class SourceKindAdmin(GovernedAdmin):
    list_display = ("names", "code", "active", "note")
    list_filter = ("active",)
    search_fields = ("code", "names")
    ordering = ("code",)


@admin.register(ItemFamily)
class ItemFamilyAdmin(GovernedAdmin):
    list_display = ("names", "code", "unit", "plan_days", "quota_percent", "active")
    list_select_related = ("unit",)
    search_fields = ("code", "names")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(Unit)
class UnitAdmin(GovernedAdmin):
    list_display = ("names", "code", "decimals")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(Currency)
class CurrencyAdmin(GovernedAdmin):
    list_display = ("code", "names", "decimals")
    search_fields = ("code", "names")
    ordering = ("code",)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(GovernedAdmin):
    list_display = ("currency", "on", "to_eur")
    list_filter = ("currency",)
    list_select_related = ("currency",)
    ordering = ("-on", "currency")


@admin.register(Incoterm)
class IncotermAdmin(GovernedAdmin):
    list_display = ("code", "name")
    ordering = ("code",)


@admin.register(CaseKind)
class CaseKindAdmin(GovernedAdmin):
    """Kinds of case: their names and terms may change, their prefix stands in every reference that was given."""

    list_display = ("names", "prefix", "leads_to", "validity_months", "max_validity_months", "active")
    ordering = (InAlphabet(TextIn("names")),)

    @display(description=_("permit it leads to"))
    def leads_to(self, kind: CaseKind) -> str:
        return name_code(PERMITS, kind.permit)


@admin.register(Requirement)
class RequirementAdmin(GovernedAdmin):
    """What a file needs to be complete: its sentence may be reworded, its test comes with the seed file."""

    # How it is tested is for who mends it, and stands on its page.
    list_display = ("sentence", "kind", "section", "active")
    list_filter = ("active", "kind", "section")
    list_select_related = ("kind",)
    search_fields = ("code", "sentences")
    ordering = ("kind", "section", "code")


@admin.register(DocumentType)
class DocumentTypeAdmin(GovernedAdmin):
    list_display = ("names", "code", "original_required", "expires")
    search_fields = ("code", "names")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(Condition)
class ConditionAdmin(GovernedAdmin):
    """Conditions are signed by code and parameters, so their text stays as it was signed."""

    list_display = ("code", "text", "when_due", "seen_to_by", "consequence", "blocks_start", "active")
    list_filter = ("active", ("breach", build_words_filter(BREACHES)), ("owner", build_words_filter(OWNERS)), "blocks_start")
    search_fields = ("code", "texts")
    ordering = ("code",)

    @display(description=_("when it is due"))
    def when_due(self, condition: Condition) -> str:
        return str(describe_due_rule(condition.due_rule))

    @display(description=_("who sees to it"))
    def seen_to_by(self, condition: Condition) -> str:
        return name_code(OWNERS, condition.owner)

    @display(description=_("what a breach leads to"))
    def consequence(self, condition: Condition) -> str:
        return name_code(BREACHES, condition.breach)


@admin.register(RefusalGround)
class RefusalGroundAdmin(GovernedAdmin):
    """Grounds are signed by their code, so their text stays as it was signed."""

    list_display = ("code", "text", "absolute", "source", "active")
    list_filter = ("active",)
    ordering = ("code",)


@admin.register(ReturnGround)
class ReturnGroundAdmin(GovernedAdmin):
    list_display = ("code", "texts", "active")
    list_filter = ("active",)
    ordering = ("code",)


@admin.register(CriterionSet)
class CriterionSetAdmin(GovernedAdmin):
    list_display = ("names", "code", "version", "source", "active")
    list_filter = ("active",)
    ordering = ("code",)


@admin.register(CriterionQuestion)
class CriterionQuestionAdmin(GovernedAdmin):
    list_display = ("code", "texts", "criterion", "active")
    list_select_related = ("criterion",)
    list_filter = ("active", "criterion__set")
    search_fields = ("code", "texts")
    ordering = ("code",)


@admin.register(Criterion)
class CriterionAdmin(GovernedAdmin):
    list_display = ("code", "title", "set", "weight", "source", "active")
    list_select_related = ("set",)
    list_filter = ("active", "set")
    ordering = ("set", "code")

    @display(description=_("test"))
    def weight(self, criterion: Criterion) -> str:
        return name_code(CRITERION_TESTS, criterion.test)


@admin.register(Calendar)
class CalendarAdmin(YearAdmin):
    """Calendars, each shown as a year in which days off and days worked are chosen."""

    list_display = ("code", "name", "zone", "version", "note")
    ordering = ("code",)


@admin.register(QuietHours)
class QuietHoursAdmin(GovernedAdmin):
    list_display = ("code", "names", "starts", "ends", "working_days_only")
    ordering = ("code",)


@admin.register(ReminderRule)
class ReminderRuleAdmin(GovernedAdmin):
    """The page of a rule says what it owes at present, before anybody changes it."""

    list_display = ("code", "clock", "when", "audience", "by_mail", "by_webhook", "sentence", "active")
    list_filter = ("active", "clock", "audience", "quiet")
    fields = (
        "code",
        "clock",
        "offset_days",
        "unit",
        "repeat_every",
        "repeat_until",
        "audience",
        "by_mail",
        "by_webhook",
        "quiet",
        "sentences",
        "active",
    )
    ordering = ("clock", "offset_days")
    row_notice_template = "admin/licensing/reference/about_reminder_rule.html"

    @display(description=_("When"))
    def when(self, rule: ReminderRule) -> str:
        return format_reminder_rule(rule.as_policy())

    def describe_row(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        return super().describe_row(request, row) | {"told": build_preview(row)}
