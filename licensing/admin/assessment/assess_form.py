"""The form on which an assessment is recorded: what was found, from which sources, and until when it holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.classification.precedents import Precedent, list_precedents
from licensing.acts.assessment.criteria.weighing import find_newest_weighing, load_asked, read_findings
from licensing.acts.assessment.recording import Findings, Source, may_own, record_assessment
from licensing.acts.assessment.standing import find_requirement
from licensing.admin.assessment.criteria.inputs import REST_IS_NO, CriteriaInputs
from licensing.admin.assessment.criteria.pages import list_precedent_rows
from licensing.admin.assessment.standing_rows import list_source_words
from licensing.admin.forms.base import (
    ActForm,
    build_checkboxes,
    build_date_field,
    build_line_field,
    build_radio_field,
    build_select_field,
    build_text_field,
)
from licensing.admin.pages.inputs import TypedText, parse_whole_number
from licensing.choices import AssessmentKind, Verb
from licensing.models import Case, ListVersion, SourceKind
from licensing.models.requests.composition import read_filed_document
from licensing.policy.assessment.criteria.findings import sum_findings
from licensing.policy.assessment.kinds import KINDS

_LIKENESS: Final[Mapping[str, Any]] = {
    "model": gettext_lazy("the same model"),
    "maker": gettext_lazy("the same maker"),
    "name": gettext_lazy("the same name"),
}


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
    # The versions of the sets of criteria that the person has read.
    sets = TypedText(required=False, widget=forms.HiddenInput)
    criteria: CriteriaInputs | None = None

    @property
    def kind(self) -> AssessmentKind:
        return AssessmentKind(self.target)

    def prepare(self) -> None:
        if self.kind is AssessmentKind.CRITERIA:
            self._add_criteria()
        if self.criteria is None:
            results = [(code, str(words)) for code, words in KINDS[self.kind].results.items()]
            self.fields["result"] = build_radio_field(_("Result"), results)
        if self.kind is AssessmentKind.CLASSIFICATION:
            self._add_entries()
        self.fields["findings"] = build_text_field(_("What you found"), rows=6, help_text=_("Auditors read it, and who votes."))
        papers = [(str(one.pk), one.title) for one in self._list_documents()]
        if papers:
            self.fields["documents"] = build_checkboxes(_("Documents that it rests on"), papers)
        lists = [(one.code, f"{one.title} ({one.code}, {one.number})") for one in ListVersion.objects.in_force()]
        if lists:
            self.fields["lists"] = build_checkboxes(_("Lists that it rests on"), lists)
        kinds = sorted(((one.pk, one.name) for one in SourceKind.objects.current()), key=lambda row: row[1])
        if kinds:
            self.fields["source_kind"] = build_select_field(
                _("Kind of the other source"),
                [("", "–"), *kinds],
                required=False,
                help_text=_("As the governed list names it."),
            )
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

    def _add_criteria(self) -> None:
        """The table of criteria, as it was filled in last; where no set covers the request, its result is said in words."""
        earlier = find_newest_weighing(self.subject)
        if sets := load_asked(self.subject, read_filed_document(self.subject) or {}):
            self.criteria = CriteriaInputs(sets, read_findings(earlier) if earlier else ())
            self.fields.update(self.criteria.build_fields())

    def _add_entries(self) -> None:
        items = self.subject.items.prefetch_related("control_entries").order_by("number")
        self.fields["entries"] = build_text_field(
            _("Control entries by item"),
            rows=min(12, 2 + len(items)),
            help_text=_(
                "One item in a line: its number; its entries. Change what is wrong, and leave a dash for an item that is not"
                " controlled: no licence is required for it."
            ),
        )
        self.fields["entries"].initial = "\n".join(
            f"{one.number}; {', '.join(sorted(row.pk for row in one.control_entries.all())) or '?'}" for one in items
        )
        self.fields["told"] = build_text_field(
            _("What the applicant is told of changed entries"),
            required=False,
            help_text=_("They read it with what was changed."),
        )

    def clean_entries(self) -> dict[int, list[str]]:
        """The entries by the number of the item; refused with the line that cannot be read."""
        found: dict[int, list[str]] = {}
        for line in filter(None, map(str.strip, self.cleaned_data["entries"].splitlines())):
            number, _sign, codes = line.partition(";")
            read = parse_whole_number(number)
            if read is None or not codes.strip() or read in found:
                raise forms.ValidationError(_("This line cannot be read: “%(line)s”.") % {"line": line})
            found[read] = [] if codes.strip() in ("-", "–", "—") else codes.replace(",", " ").split()
        return found

    def clean(self) -> dict[str, Any]:
        """A source that is named in words has a kind, and a kind is that of a source."""
        given = super().clean() or self.cleaned_data
        if "source_kind" in self.fields:
            named, kind = given.get("register", "").strip(), given.get("source_kind", "")
            if named and not kind:
                self.add_error("source_kind", _("Say what kind of source it is."))
            elif kind and not named:
                self.add_error("register", _("Name the source of this kind."))
        return given

    def build_hidden_values(self, last_event: int) -> dict[str, Any]:
        cited = self.criteria.write_cited() if self.criteria else ""
        return super().build_hidden_values(last_event) | {"version": self.subject.versions.count(), "sets": cited}

    def find_obstacles(self) -> Sequence[str]:
        round = self.subject.rounds.open().select_related("stage").first()
        requirement = find_requirement(self.subject, self.kind, stage=round.stage if round else None)
        if requirement is None:
            return [_("The procedure of this case asks for no such assessment.")]
        if may_own(requirement, self.actor):
            return []
        for_officers = _("This assessment is for case officers.")
        return [for_officers if requirement.is_officers else _("This assessment is for another body.")]

    def build_context(self) -> Mapping[str, Any]:
        earlier = self.subject.assessments.filter(kind=self.kind).newest_first().select_related("recorded_by", "lapse").first()
        items = self.subject.items.select_related("unit").order_by("number")
        words = {"result": str(KINDS[self.kind].results.get(earlier.result, ""))} if earlier else {}
        return {
            "kind": self.kind.label,
            "precedents": self._list_precedents(),
            "criteria": self.criteria.list_rows(self) if self.criteria else (),
            "weighed": list_precedent_rows(self.subject, self.user, now=self.now) if self.criteria else (),
            "items": items,
            "earlier": earlier,
            "earlier_sources": list_source_words(earlier) if earlier else (),
            "earlier_words": words,
        }

    def _list_precedents(self) -> list[tuple[Precedent, str]]:
        """Of a classification: how like goods were classified before, in the cases that this person may see."""
        if self.kind is not AssessmentKind.CLASSIFICATION:
            return []
        readable = Case.objects.reviewable_by(self.user, on=self.now)
        return [(one, str(_LIKENESS[one.likeness])) for one in list_precedents(self.subject, readable)]

    def find_field(self, path: str) -> str:
        if self.criteria and path.startswith("criteria."):
            return self.criteria.find_field(path)
        name = super().find_field(path)
        if name == "sources":
            return "source_kind" if path.endswith(".kind") else "register"
        return name

    def execute(self) -> None:
        given = self.cleaned_data
        criteria = self.criteria.read_findings(given) if self.criteria else []
        found = Findings(
            kind=self.kind,
            result=given["result"] if self.criteria is None else sum_findings(criteria),
            findings=given["findings"],
            data_on=given["data_on"],
            expires_on=given["expires_on"],
            sources=self._read_sources(),
            entries=given.get("entries", {}),
            told=given.get("told", ""),
            criteria=criteria,
            sets=self.criteria.read_cited(given["sets"]) if self.criteria else {},
        )
        record_assessment(self.subject, self.user, found, version=given["version"], expected=given["expected"])

    def list_common_fields(self) -> list[Any]:
        """The fields that stand below the table of criteria: all that are no part of it."""
        return [field for field in self.visible_fields() if ":" not in field.name and field.name != REST_IS_NO]

    def _list_documents(self) -> Any:
        return self.subject.documents.filter(removed_at__isnull=True).order_by("attached_at", "pk")

    def _read_sources(self) -> list[Source]:
        given = self.cleaned_data
        named = Source(register=given["register"], reference=given["reference"], kind=given.get("source_kind", ""))
        return [
            *(Source(document=UUID(one)) for one in given.get("documents", ())),
            *(Source(list_code=one) for one in given.get("lists", ())),
            *([named] if given["register"].strip() else []),
        ]
