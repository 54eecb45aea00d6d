"""What the parts of a request say against one another, for a program that files it."""

from __future__ import annotations

from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.requests.advice import list_filed_findings, list_findings
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.requests.cases import CASE, READ
from licensing.errors import NotFound
from licensing.models import FiledFinding
from licensing.policy.findings import Finding


class FindingView(TypedDict):
    """One finding; `code` and `path` name it when it is explained, and `explanation` is the one that was filed."""

    code: str
    grade: str
    path: str
    sentence: str
    explanation: str


class FindingList(TypedDict):
    findings: list[FindingView]


class Findings(ApiView):
    @query(FindingList, READ, summary="Read what is odd about a request", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """What parts of it say against one another: put right (`stop`), explain on submitting (`explain`), note (`note`).

        Of a filed request, and for the authority, what was told and explained when its newest version was filed.
        """
        case = call.get_case(case_id)
        is_written = case.is_editable and case.is_own(call.get_reader(case).actor)
        found = list_findings(case, at=call.at) if is_written else list_filed_findings(case)
        return Result(FindingList(findings=[_read_finding(one) for one in found]))


def _read_finding(one: Finding | FiledFinding) -> FindingView:
    explanation = one.explanation if isinstance(one, FiledFinding) else ""
    return FindingView(code=one.code, grade=one.grade, path=one.path, sentence=one.sentence, explanation=explanation)


PATHS: Final = (path(f"{CASE}findings/", Findings.as_view(), name="findings"),)
