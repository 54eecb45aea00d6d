"""People and what ties them to bodies and organisations, kept by administrators. None of it lets anybody skip a rule."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now, to_local_day
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.inputs import DayInput, LabelledInputs
from licensing.admin.pages.rights import AUTHORITY, PEOPLE_EDITORS, REFERENCE_EDITORS, DeskAdmin, has_appointment
from licensing.models import Appointment, Body, CaseKind, Mandate, Membership, Organisation, User
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.record.event_kinds import EventKind


class PeriodWidget(LabelledInputs):
    """From and to, each a day."""

    labels = (gettext_lazy("From"), gettext_lazy("To (not included)"))

    def __init__(self) -> None:
        super().__init__({"lower": DayInput(), "upper": DayInput()})

    def decompress(self, value: Any) -> list[Any]:
        return [value.lower, value.upper] if value else [None, None]


class PeriodForm(forms.ModelForm[Any]):
    """A row that ties a person to something for a time; it ends by its last day and is never deleted."""

    acting_person: User | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "period" in self.fields:
            self.fields["period"].help_text = _("The second day is no longer included. Leave it empty for an open end.")

    def clean_user(self) -> User:
        """Nobody gives a duty to themselves."""
        user: User = self.cleaned_data["user"]
        if self.acting_person is not None and user.pk == self.acting_person.pk:
            raise forms.ValidationError(_("You cannot give a duty or a mandate to yourself. Another administrator must do it."))
        return user

    def clean_period(self) -> Any:
        # Of an appointment the database takes an empty range, which would hold on no day.
        period = self.cleaned_data["period"]
        if period is None or period.lower is None or (period.upper is not None and period.upper <= period.lower):
            raise forms.ValidationError(_("Say from which day, and end later than you begin."))
        return period


class MandateForm(PeriodForm):
    """A mandate to speak for a body, for all kinds of case or for some; a person has one at a time for each body."""

    scope = forms.MultipleChoiceField(
        label=gettext_lazy("Only these kinds of case"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all kinds."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = self.fields.get("scope")
        if isinstance(scope, forms.MultipleChoiceField):
            scope.choices = [(kind.pk, kind.name) for kind in CaseKind.objects.order_by(InAlphabet(TextIn("names")))]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        user, body = given.get("user") or self.instance.user_id, given.get("body") or self.instance.body_id
        period = given.get("period")
        if user and body and period and self._has_overlapping_mandate(user, body, period):
            self.add_error("period", get_overlap_message())
        return given

    def _has_overlapping_mandate(self, user: Any, body: Any, period: Any) -> bool:
        others = Mandate.objects.filter(user=user, body=body, period__overlap=period)
        return others.exclude(pk=self.instance.pk).exists()

    def _get_validation_exclusions(self) -> set[str]:
        """clean() refuses an overlap in a sentence; the constraint of the database holds where two forms are sent at once."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # no stub names it
        return excluded | {"period"}


def get_overlap_message() -> str:  # a sentence that is translated when it is read
    """What is said of an overlap, by the form that finds it and by the page whose save the constraint refused."""
    return _("This person has a mandate for this body in a part of that time already. End it first, or choose other days.")


class PeopleAdmin(DeskAdmin):
    """Rows about people: read by the authority, kept by administrators."""

    editors = PEOPLE_EDITORS
    recorded_as = EventKind.RIGHTS_CHANGED


class PeriodAdmin(PeopleAdmin):
    """Rows that hold for a time. Nobody changes their own, so no administrator prolongs their own office."""

    list_select_related: ClassVar[tuple[str, ...]] = ("user",)
    autocomplete_fields = ("user",)
    fixed: ClassVar[tuple[str, ...]] = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A row stays the row of its person; only its time is changed."""
        return self.fixed if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = obj is not None and obj.user_id == request.user.pk
        return not own and super().has_change_permission(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        # The form has no request; without the person it could not refuse a duty that they give to themselves.
        return type(form.__name__, (form,), {"acting_person": request.user})

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "period":
            return db_field.formfield(widget=PeriodWidget())
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @display(description=gettext_lazy("Person"), ordering="user__name")
    def who(self, row: Any) -> str:
        return str(row.user)

    @display(description=gettext_lazy("From"), ordering="period")
    def since(self, row: Any) -> SafeString:
        return render_cell("day", day=row.period.lower)

    @display(description=gettext_lazy("To (not included)"))
    def until(self, row: Any) -> SafeString:
        return render_cell("day", day=row.period.upper)

    @display(description=gettext_lazy("Holds today"), boolean=True)
    def holds_today(self, row: Any) -> bool:
        return to_local_day(now()) in row.period


@admin.register(Mandate)
class MandateAdmin(PeriodAdmin):
    """Who speaks for which body, as holder or deputy, and for which kinds of case."""

    form = MandateForm
    list_display = ("who", "of_body", "kind", "place", "since", "until", "holds_today", "kinds")
    list_select_related: ClassVar[tuple[str, ...]] = ("user", "body")
    list_filter = ("body", "kind")
    search_fields = ("user__name", "user__email", "body__code")
    fields = ("user", "body", "kind", "order", "period", "scope")
    fixed: ClassVar[tuple[str, ...]] = ("user", "body")
    ordering = ("body", "kind", "order")

    @display(description=gettext_lazy("Body"), ordering="body")
    def of_body(self, mandate: Mandate) -> str:
        return mandate.body.name

    @display(description=gettext_lazy("No."), ordering="order")
    def place(self, mandate: Mandate) -> int:
        return mandate.order

    @display(description=gettext_lazy("Only for"))
    def kinds(self, mandate: Mandate) -> str:
        return ", ".join(mandate.scope) or "–"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Two administrators at once: the constraint lets one of them through, and the other reads why theirs was refused."""
        try:
            page: HttpResponse = super().changeform_view(request, object_id, form_url, extra_context)
            return page
        except IntegrityError as refusal:
            if "mandates_of_a_person_do_not_overlap" not in str(refusal):
                raise
            messages.error(request, get_overlap_message())
            return HttpResponseRedirect(request.path)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        mandate = super().save_form(request, form, change)
        if not change:
            mandate.given_by = request.user
        return mandate


@admin.register(Appointment)
class AppointmentAdmin(PeriodAdmin):
    """Offices of the authority, held for a period: case officer, decider, auditor, policy officer, administrator."""

    form = PeriodForm
    list_display = ("who", "kind", "since", "until", "holds_today")
    list_filter = ("kind",)
    search_fields = ("user__name", "user__email")
    fields = ("user", "kind", "period")
    fixed: ClassVar[tuple[str, ...]] = ("user", "kind")
    ordering = ("kind", "user__name")


class PersonForm(forms.ModelForm[User]):
    """A person who is invited: no password is set here, they choose it by “forgotten password”."""

    class Meta:
        model = User
        fields = ("email", "name", "language", "time_zone", "is_staff", "is_active", "is_system", "wants_digest")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        if not self.instance.password:
            self.instance.set_unusable_password()
        return super().clean() or self.cleaned_data


@admin.register(User)
class UserAdmin(PeopleAdmin):
    form = PersonForm
    list_display = ("name", "email", "is_staff", "is_system", "is_active", "language", "last_login")
    list_filter = ("is_staff", "is_system", "is_active", "appointments__kind", "mandates__body")
    search_fields = ("name", "email")
    ordering = ("name",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account that could do anything is no account of the desk, and is not changed from it."""
        return not (obj and obj.is_superuser) and super().has_change_permission(request, obj)


@admin.register(Organisation)
class OrganisationAdmin(PeopleAdmin):
    list_display = ("name", "name_original", "country", "register_no")
    list_select_related = ("country",)
    search_fields = ("name", "name_original", "register_no")
    autocomplete_fields = ("country",)
    ordering = ("name",)


@admin.register(Membership)
class MembershipAdmin(PeopleAdmin):
    list_display = ("user", "organisation", "role")
    list_select_related = ("user", "organisation")
    list_filter = ("role",)
    search_fields = ("user__name", "user__email", "organisation__name")
    autocomplete_fields = ("user", "organisation")
    ordering = ("organisation__name", "user__name")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Leaving takes a person out of the organisation; what they have filed stays with it."""
        return has_appointment(request, PEOPLE_EDITORS)


@admin.register(Body)
class BodyAdmin(DeskAdmin):
    list_display = ("names", "code", "states_need", "head")
    list_select_related = ("head",)
    search_fields = ("code", "names", "short_names")
    autocomplete_fields = ("head",)
    ordering = (InAlphabet(TextIn("names")),)
    viewers = AUTHORITY
    editors = REFERENCE_EDITORS | PEOPLE_EDITORS
    recorded_as = EventKind.RIGHTS_CHANGED

    def get_fixed_fields(self, obj: Any) -> tuple[str, ...]:
        return ("code",) if obj else ()
