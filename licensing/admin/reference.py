"""Reference data, kept by policy officers. What a seed file decides about the working of the house is read only here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from licensing.admin.inputs import DayInput
from licensing.admin.rights import KEEPERS_OF_REFERENCE, DeskAdmin, RecordAdmin, holds
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


class ReferenceAdmin(DeskAdmin):
    """A list of codes: everybody at the desk reads it, policy officers keep it. A code that is in use never changes."""

    seen_by = None
    kept_by = KEEPERS_OF_REFERENCE
    keys: ClassVar[tuple[str, ...]] = ("code",)
    fixed: ClassVar[tuple[str, ...]] = ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.fixed, *self.keys) if obj else self.fixed


class FixedAdmin(ReferenceAdmin):
    """A list whose rows the code reads: wording may be mended here, a new row comes with a seed file that is checked."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ("name_en", "name_uk", "code", "tier", "note")
    list_filter = ("tier",)
    search_fields = ("code", "alpha3", "name_en", "name_uk")
    ordering = ("name_en",)


@admin.register(ControlEntry)
class ControlEntryAdmin(ReferenceAdmin):
    list_display = ("code", "title_en", "title_uk", "list", "unroca", "att", "mtcr_default")
    list_filter = ("list", "mtcr_default")
    search_fields = ("code", "title_en", "title_uk")
    ordering = ("list", "code")


@admin.register(Unit)
class UnitAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_uk", "decimals")
    ordering = ("code",)


@admin.register(Currency)
class CurrencyAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_uk", "decimals")
    search_fields = ("code", "name_en", "name_uk")
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
    list_display = ("code", "name_en")
    ordering = ("code",)


@admin.register(CaseKind)
class CaseKindAdmin(FixedAdmin):
    list_display = ("name_en", "name_uk", "prefix", "permit", "validity_months", "max_validity_months", "active")
    fixed = ("code", "prefix", "permit", "is_plan")
    ordering = ("code",)


@admin.register(Requirement)
class RequirementAdmin(FixedAdmin):
    list_display = ("sentence_en", "kind", "section", "test", "target")
    list_filter = ("kind", "section")
    list_select_related = ("kind",)
    fixed = ("kind", "code", "section", "test", "target", "applies_if")
    keys = ()
    search_fields = ("code", "sentence_en", "sentence_uk")
    ordering = ("kind", "section", "code")


@admin.register(DocumentType)
class DocumentTypeAdmin(ReferenceAdmin):
    list_display = ("name_en", "name_uk", "code", "original_required", "expires")
    search_fields = ("code", "name_en", "name_uk")
    ordering = ("code",)


@admin.register(Condition)
class ConditionAdmin(FixedAdmin):
    """Conditions are signed by code and parameters, so their text stays as it was signed."""

    list_display = ("code", "text_en", "due_rule", "owner", "breach", "blocks_start")
    list_filter = ("breach", "owner", "blocks_start")
    fixed = ("code", "text_en", "text_uk", "parameters", "due_rule", "blocks_start")
    keys = ()
    search_fields = ("code", "text_en", "text_uk")
    ordering = ("code",)


@admin.register(RefusalGround)
class RefusalGroundAdmin(RecordAdmin):
    """Grounds are signed by their code, so their text stays as it was signed."""

    seen_by = None
    list_display = ("code", "text_en", "absolute", "source")
    ordering = ("code",)


@admin.register(ReturnGround)
class ReturnGroundAdmin(ReferenceAdmin):
    list_display = ("code", "text_en", "text_uk")
    ordering = ("code",)


@admin.register(Criterion)
class CriterionAdmin(ReferenceAdmin):
    list_display = ("code", "title_en", "set", "test", "source")
    list_filter = ("set",)
    fixed = ("test",)
    ordering = ("set", "code")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class HolidayInline(TabularInline):
    """The days off, and the weekend days that are worked."""

    model = Holiday
    formfield_overrides = {DateField: {"widget": DayInput}}
    extra = 0
    fields = ("on", "kind", "name_en", "name_uk")
    ordering = ("on",)
    verbose_name_plural = _("Days off and days worked")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, KEEPERS_OF_REFERENCE)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return holds(request, KEEPERS_OF_REFERENCE)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A day off may be taken back: the calendar's version says which days a clock was computed with."""
        return holds(request, KEEPERS_OF_REFERENCE)


@admin.register(Calendar)
class CalendarAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "zone", "version", "note")
    inlines = (HolidayInline,)
    fixed = ("zone",)
    ordering = ("code",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(QuietHours)
class QuietHoursAdmin(ReferenceAdmin):
    list_display = ("code", "name_en", "name_uk", "starts", "ends", "working_days_only")
    ordering = ("code",)


class ReminderRuleForm(ModelForm[ReminderRule]):
    def clean_by_webhook(self) -> bool:
        """The audience is fixed, so the form says at once what the database would refuse."""
        wanted = bool(self.cleaned_data["by_webhook"])
        if wanted and self.instance.audience != Audience.APPLICANT:
            raise ValidationError(_("Only the applicant can be reminded by webhook."))
        return wanted


@admin.register(ReminderRule)
class ReminderRuleAdmin(FixedAdmin):
    form = ReminderRuleForm
    list_display = ("code", "clock", "when", "audience", "by_mail", "by_webhook", "quiet", "sentence_en")
    list_filter = ("clock", "audience", "quiet")
    list_select_related = ("quiet",)
    fixed = ("code", "clock", "offset_days", "unit", "repeat_every", "repeat_until", "audience")
    keys = ()
    ordering = ("clock", "offset_days")

    @display(description=_("When"))
    def when(self, rule: ReminderRule) -> str:
        return f"{rule.offset_days:+d} {rule.unit}"
