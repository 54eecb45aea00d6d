"""The criteria by which a request is weighed: what is asked of it by the sets in force, for who records what was found."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.assessment.criteria.annex import Annex, build_annex, list_annexes
from licensing.acts.assessment.criteria.precedents import WeighedBefore, list_weighed_before
from licensing.acts.assessment.criteria.weighing import find_newest_weighing, load_asked
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.requests.cases import CASE, READ
from licensing.choices import DecisionOutcome
from licensing.errors import NotAllowed, NotFound
from licensing.models import Case
from licensing.models.requests.composition import read_filed_document
from licensing.policy.assessment.criteria.questionnaire import CriteriaSet


class CriterionQuestionView(TypedDict):
    """A question to which “yes” speaks for a risk."""

    question: str
    text: str


class AskedCriterionView(TypedDict):
    """`test` is absolute, clear_risk or weigh: an absolute one is answered with yes or no, and prohibits."""

    criterion: str
    title: str
    test: str
    questions: list[CriterionQuestionView]


class CriteriaSetView(TypedDict):
    """A set in force; findings cite its `version`."""

    set: str
    name: str
    version: str
    criteria: list[AskedCriterionView]


class WeighedCaseView(TypedDict):
    """What was found in a decided case like this one; `likeness` is end_user, family or destination.

    `result` is none, mitigated, clear_risk or absolute; of an assessment in words alone no risk is named.
    """

    likeness: str
    case: UUID
    reference: str
    outcome: DecisionOutcome
    result: str
    risks: list[dict[str, Any]]
    cited: str
    by: UUID
    at: datetime


class DecidedFindingsView(TypedDict):
    """The findings on which a decision was taken: `assessment` is their record, `digest` of what that keeps."""

    decision: UUID
    resolution_no: str
    assessment: UUID
    digest: str
    annex: list[dict[str, Any]]


class CaseCriteriaView(TypedDict):
    """`annex` are the findings that count now, in the reader's language, one line for each criterion.

    `decided` has those on which each decision was taken, which is its annex, the first decision first.
    """

    sets: list[CriteriaSetView]
    annex: list[dict[str, Any]]
    decided: list[DecidedFindingsView]
    precedents: list[WeighedCaseView]


class CaseCriteria(ApiView):
    @query(CaseCriteriaView, READ, summary="Read the criteria of a case", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: the criteria and questions that apply to the request as it was filed last."""
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        document = read_filed_document(case)
        sets = load_asked(case, document) if document else []
        record = find_newest_weighing(case)
        before = list_weighed_before(case, Case.objects.reviewable_by(call.user, on=call.at))
        return Result(
            CaseCriteriaView(
                sets=[_show_set(one) for one in sets],
                annex=[asdict(one) for one in build_annex(case, record)] if record else [],
                decided=[_show_decided(case, one) for one in list_annexes(case)],
                precedents=[_show_weighed(one) for one in before],
            )
        )


def _show_decided(case: Case, one: Annex) -> DecidedFindingsView:
    return DecidedFindingsView(
        decision=one.decision.pk,
        resolution_no=one.decision.resolution_no,
        assessment=one.record.pk,
        digest=one.digest,
        annex=[asdict(row) for row in build_annex(case, one.record)],
    )


def _show_weighed(one: WeighedBefore) -> WeighedCaseView:
    return WeighedCaseView(
        likeness=one.likeness,
        case=one.case.pk,
        reference=one.case.reference or "",
        outcome=one.outcome,
        result=one.result,
        risks=[risk.as_data() for risk in one.risks],
        cited=one.cited,
        by=one.by.pk,
        at=one.at,
    )


def _show_set(one: CriteriaSet) -> CriteriaSetView:
    return CriteriaSetView(
        set=one.code,
        name=str(one.name),
        version=one.version,
        criteria=[
            AskedCriterionView(
                criterion=row.code,
                title=str(row.title),
                test=row.test,
                questions=[CriterionQuestionView(question=two.code, text=str(two.text)) for two in row.questions],
            )
            for row in one.criteria
        ],
    )


PATHS: Final = (path(f"{CASE}criteria/", CaseCriteria.as_view(), name="criteria"),)
