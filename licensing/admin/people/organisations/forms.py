"""The forms by which partner organisations are opened and corrected."""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.people.organisations.keeping import OrganisationInput, correct_organisation, open_organisation
from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field
from licensing.admin.people.form_page import PeopleForm
from licensing.models import Country, Organisation
from licensing.policy.reference.alphabet import build_sort_key


class OrganisationForm(PeopleForm):
    """Who an organisation is, and why that is recorded or changed."""

    def prepare(self) -> None:
        countries = sorted(((one.pk, one.name) for one in Country.objects.all()), key=lambda one: build_sort_key(one[1]))
        self.fields["name"] = build_line_field(_("Name"))
        self.fields["name_original"] = build_line_field(_("Name in its own script"), required=False)
        self.fields["register_no"] = build_line_field(_("Register number"), required=False, max_length=40)
        self.fields["country"] = build_select_field(_("Country"), [("", _("Choose")), *countries])
        self.fields["address"] = build_text_field(_("Address"), required=False, rows=3)
        self.fields["reason"] = build_text_field(_("Reason"), rows=3)

    def read_organisation(self) -> tuple[OrganisationInput, str]:
        """What was typed of the organisation, and the reason."""
        given: dict[str, Any] = dict(self.cleaned_data)
        reason = given.pop("reason")
        return OrganisationInput(**given), reason


class OpenOrganisation(OrganisationForm):
    """Opening a partner organisation."""

    title = gettext_lazy("Open an organisation")
    lead = gettext_lazy("It has no people until a membership of it is proposed and confirmed.")
    done = gettext_lazy("The organisation is open.")
    button = gettext_lazy("Open it")

    def execute(self) -> None:
        given, reason = self.read_organisation()
        self._opened = open_organisation(self.user, given, reason=reason)

    def get_next_url(self) -> str:
        return get_organisation_url(self._opened)


class CorrectOrganisation(OrganisationForm):
    """Correcting who an organisation is."""

    subject: Organisation
    title = gettext_lazy("Correct an organisation")
    lead = gettext_lazy("What it has filed stays as it was filed. Its administrators are told.")
    done = gettext_lazy("The organisation is corrected.")
    button = gettext_lazy("Save")

    def prepare(self) -> None:
        super().prepare()
        said = model_to_dict(self.subject, fields=["name", "name_original", "register_no", "address", "country"])
        for name, value in said.items():
            self.fields[name].initial = value

    def execute(self) -> None:
        given, reason = self.read_organisation()
        correct_organisation(self.subject, self.user, given, reason=reason)


def get_organisation_url(organisation: Organisation) -> str:
    return reverse("admin:licensing_organisation_change", args=[organisation.pk])
