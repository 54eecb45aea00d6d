"""The assessments of a case for programs and people of the authority: where each stands, and one recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext as _

from licensing.acts.acting import now
from licensing.acts.assessment.recording import Findings, Source, record_assessment
from licensing.acts.assessment.standing import Standing, list_case_standings
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.requests.cases import CASE, HANDLE, READ
from licensing.api.signoff.rounds import SIGN
from licensing.choices import (
    AssessmentKind,
    AssessmentState,
    CriterionAnswer,
    CriterionResult,
    LapseReason,
    RiskLevel,
)
from licensing.errors import ConflictOfDuties, Gap, Invalid, NoMandate, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Assessment, Case
from licensing.policy.assessment.criteria.findings import LONGEST_MITIGATION, LONGEST_SOURCES, CriterionFinding
from licensing.policy.assessment.kinds import RECORDED_KINDS
from licensing.policy.shapes import DATE, as_line, as_prose, as_record, as_whole, forbid_empty, list_of

_SOURCE: Final = as_record(
    (),
    document={"type": "string", "format": "uuid", "title": "a document of the case"},
    list=as_line(16, "code of a list of listed parties in force"),
    register=as_line(200, "a register or another source, in words"),
    reference=as_line(200, "where it stands there"),
    kind=as_line(24, "of a register, its kind: a code of the list `source-kinds`"),
)
_ENTRIES: Final = as_record(
    ("number", "entries"),
    number=as_whole(1, 5_000, "the item"),
    entries=list_of(as_line(24, "control entry"), 20) | {"title": "none: the item is not controlled"},
)
_ANSWER: Final = as_record(
    ("question", "answer"),
    question=as_line(24, "code of a question"),
    answer={"type": "string", "enum": CriterionAnswer.values},
)
_LEVEL: Final = {"type": "string", "enum": ["", *RiskLevel.values]}
_FINDING: Final = as_record(
    ("criterion", "result", "answers"),
    criterion=as_line(16, "code of a criterion"),
    result={"type": "string", "enum": CriterionResult.values},
    answers=list_of(_ANSWER, 50),
    likelihood=_LEVEL,
    severity=_LEVEL,
    mitigation=as_prose(LONGEST_MITIGATION),
    sources=as_prose(LONGEST_SOURCES) | {"title": "where it is known from"},
)
_SET: Final = as_record(
    ("set", "version"), set=as_line(8, "code of a set of criteria"), version=as_line(24, "the version that was read")
)
ASSESSMENT: Final = as_record(
    ("kind", "result", "findings", "version", "sources"),
    kind={"type": "string", "enum": [one.value for one in RECORDED_KINDS]},
    result=forbid_empty(as_line(24, "what it comes to, by the results of its kind")),
    findings=forbid_empty(as_prose(20_000)),
    version=as_whole(1, 9999, "the version of the request that was read"),
    data_on=DATE,
    expires_on=DATE,
    sources=list_of(_SOURCE, 50),
    entries=list_of(_ENTRIES, 5_000),
    told=as_prose(4000) | {"title": "what the applicant reads of changed entries"},
    sets=list_of(_SET, 20) | {"title": "of criteria: the sets that were read, as `criteria/` gives them"},
    criteria=list_of(_FINDING, 200) | {"title": "of criteria: what was found by each"},
)


class AssessmentView(TypedDict):
    """Where one assessment stands. `owner` is a body, or `case_officer`; `because` says what voided the newest record.

    One that is not `asked` is no part of the procedure: it stands here once it is recorded, and nobody waits for it.
    """

    kind: AssessmentKind
    state: AssessmentState
    owner: str
    asked: bool
    due_on: date | None
    result: str
    id: UUID | None
    findings: str
    version: int | None
    data_on: date | None
    expires_on: date | None
    sources: list[dict[str, Any]]
    items: list[dict[str, Any]]
    sets: list[dict[str, Any]]
    criteria: list[dict[str, Any]]
    by: UUID | None
    at: datetime | None
    reason: LapseReason | None
    because: list[str]


class CaseAssessmentsView(TypedDict):
    assessments: list[AssessmentView]


class CaseAssessments(ApiView):
    @query(CaseAssessmentsView, READ, summary="Read the assessments of a case", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: what the procedure asks to be assessed, who owns it, and what was found."""
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        return Result(_show_assessments(case))

    @command(
        CaseAssessmentsView,
        HANDLE,
        SIGN,
        summary="Record an assessment",
        takes=ASSESSMENT,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(ConflictOfDuties, Invalid, NoMandate, NotAllowed, NotFound, Stale, WrongState),
        example={
            "kind": "classification",
            "result": "confirmed",
            "findings": "The entries fit the data sheet.",
            "version": 1,
            "sources": [{"register": "Catalogue of the maker", "reference": "Sheet 3", "kind": "maker"}],
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Recorded once and never edited; the newest of a kind counts, until what it rests on changes."""
        case, body = call.get_case(case_id), call.body
        if gaps := list(_find_twice(body)):
            raise Invalid(gaps=gaps)
        found = Findings(
            kind=AssessmentKind(body["kind"]),
            result=body["result"],
            findings=body["findings"],
            data_on=date.fromisoformat(body["data_on"]) if body.get("data_on") else None,
            expires_on=date.fromisoformat(body["expires_on"]) if body.get("expires_on") else None,
            sources=[_read_source(one) for one in body["sources"]],
            told=body.get("told", ""),
            entries={one["number"]: one["entries"] for one in body.get("entries", ())},
            criteria=[_read_criterion_finding(one) for one in body.get("criteria", ())],
            sets={one["set"]: one["version"] for one in body.get("sets", ())},
        )
        record_assessment(case, call.user, found, version=body["version"], expected=call.get_expected_revision(case))
        return Result(_show_assessments(case))


def _find_twice(body: Mapping[str, Any]) -> Iterator[Gap]:
    """Codes that stand twice in lists by code: the later row would take the place of the earlier unseen."""
    findings = body.get("criteria", ())
    coded = {
        "entries": [one["number"] for one in body.get("entries", ())],
        "sets": [one["set"] for one in body.get("sets", ())],
        "criteria": [one["criterion"] for one in findings],
    }
    answered = {f"criteria.{one['criterion']}": [two["question"] for two in one["answers"]] for one in findings}
    for place, codes in (coded | answered).items():
        for code, times in Counter(codes).items():
            if times > 1:
                yield Gap("twice", f"{place}.{code}", _("“%(key)s” stands twice.") % {"key": code})


def _read_source(given: dict[str, Any]) -> Source:
    return Source(
        document=UUID(given["document"]) if given.get("document") else None,
        list_code=given.get("list", ""),
        register=given.get("register", ""),
        reference=given.get("reference", ""),
        kind=given.get("kind", ""),
    )


def _read_criterion_finding(given: dict[str, Any]) -> CriterionFinding:
    answers = {one["question"]: one["answer"] for one in given["answers"]}
    return CriterionFinding(**given | {"answers": answers})


def _show_assessments(case: Case) -> CaseAssessmentsView:
    round = case.rounds.open().select_related("stage__procedure__calendar").first()
    found = [one for one in list_case_standings(case, round, at=now()) if one.requirement.asked or one.record]
    return CaseAssessmentsView(assessments=[_show_standing(one) for one in found])


def _show_standing(standing: Standing) -> AssessmentView:
    record: Assessment | None = standing.record
    return AssessmentView(
        kind=standing.kind,
        state=standing.state,
        owner=standing.requirement.owner,
        asked=standing.requirement.asked,
        due_on=standing.due_on,
        result=standing.result,
        id=record.pk if record else None,
        findings=record.findings if record else "",
        version=record.version.number if record else None,
        data_on=record.data_on if record else None,
        expires_on=record.expires_on if record else None,
        sources=record.sources if record else [],
        items=record.details.get("items", []) if record else [],
        sets=record.details.get("sets", []) if record else [],
        criteria=record.details.get("criteria", []) if record else [],
        by=record.recorded_by_id if record else None,
        at=record.recorded_at if record else None,
        reason=standing.reason,
        because=[str(one) for one in standing.because],
    )


PATHS: Final = (path(f"{CASE}assessments/", CaseAssessments.as_view(), name="assessments"),)
