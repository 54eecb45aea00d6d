"""The forms on which a case officer says what was found of a certificate: its elements, and a step on its authenticity."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.certificates.authenticity import ElementsInput, StepInput, check_certificate, verify_certificate
from licensing.acts.assessment.disposing import may_ask
from licensing.admin.assessment.certificates.base import UNCHOSEN, CertificateForm
from licensing.admin.forms.base import (
    build_date_field,
    build_line_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.forms.questions import USUAL_DAYS
from licensing.choices import AuthenticityStep, CertificateElement, ElementFinding, StepChannel, StepResult, Verb
from licensing.models.assessment.certificates import find_newest_check


class CheckCertificate(CertificateForm):
    """Saying of each element of the template whether it is there."""

    verb = Verb.CHECK_CERTIFICATE
    template = "admin/licensing/assessment/certificates/check_certificate.html"
    title = gettext_lazy("Check the elements of the certificate")
    lead = gettext_lazy(
        "Say of each element whether it is there. While a required one is absent or unclear, the assessment of the certificate"
        " cannot be sound; you may ask the applicant for it here."
    )
    done = gettext_lazy("What you found is recorded.")

    def add_fields(self) -> None:
        if self.certificate is None:
            return
        template = self.certificate.template.as_policy()
        check = find_newest_check(self.certificate)
        for code in template.elements:
            said = check.findings.get(code, {}) if check else {}
            is_required = code in template.required
            label = f"{code} · {CertificateElement(code).label}"
            found = build_radio_field(
                label,
                ElementFinding.choices if is_required else [("", _("Not looked at")), *ElementFinding.choices],
                required=is_required,
            )
            found.initial = said.get("found", "")
            self.fields[code] = found
            note = build_line_field(_("Note on %(code)s") % {"code": code}, required=False, max_length=1000)
            note.initial = said.get("note", "")
            self.fields[f"note_{code}"] = note
        if may_ask(self.subject):
            self.fields["question"] = build_text_field(
                _("Question to the applicant"), required=False, help_text=_("Only where something is missing. They read it.")
            )
            self.fields["due_on"] = build_date_field(_("Answer by"), required=False)
            self.fields["due_on"].initial = to_local_day(self.now) + timedelta(days=USUAL_DAYS)

    def build_context(self) -> Mapping[str, Any]:
        required = self.certificate.template.required if self.certificate else ()
        codes = [name for name in self.fields if name in CertificateElement.values]
        rows = [{"found": self[code], "note": self[f"note_{code}"], "is_required": code in required} for code in codes]
        asked = [self[name] for name in ("question", "due_on") if name in self.fields]
        return {**super().build_context(), "rows": rows, "asked": asked}

    def execute(self) -> None:
        given = self.cleaned_data
        codes = [name for name in self.fields if name in CertificateElement.values]
        found = ElementsInput(
            findings={code: given[code] for code in codes if given[code]},
            notes={code: given[f"note_{code}"] for code in codes if given[f"note_{code}"]},
            question=given.get("question", ""),
            due_on=given.get("due_on"),
        )
        check_certificate(self.subject, self.user, found, seen=given["seen"], expected=given["expected"])


class VerifyCertificate(CertificateForm):
    """Recording one step by which somebody found out whether the certificate is genuine."""

    verb = Verb.VERIFY_CERTIFICATE
    title = gettext_lazy("Record a step on its authenticity")
    lead = gettext_lazy(
        "Whether the certificate is genuine follows from the newest answer of each kind: one that the template names must"
        " confirm it, and none may deny it. It can be found false also after the grant; the case officer and the bodies are"
        " told."
    )
    done = gettext_lazy("The step is recorded.")

    def add_fields(self) -> None:
        self.fields["kind"] = build_radio_field(_("Step"), AuthenticityStep.choices)
        self.fields["channel"] = build_select_field(_("Channel"), [UNCHOSEN, *StepChannel.choices])
        self.fields["result"] = build_radio_field(_("Result"), StepResult.choices)
        self.fields["done_on"] = build_date_field(_("Day"))
        self.fields["done_on"].initial = to_local_day(self.now)
        self.fields["note"] = build_text_field(
            _("What was compared or asked, and what came of it"), help_text=_("With the names of those who were asked.")
        )
        self.fields["document"] = build_select_field(_("Document that shows it"), self.list_documents(), required=False)

    def find_field(self, path: str) -> str:
        return "note" if path == "reason" else super().find_field(path)

    def execute(self) -> None:
        given = self.cleaned_data
        taken = StepInput(
            kind=AuthenticityStep(given["kind"]),
            channel=StepChannel(given["channel"]),
            result=StepResult(given["result"]),
            done_on=given["done_on"],
            note=given["note"],
            document=self.get_document(),
        )
        verify_certificate(self.subject, self.user, taken, seen=given["seen"], expected=given["expected"])
