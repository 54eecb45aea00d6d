"""The papers of a case at the desk: the receipt of its applicant, the decision, the letter and the extract from the minutes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from licensing.acts.documents.papers.making import take_case_paper, take_minutes
from licensing.admin.pages.downloads import build_paper_response, build_refused_response
from licensing.admin.pages.rights import get_person
from licensing.choices import PaperKind
from licensing.errors import NotFound, Problem
from licensing.models import Case


def answer_case_paper(request: HttpRequest, case: Case, kind: str) -> HttpResponse:
    """A paper of a case that this person may see; 404 where there is none yet."""
    person = get_person(request)
    try:
        paper = take_minutes(case, person) if kind == PaperKind.MINUTES else take_case_paper(case, person, kind)
    except NotFound:
        raise Http404 from None
    except Problem as refused:
        return build_refused_response(refused)
    return build_paper_response(paper)
