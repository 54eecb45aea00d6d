"""Reference data, kept by policy officers. What a seed file decides about the behaviour of Dozvil is read only here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import DateField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from licensing.admin.pages.inputs import DayInput, NamedRows
from licensing.admin.pages.rights import REFERENCE_EDITORS, DeskAdmin, RecordAdmin, has_appointment
from licensing.admin.pages.texts import TextsAdmin
from licensing.admin.reference.code_words import BREACHES, CRITERION_TESTS, OWNERS, PERMITS, build_words_filter, name_code
from licensing.admin.reference.reminder_preview import build_preview, format_reminder_rule
from licensing.choices import Audience
from licensing.models import (
    Calendar,
    CaseKind,
    Condition,
    ControlEntry,
    Country,
    Criterion,
    Currency,
    DocumentType,
    ExchangeRate,
    Holiday,
    Incoterm,
    QuietHours,
    RefusalGround,
    ReminderRule,
    Requirement,
    ReturnGround,
    Unit,
)
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.licences.obligations import describe_due_rule


class ReferenceAdmin(DeskAdmin):
    """A list of codes: everybody at the desk reads it, policy officers keep it. A code that is in use never changes."""

    viewers = None
    editors = REFERENCE_EDITORS
    keys: ClassVar[tuple[str, ...]] = ("code",)
    fixed: ClassVar[tuple[str, ...]] = ()

    def get_fixed_fields(self, obj: Any) -> tuple[str, ...]:
        return (*self.fixed, *self.keys) if obj else self.fixed


class FixedAdmin(ReferenceAdmin):
    """A list whose rows the code reads: wording may be mended here, a new row comes with a seed file that is checked."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("names", "code", "tier", "note")
    list_filter = ("tier",)
    search_fields = ("code", "alpha3", "names")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(ControlEntry)
class ControlEntryAdmin(ReferenceAdmin):
    list_display = ("code", "titles", "list", "unroca", "att", "mtcr_default")
    list_filter = ("list", "mtcr_default")
    search_fields = ("code", "titles")
    ordering = ("list", "code")


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    list_display = ("names", "code", "decimals")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(Currency)
class CurrencyAdmin(ReferenceAdmin):
    list_display = ("code", "names", "decimals")
    search_fields = ("code", "names")
    ordering = ("code",)


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReferenceAdmin):
    list_display = ("currency", "on", "to_eur")
    list_filter = ("currency",)
    list_select_related = ("currency",)
    keys = ("currency", "on")
    ordering = ("-on", "currency")


@admin.register(Incoterm)
class IncotermAdmin(ReferenceAdmin):
    list_display = ("code", "name")
    ordering = ("code",)


@admin.register(CaseKind)
class CaseKindAdmin(FixedAdmin):
    """Kinds of case: their names and terms may change, their prefix stands in every reference that was given."""

    list_display = ("names", "prefix", "leads_to", "validity_months", "max_validity_months", "active")
    fixed = ("code", "prefix", "permit", "is_plan")
    ordering = (InAlphabet(TextIn("names")),)

    @display(description=_("permit it leads to"))
    def leads_to(self, kind: CaseKind) -> str:
        return name_code(PERMITS, kind.permit)


@admin.register(Requirement)
class RequirementAdmin(FixedAdmin):
    """What a file needs to be complete: its sentence may be reworded, its test comes with the seed file."""

    # How it is tested is for who mends it, and stands on its page.
    list_display = ("sentence", "kind", "section")
    list_filter = ("kind", "section")
    list_select_related = ("kind",)
    fixed = ("kind", "code", "section", "test", "target", "applies_if")
    keys = ()
    search_fields = ("code", "sentences")
    ordering = ("kind", "section", "code")


@admin.register(DocumentType)
class DocumentTypeAdmin(ReferenceAdmin):
    list_display = ("names", "code", "original_required", "expires")
    search_fields = ("code", "names")
    ordering = (InAlphabet(TextIn("names")),)


@admin.register(Condition)
class ConditionAdmin(FixedAdmin):
    """Conditions are signed by code and parameters, so their text stays as it was signed."""

    list_display = ("code", "text", "when_due", "seen_to_by", "consequence", "blocks_start")
    list_filter = (("breach", build_words_filter(BREACHES)), ("owner", build_words_filter(OWNERS)), "blocks_start")
    fixed = ("code", "texts", "parameters", "due_rule", "blocks_start")
    keys = ()
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
class RefusalGroundAdmin(RecordAdmin):
    """Grounds are signed by their code, so their text stays as it was signed."""

    viewers = None
    list_display = ("code", "text", "absolute", "source")
    ordering = ("code",)


@admin.register(ReturnGround)
class ReturnGroundAdmin(ReferenceAdmin):
    list_display = ("code", "texts")
    ordering = ("code",)


@admin.register(Criterion)
class CriterionAdmin(ReferenceAdmin):
    list_display = ("code", "title", "set", "weight", "source")
    list_filter = ("set",)
    fixed = ("test",)
    ordering = ("set", "code")

    @display(description=_("test"))
    def weight(self, criterion: Criterion) -> str:
        return name_code(CRITERION_TESTS, criterion.test)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HolidayRows(NamedRows):
    def name_row(self, row: Any) -> str:
        return date_format(row.on, "SHORT_DATE_FORMAT")


class HolidayInline(TextsAdmin, TabularInline):
    """The days off, and the weekend days that are worked."""

    model = Holiday
    formset = HolidayRows
    formfield_overrides = {DateField: {"widget": DayInput}}
    extra = 0
    # The day stands in the row itself.
    hide_title = True
    fields = ("on", "kind", "names")
    ordering = ("on",)
    verbose_name_plural = _("Days off and days worked")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_appointment(request, REFERENCE_EDITORS)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return has_appointment(request, REFERENCE_EDITORS)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day off may be taken back: the calendar's version says which days a clock was computed with."""
        return has_appointment(request, REFERENCE_EDITORS)


@admin.register(Calendar)
class CalendarAdmin(ReferenceAdmin):
    list_display = ("code", "name", "zone", "version", "note")
    inlines = (HolidayInline,)
    change_form_before_template = "admin/licensing/parts/about_calendar.html"
    fixed = ("zone",)
    ordering = ("code",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(QuietHours)
class QuietHoursAdmin(ReferenceAdmin):
    list_display = ("code", "names", "starts", "ends", "working_days_only")
    ordering = ("code",)


class ReminderRuleForm(ModelForm[ReminderRule]):
    """When a rule reminds, whom and how often; offsets and repeats in days, of the kind that `unit` names."""

    def clean(self) -> dict[str, Any]:
        """Say at once, beside the field, what would make no sense."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("by_webhook") and given.get("audience") != Audience.APPLICANT:
            self.add_error("by_webhook", _("Only the applicant can be reminded by webhook."))
        if given.get("audience") == Audience.SYSTEMS:
            self.add_error("audience", _("Systems hear of what the applicant is reminded of; choose people."))
        every, until = given.get("repeat_every"), given.get("repeat_until")
        if every == 0:
            self.add_error("repeat_every", _("At least every day; leave it empty where nothing is repeated."))
        if until is not None and not every:
            self.add_error("repeat_until", _("Nothing is repeated: say every how many days, or leave this empty."))
        elif until is not None and until < given.get("offset_days", 0):
            self.add_error("repeat_until", _("The last repeat cannot come before the first reminder."))
        if abs(given.get("offset_days") or 0) > 730:
            self.add_error("offset_days", _("At most two years before or after."))
        return given


@admin.register(ReminderRule)
class ReminderRuleAdmin(FixedAdmin):
    """The page of a rule says what it owes at present, before anybody changes it."""

    form = ReminderRuleForm
    list_display = ("code", "clock", "when", "audience", "by_mail", "by_webhook", "sentence")
    list_filter = ("clock", "audience", "quiet")
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
    )
    fixed = ("code", "clock")
    keys = ()
    ordering = ("clock", "offset_days")
    change_form_before_template = "admin/licensing/parts/about_reminder_rule.html"

    @display(description=_("When"))
    def when(self, rule: ReminderRule) -> str:
        return format_reminder_rule(rule.as_policy())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        # The list quotes "_" in the ids of its links, and every code of a rule has one.
        rule = ReminderRule.objects.filter(pk=unquote(object_id or "")).first()
        preview = {"told": build_preview(rule)} if rule else {}
        return super().changeform_view(request, object_id, form_url, {**preview, **(extra_context or {})})

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        if _TIMING & set(form.changed_data):
            messages.info(request, _("What is owed by this rule and was not sent yet follows it within a few minutes."))
        return super().save_form(request, form, change)


_TIMING = frozenset({"offset_days", "unit", "repeat_every", "repeat_until"})
