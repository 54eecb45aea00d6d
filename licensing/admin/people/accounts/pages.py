"""Accounts at the desk: opened, corrected, closed, each by an act; an address and a password are the person's own."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.people.accounts.keeping import (
    close_account,
    correct_account,
    explain_reopening,
    open_account,
    reopen_account,
)
from licensing.acts.people.accounts.second_factor import count_second_factors
from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field
from licensing.admin.pages.rights import PEOPLE_EDITORS, RecordAdmin, get_or_404, get_person, local_now
from licensing.admin.people.form_page import PeopleForm, handle_form, list_account_facts, may_keep
from licensing.choices import AccountStep, RightKind
from licensing.models import User
from licensing.models.people.users import list_languages


class Open(PeopleForm):
    """Opening the account of a system, without a right."""

    title = gettext_lazy("Open the account of a system")
    lead = gettext_lazy("Nobody signs in to it, and it gives no right by itself. A person is invited instead.")
    done = gettext_lazy("The account is open.")
    button = gettext_lazy("Open it")

    def prepare(self) -> None:
        self.fields["email"] = build_line_field(_("E-mail"), max_length=254)
        self.fields["name"] = build_line_field(_("Name"))
        self.fields["language"] = build_select_field(_("Language"), list_languages())
        self.fields["language"].initial = settings.LANGUAGE_CODE

    def execute(self) -> None:
        self._opened = open_account(self.user, **self.cleaned_data)

    def get_next_url(self) -> str:
        return _get_account_url(self._opened)


class AccountForm(PeopleForm):
    """A form about the account of somebody else."""

    subject: User

    def prepare(self) -> None:
        self.fields["reason"] = build_text_field(_("Reason"))

    def list_facts(self) -> list[tuple[str, Any]]:
        return list_account_facts(self.subject)


class Correct(AccountForm):
    """Correcting a name, or whether the account may open the desk."""

    title = gettext_lazy("Correct an account")
    lead = gettext_lazy("The person is told. An address and a password are changed by the person alone.")
    done = gettext_lazy("The account is corrected.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        self.fields["name"] = build_line_field(_("Name"))
        self.fields["name"].initial = self.subject.name
        self.fields["is_staff"] = forms.BooleanField(label=_("May open the reviewers' desk"), required=False)
        self.fields["is_staff"].initial = self.subject.is_staff
        super().prepare()

    def execute(self) -> None:
        correct_account(self.subject, self.user, **self.cleaned_data)


class Close(AccountForm):
    """Closing an account, with all the rights of its person."""

    title = gettext_lazy("Close an account")
    lead = gettext_lazy("All rights of the person end with it, and do not come back when the account is opened again.")
    done = gettext_lazy("The account is closed.")
    button = gettext_lazy("Close it")
    weight = "grave"

    def execute(self) -> None:
        close_account(self.subject, self.user, **self.cleaned_data)


class Reopen(AccountForm):
    """Opening a closed account again."""

    title = gettext_lazy("Open the account again")
    lead = gettext_lazy("The person can sign in again, and has no right until one is proposed and confirmed.")
    done = gettext_lazy("The account is open again.")
    button = gettext_lazy("Open it")

    def execute(self) -> None:
        reopen_account(self.subject, self.user, **self.cleaned_data)


@admin.register(User)
class UserAdmin(RecordAdmin):
    """Accounts, read here; nobody changes their own, nor one that could do anything."""

    editors = PEOPLE_EDITORS
    list_display = ("name", "email", "is_staff", "is_system", "is_active", "language", "last_login")
    list_filter = ("is_staff", "is_system", "is_active", "appointments__kind", "mandates__body")
    search_fields = ("name", "email")
    ordering = ("name",)
    fields = (
        *("name", "email", "language", "time_zone", "is_staff", "is_active", "is_system", "wants_digest"),
        *("date_joined", "last_login"),
    )
    list_before_template = "admin/licensing/people/accounts/about_accounts.html"
    change_form_before_template = "admin/licensing/people/accounts/about_account.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("open/", view(self.open), name="licensing_user_open"),
            path("<uuid:user_id>/correct/", view(partial(self._change, form_class=Correct)), name="licensing_user_correct"),
            path("<uuid:user_id>/close/", view(partial(self._change, form_class=Close)), name="licensing_user_close"),
            path("<uuid:user_id>/reopen/", view(partial(self._change, form_class=Reopen)), name="licensing_user_reopen"),
            *super().get_urls(),
        ]

    def open(self, request: HttpRequest) -> HttpResponse:
        back = reverse("admin:licensing_user_changelist")
        return handle_form(request, partial(Open, user=get_person(request), back=back))

    def _change(self, request: HttpRequest, user_id: UUID, form_class: type[AccountForm]) -> HttpResponse:
        person = get_or_404(self.get_queryset(request), pk=user_id)
        user = get_person(request)
        refusal = "" if _may_change(request, person) else _("You do not change this account. Another administrator must do it.")
        form = partial(form_class, user=user, subject=person, back=_get_account_url(person))
        return handle_form(request, form, refusal=refusal, of_two=person.pk == user.pk)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_keep": may_keep(request), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        person = context["original"]
        more = {
            "may_change": may_keep(request) and _may_change(request, person),
            "steps": _list_account_steps(person),
            "kinds": [one for one in RightKind.choices if one[0] != RightKind.HEAD],
        }
        page: HttpResponse = super().render_change_form(request, context | more, *args, **kwargs)
        return page


def _may_change(request: HttpRequest, person: User) -> bool:
    return person.pk != get_person(request).pk and not person.is_superuser


def _list_account_steps(person: User) -> list[tuple[str, str]]:
    """What two administrators can do to this account together, where there is something to do."""
    offered = [
        (AccountStep.RESET_FACTOR, person.is_active and count_second_factors(person)),
        (AccountStep.REOPEN, not person.is_active and explain_reopening(person, local_now())),
        (AccountStep.CONNECT_IDENTITY, person.is_active and settings.OIDC_ISSUER),
    ]
    return [(step.value, str(step.label)) for step, is_offered in offered if is_offered and not person.is_system]


def _get_account_url(person: User) -> str:
    return reverse("admin:licensing_user_change", args=[person.pk])
