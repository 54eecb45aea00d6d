"""The receipt of a request, the paper of its decision, the letter and the extract from the minutes, as PDF/A."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path

from licensing.acts.documents.papers.making import take_decision_paper, take_letter, take_minutes, take_receipt
from licensing.api.http.answers import File
from licensing.api.http.operations import ApiView, Call, query
from licensing.api.licences.papers import build_paper_response
from licensing.api.requests.cases import CASE, READ
from licensing.errors import FileAltered, Invalid, NotFound


class Receipt(ApiView):
    @query(File, READ, summary="Download the receipt of filing", refuses=(FileAltered, Invalid, NotFound))
    def get(self, call: Call, case_id: UUID) -> HttpResponse:
        """Of the newest version that was filed. Made when it is first asked for and kept; who did is recorded."""
        return build_paper_response(take_receipt(call.get_case(case_id), call.user))


class DecisionPaper(ApiView):
    @query(File, READ, summary="Download the paper of the decision", refuses=(FileAltered, Invalid, NotFound))
    def get(self, call: Call, case_id: UUID) -> HttpResponse:
        """Of the decision that holds, as it reads after its corrections, with the right to appeal."""
        return build_paper_response(take_decision_paper(call.get_case(case_id), call.user))


class MinutesExtract(ApiView):
    @query(File, READ, summary="Download the extract from the minutes", refuses=(FileAltered, Invalid, NotFound))
    def get(self, call: Call, case_id: UUID) -> HttpResponse:
        """Of the last sitting that concluded on the case. For those alone who may read the deliberation."""
        return build_paper_response(take_minutes(call.get_case(case_id), call.user))


class Letter(ApiView):
    @query(File, READ, summary="Download the letter that no licence is required", refuses=(FileAltered, Invalid, NotFound))
    def get(self, call: Call, case_id: UUID) -> HttpResponse:
        """Of a request that ended so. Made when it is first asked for and kept; who did is recorded."""
        return build_paper_response(take_letter(call.get_case(case_id), call.user))


PATHS: Final = (
    path(f"{CASE}receipt/", Receipt.as_view(), name="receipt"),
    path(f"{CASE}letter/", Letter.as_view(), name="letter"),
    path(f"{CASE}decision-paper/", DecisionPaper.as_view(), name="decision_paper"),
    path(f"{CASE}minutes/", MinutesExtract.as_view(), name="minutes_extract"),
)
