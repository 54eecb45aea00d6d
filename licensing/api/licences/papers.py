"""The papers of a licence: issued by an officer, listed, and downloaded as PDF."""

from __future__ import annotations

import base64
import hashlib
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header

from licensing.acts.acting import to_local_day
from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.acts.documents.papers.keeping import name_file, print_paper_again
from licensing.api.http.answers import File
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.http.pagination import CUTTING, cut_list
from licensing.api.licences.licences import LICENCE, READ, declare_licence_act, show_licence
from licensing.choices import PaperKind
from licensing.errors import FileAltered, NotFound
from licensing.models import Paper
from licensing.models.documents.papers import find_paper, list_papers
from licensing.models.read_models.papers import read_paper
from licensing.models.read_models.views import PaperView
from licensing.policy.shapes import as_record


class IssuePaper(ApiView):
    @declare_licence_act("Issue the paper of a licence", takes=as_record())
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer, of the licence as it is now; refused where the newest paper says all this already."""
        licence = call.get_licence(licence_id)
        issue_paper(licence, call.user, expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class Papers(ApiView):
    @query(list[PaperView], READ, summary="List the papers of a licence", query=CUTTING, refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """Those that were issued, oldest first; the last one takes the place of the others."""
        rows, rest = cut_list(list_papers(call.get_licence(licence_id)), call, "made_at")
        return Result([read_paper(one, today=to_local_day(call.at)) for one in rows], next=rest)


class OnePaper(ApiView):
    @query(File, READ, summary="Download a paper of a licence", refuses=(FileAltered, NotFound))
    def get(self, call: Call, licence_id: UUID, number: int) -> HttpResponse:
        """As PDF/A, made again from what was kept; Repr-Digest holds the SHA-256 of its bytes."""
        paper = find_paper(call.get_licence(licence_id), number)
        if paper is None:
            raise NotFound
        return build_paper_response(paper)


class IssueNotice(ApiView):
    @declare_licence_act("Issue the notice of suspension", takes=as_record())
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer, while the licence is suspended; refused where the newest notice says all this already."""
        licence = call.get_licence(licence_id)
        issue_notice(licence, call.user, expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class Notices(ApiView):
    @query(list[PaperView], READ, summary="List the notices of suspension", query=CUTTING, refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """Those of one licence that were issued, oldest first; one holds while the licence is suspended as it says."""
        rows, rest = cut_list(list_papers(call.get_licence(licence_id), kind=PaperKind.SUSPENSION), call, "made_at")
        return Result([read_paper(one, today=to_local_day(call.at)) for one in rows], next=rest)


class OneNotice(ApiView):
    @query(File, READ, summary="Download a notice of suspension", refuses=(FileAltered, NotFound))
    def get(self, call: Call, licence_id: UUID, number: int) -> HttpResponse:
        """As a paper of the licence is."""
        paper = find_paper(call.get_licence(licence_id), number, kind=PaperKind.SUSPENSION)
        if paper is None:
            raise NotFound
        return build_paper_response(paper)


def build_paper_response(paper: Paper) -> HttpResponse:
    """A paper as a file to be saved, with the digest of its bytes."""
    content = print_paper_again(paper)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name_file(paper)) or "",
            "Cache-Control": "private, no-store",
            "Repr-Digest": f"sha-256=:{digest}:",
            "X-Content-Type-Options": "nosniff",
        },
    )


PATHS: Final = (
    path(f"{LICENCE}issue-paper/", IssuePaper.as_view(), name="issue_paper"),
    path(f"{LICENCE}papers/", Papers.as_view(), name="papers"),
    path(f"{LICENCE}papers/<int:number>/", OnePaper.as_view(), name="paper"),
    path(f"{LICENCE}issue-notice/", IssueNotice.as_view(), name="issue_notice"),
    path(f"{LICENCE}notices/", Notices.as_view(), name="notices"),
    path(f"{LICENCE}notices/<int:number>/", OneNotice.as_view(), name="notice"),
)
