"""The paper of a licence at the desk: previewed, issued in an officer's name, and handed out as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.documents.papers.issuing import (
    find_issuing_refusal,
    find_notice_refusal,
    issue_notice,
    issue_paper,
    preview_notice,
    preview_paper,
)
from licensing.admin.forms.base import ActForm, describe_refusal, map_by_verb
from licensing.admin.pages.downloads import build_paper_response, build_pdf_response, build_refused_response
from licensing.admin.pages.rights import get_person
from licensing.choices import PaperKind, PaperStanding, Verb
from licensing.errors import NotAllowed, Problem, WrongState
from licensing.models import Licence
from licensing.models.documents.papers import find_paper, list_papers
from licensing.models.read_models.papers import judge_paper

_TONES: Final = {PaperStanding.GENUINE: "good", PaperStanding.SUSPENDED: "warn", PaperStanding.OUTDATED: "warn"}


class IssuePaper(ActForm[Licence]):
    """Issuing the paper of a licence as it is now, which its holder downloads; the preview is beside it."""

    verb = Verb.ISSUE_PAPER
    button_weight = "primary"
    title = gettext_lazy("Issue the paper of the licence")
    lead = gettext_lazy("It goes out in your name, and takes the place of the one before. Read the preview first.")
    done = gettext_lazy("The paper is issued. Its holder can download it.")

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_issuing_refusal(self.subject, self.user, at=self.now))

    def build_context(self) -> dict[str, Any]:
        return {"preview": reverse("admin:licensing_licence_preview", args=[self.subject.pk])}

    def execute(self) -> None:
        issue_paper(self.subject, self.user, expected=self.cleaned_data["expected"])


class IssueNotice(ActForm[Licence]):
    """Issuing the notice of the suspension that is in effect, which its holder downloads; the preview is beside it."""

    verb = Verb.ISSUE_NOTICE
    button_weight = "primary"
    title = gettext_lazy("Issue the notice of suspension")
    lead = gettext_lazy(
        "It goes out in your name, and its holder shows it to others: the ground of the suspension stands on it as it was "
        "written. Read the preview first."
    )
    done = gettext_lazy("The notice is issued. The holder of the licence can download it.")

    def find_obstacles(self) -> Sequence[str]:
        return describe_refusal(find_notice_refusal(self.subject, self.user, at=self.now))

    def build_context(self) -> dict[str, Any]:
        return {"preview": reverse("admin:licensing_licence_notice_preview", args=[self.subject.pk])}

    def execute(self) -> None:
        issue_notice(self.subject, self.user, expected=self.cleaned_data["expected"])


PAPER_FORMS: Final = map_by_verb(IssuePaper, IssueNotice)
_PREVIEWS: Final = {PaperKind.LICENCE: preview_paper, PaperKind.SUSPENSION: preview_notice}


def answer_preview(request: HttpRequest, licence: Licence, kind: PaperKind = PaperKind.LICENCE) -> HttpResponse:
    """The paper as it would be issued now; to whoever may not issue it, as a page that is not there."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        content = _PREVIEWS[kind](licence, get_person(request))
    except (NotAllowed, WrongState):
        raise Http404 from None
    except Problem as refused:
        return build_refused_response(refused)
    return build_pdf_response(content, _("preview") + f"-{licence.number}.pdf")


def answer_paper(request: HttpRequest, licence: Licence, number: int, kind: PaperKind = PaperKind.LICENCE) -> HttpResponse:
    """A paper of a licence that was issued, made again from what was kept."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    paper = find_paper(licence, number, kind=kind)
    if paper is None:
        raise Http404
    return build_paper_response(paper)


def build_paper_rows(licence: Licence, today: date, kind: PaperKind = PaperKind.LICENCE) -> list[dict[str, Any]]:
    """The papers of a licence, the newest first, each with whether it holds."""
    rows = []
    for paper in list_papers(licence, kind=kind).reverse():
        standing = judge_paper(paper, today=today)
        rows.append({"paper": paper, "standing": standing.label, "tone": _TONES.get(standing, "mute")})
    return rows
