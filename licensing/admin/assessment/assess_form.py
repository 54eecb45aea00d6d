"""The form on which an assessment is recorded: what was found, from which sources, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.recording import Findings, Source, may_own, record_assessment
from licensing.acts.assessment.standing import find_requirement
from licensing.admin.assessment.standing_rows import list_source_words
from licensing.admin.forms.base import (
    ActForm,
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_radio_field,
    build_text_field,
)
from licensing.choices import AssessmentKind, Verb
from licensing.models import Case, ListVersion
from licensing.policy.assessment.kinds import KINDS


class RecordAssessment(ActForm[Case]):
    """Recording what a request comes to, of the kind that the address names."""

    verb = Verb.ASSESS
    template = "admin/licensing/assessment/assess.html"
    title = gettext_lazy("Record an assessment")
    lead = gettext_lazy(
        "Seats that depend on it can speak once it is recorded. It is not edited afterwards: who finds otherwise records"
        " another. The applicant reads nothing of it."
    )
    done = gettext_lazy("The assessment is recorded.")

    # The one that the person has read; another is refused.
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def kind(self) -> AssessmentKind:
        return AssessmentKind(self.target)

    def prepare(self) -> None:
        results = [(code, str(words)) for code, words in KINDS[self.kind].results.items()]
        self.fields["result"] = build_radio_field(_("Result"), results)
        self.fields["findings"] = build_text_field(_("What you found"), rows=6, help_text=_("Auditors read it, and who votes."))
        papers = [(str(one.pk), one.title) for one in self._list_documents()]
        if papers:
            self.fields["documents"] = build_checkboxes(_("Documents that it rests on"), papers)
        lists = [(one.code, f"{one.title} ({one.code}, {one.number})") for one in ListVersion.objects.in_force()]
        if lists:
            self.fields["lists"] = build_checkboxes(_("Lists that it rests on"), lists)
        self.fields["register"] = build_line_field(
            _("Register or another source"), required=False, help_text=_("For example the catalogue of the maker.")
        )
        self.fields["reference"] = build_line_field(_("Where it stands there"), required=False)
        self.fields["data_on"] = build_date_field(_("State of the data"))
        self.fields["data_on"].initial = to_local_day(self.now)
        self.fields["expires_on"] = build_date_field(
            _("Holds until"),
            required=False,
            help_text=_("Without a day it holds as long as nothing changes on which it depends."),
        )

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        return super().build_hidden_values(last_event) | {"version": self.subject.versions.count()}

    def find_obstacles(self) -> Sequence[str]:
        requirement = find_requirement(self.subject.procedure, self.kind)
        if requirement is None:
            return [_("The procedure of this case asks for no such assessment.")]
        return [] if may_own(requirement, self.actor) else [_("This assessment is for another body.")]

    def build_context(self) -> Mapping[str, Any]:
        earlier = self.subject.assessments.filter(kind=self.kind).newest_first().select_related("recorded_by", "lapse").first()
        items = self.subject.items.select_related("unit").order_by("number")
        words = {"result": str(KINDS[self.kind].results.get(earlier.result, ""))} if earlier else {}
        return {
            "kind": self.kind.label,
            "items": items,
            "earlier": earlier,
            "earlier_sources": list_source_words(earlier) if earlier else (),
            "earlier_words": words,
        }

    def find_field(self, path: str) -> str:
        name = super().find_field(path)
        return "register" if name == "sources" else name

    def execute(self) -> None:
        given = self.cleaned_data
        found = Findings(
            kind=self.kind,
            result=given["result"],
            findings=given["findings"],
            data_on=given["data_on"],
            expires_on=given["expires_on"],
            sources=self._read_sources(),
        )
        record_assessment(self.subject, self.user, found, version=given["version"], expected=given["expected"])

    def _list_documents(self) -> Any:
        return self.subject.documents.filter(removed_at__isnull=True).order_by("attached_at", "pk")

    def _read_sources(self) -> list[Source]:
        given = self.cleaned_data
        named = Source(register=given["register"], reference=given["reference"])
        return [
            *(Source(document=UUID(one)) for one in given.get("documents", ())),
            *(Source(list_code=one) for one in given.get("lists", ())),
            *([named] if given["register"].strip() else []),
        ]
