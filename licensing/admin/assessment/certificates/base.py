"""What the forms on a certificate share: it is shown beside the fields, and its facts are typed alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.assessment.certificates.facts import CertificateInput
from licensing.admin.assessment.certificates.inputs import read_lines_text
from licensing.admin.assessment.certificates.rows import build_certificate_view
from licensing.admin.forms.base import ActForm, build_date_field, build_line_field, build_select_field, build_text_field
from licensing.models import Case, Certificate, CertificateTemplate
from licensing.models.assessment.certificates import find_citation

# The first of a list is not what somebody gets who chooses none, such as the weaker of two templates.
UNCHOSEN: Final = ("", "–")
# All the lines that a certificate may have, each with a long name, a model, a quantity and a unit.
_LONGEST_LINES: Final = 80_000
_NONE: Final = ("", gettext_lazy("None"))


class CertificateForm(ActForm[Case]):
    """A form on the certificate that the case cites, which is shown beside it."""

    template = "admin/licensing/assessment/certificates/certificate_act.html"

    # What the person read of the certificate, which also changes from other cases that cite it.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        self._read_certificate()
        self.add_fields()

    def reload_subject(self, subject: Case) -> None:
        super().reload_subject(subject)
        self._read_certificate()

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        seen = self.certificate.revision if self.certificate else None
        return {**super().build_hidden_values(last_event), "seen": seen}

    def _read_certificate(self) -> None:
        citation = find_citation(self.subject)
        self.certificate: Certificate | None = citation.certificate if citation else None

    def add_fields(self) -> None:
        """The fields of the act."""

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.certificate else [_("This case cites no certificate.")]

    def build_context(self) -> Mapping[str, Any]:
        return {"shown": build_certificate_view(self.certificate, now=self.now) if self.certificate else None}

    def list_documents(self) -> list[tuple[str, Any]]:
        """The documents of the case to choose from."""
        rows = self.subject.documents.filter(removed_at__isnull=True).order_by("title", "pk")
        return [_NONE, *((str(one.pk), one.title) for one in rows)]

    def get_document(self) -> UUID | None:
        """The document that was chosen."""
        return UUID(self.cleaned_data["document"]) if self.cleaned_data["document"] else None

    def add_fact_fields(self, *, required: bool) -> None:
        """What stands on a certificate beside its issuer and number."""
        self.fields["issued_on"] = build_date_field(_("Issued on"), required=required)
        self.fields["expires_on"] = build_date_field(_("Valid until"), required=False)
        self.fields["end_user"] = build_line_field(_("End user"), required=required)
        templates = CertificateTemplate.objects.current() | CertificateTemplate.objects.filter(
            pk=self.certificate.template_id if self.certificate else ""
        )
        self.fields["template"] = build_select_field(
            _("Template"), [UNCHOSEN, *((one.pk, one.name) for one in templates.order_by("pk"))], required=required
        )
        self.fields["lines"] = build_text_field(
            _("Goods of the certificate"),
            required=required,
            help_text=_("One in a line, as they stand on it: name; model; quantity; unit. The model may be left empty."),
            max_length=_LONGEST_LINES,
        )

    def read_facts(self, *, country: str = "", authority: str = "", number: str = "") -> CertificateInput:
        """What was typed of a certificate."""
        given = self.cleaned_data
        return CertificateInput(
            country=country,
            authority=authority,
            number=number,
            issued_on=given["issued_on"],
            expires_on=given["expires_on"],
            end_user=given["end_user"],
            template=given["template"],
            lines=read_lines_text(given["lines"]),
        )

    def clean_lines(self) -> str:
        """The lines as they were typed; refused with the one that cannot be read."""
        read_lines_text(self.cleaned_data["lines"])
        return str(self.cleaned_data["lines"])
