"""The forms on which a case officer takes up a certificate and corrects what was recorded of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.assessment.certificates.citing import CitationInput, amend_certificate, cite_certificate
from licensing.admin.assessment.certificates.base import CertificateForm
from licensing.admin.assessment.certificates.findings import CheckCertificate, VerifyCertificate
from licensing.admin.assessment.certificates.inputs import read_covers_text, write_item_lines, write_lines_text
from licensing.admin.forms.base import build_line_field, build_select_field, build_text_field, map_by_verb
from licensing.choices import Verb
from licensing.models import Certificate, Country

_MOST_OFFERED: Final = 200


class CiteCertificate(CertificateForm):
    """Taking up the certificate of a request: one on record, or one that is recorded here."""

    verb = Verb.CITE_CERTIFICATE
    title = gettext_lazy("Take up the end-user certificate")
    lead = gettext_lazy(
        "A certificate is one record by its issuer and number, which every request cites that rests on it. The applicant reads"
        " what was taken up of it and which elements are missing, and nothing of your notes and steps."
    )
    done = gettext_lazy("The certificate is cited.")

    def find_obstacles(self) -> Sequence[str]:
        return []

    def add_fields(self) -> None:
        self.paper = self.subject.documents.filter(type="euc", removed_at__isnull=True).order_by("-attached_at").first()
        if offered := self._list_offered():
            named = [(str(one.pk), f"{one.number}, {one.authority}") for one in offered]
            self.fields["certificate"] = build_select_field(
                _("Certificate on record"),
                [("", _("None: record the one below")), *named],
                required=False,
                help_text=_("If you choose one, of what stands below only the items by line and the document are taken."),
            )
        countries = sorted(((one.pk, one.name) for one in Country.objects.all()), key=lambda one: str(one[1]))
        self.fields["country"] = build_select_field(_("Country of the issuer"), countries, required=False)
        self.fields["country"].initial = self.subject.partner_country_id
        self.fields["authority"] = build_line_field(_("Issuing authority"), required=False)
        self.fields["number"] = build_line_field(_("Number"), required=False, max_length=80)
        self.add_fact_fields(required=False)
        self.fields["covers"] = build_text_field(
            _("Items by line"),
            required=False,
            rows=2,
            help_text=_(
                "Only for items that the certificate calls otherwise, one in a line: number of the item; number of its line."
            ),
        )
        self.fields["document"] = build_select_field(_("Document in which it stands"), self.list_documents(), required=False)
        self._suggest()

    def _list_offered(self) -> list[Certificate]:
        """The newest ones, and however old those of the number that was typed, or that the request names."""
        newest = list(Certificate.objects.order_by("-recorded_at")[:_MOST_OFFERED])
        typed = self.data.get(self.add_prefix("number"), "")
        numbers = {" ".join(one.split()) for one in (str(typed), self.paper.number if self.paper else "")} - {""}
        named = [row for one in sorted(numbers) for row in Certificate.objects.filter(number__iexact=one)[:_MOST_OFFERED]]
        return list(dict.fromkeys([*named, *newest]))

    def _suggest(self) -> None:
        """What the documents of the request and its items say already."""
        self.fields["lines"].initial = write_item_lines(self.subject)
        if (paper := self.paper) is not None:
            said = {"number": paper.number, "issued_on": paper.issued_on, "expires_on": paper.expires_on}
            for name, value in {**said, "document": str(paper.pk)}.items():
                self.fields[name].initial = value
        party = self.subject.parties.filter(role="end_user").order_by("number").first()
        if party is not None:
            self.fields["end_user"].initial = party.name

    def clean_lines(self) -> str:
        """What is typed beside one on record is not taken, so it is not refused either."""
        return str(self.cleaned_data["lines"]) if self.cleaned_data.get("certificate") else super().clean_lines()

    def clean_covers(self) -> dict[int, int]:
        """The line by the number of the item; refused with the line that cannot be read."""
        return read_covers_text(self.cleaned_data["covers"])

    def clean(self) -> dict[str, Any]:
        """A new certificate needs all of its facts."""
        given = super().clean() or self.cleaned_data
        if not given.get("certificate"):
            for name in ("country", "authority", "number", "issued_on", "end_user", "template", "lines"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Write it as it stands on the certificate."))
        return given

    def execute(self) -> None:
        given = self.cleaned_data
        chosen = UUID(given["certificate"]) if given.get("certificate") else None
        issuer = {name: given[name] for name in ("country", "authority", "number")}
        cited = CitationInput(
            certificate=chosen,
            facts=None if chosen else self.read_facts(**issuer),
            covers=given["covers"],
            document=self.get_document(),
        )
        cite_certificate(self.subject, self.user, cited, expected=given["expected"])


class AmendCertificate(CertificateForm):
    """Correcting what was recorded of a certificate."""

    verb = Verb.AMEND_CERTIFICATE
    title = gettext_lazy("Correct the end-user certificate")
    lead = gettext_lazy(
        "It is corrected for every case that cites it, and what was assessed of it lapses in all of them. Its issuer and number"
        " stay: a certificate with another number is another one."
    )
    done = gettext_lazy("The certificate is corrected.")

    def add_fields(self) -> None:
        self.add_fact_fields(required=True)
        self.fields["reason"] = build_text_field(_("What was recorded wrongly"), help_text=_("Auditors read it."))
        if self.certificate:
            self.fields["issued_on"].initial = self.certificate.issued_on
            self.fields["expires_on"].initial = self.certificate.expires_on
            self.fields["end_user"].initial = self.certificate.end_user
            self.fields["template"].initial = self.certificate.template_id
            self.fields["lines"].initial = write_lines_text(self.certificate)

    def execute(self) -> None:
        given = self.cleaned_data
        read = {"seen": given["seen"], "expected": given["expected"]}
        amend_certificate(self.subject, self.user, self.read_facts(), reason=given["reason"], **read)


CERTIFICATE_FORMS: Final = map_by_verb(CiteCertificate, CheckCertificate, VerifyCertificate, AmendCertificate)
