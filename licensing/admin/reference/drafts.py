"""What the editors of a draft of changes share: who reads one, who writes on it, and buttons that need no form."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from licensing.acts.forms import mark_taken
from licensing.admin.pages.rights import REFERENCE_EDITORS, get_or_404, get_person, has_appointment
from licensing.admin.signoff.simulate_rule import SIMULATION_USERS
from licensing.choices import ChangeSetState
from licensing.errors import NotAllowed, Problem
from licensing.models import ChangeSet


def find_set(request: HttpRequest, set_id: UUID) -> ChangeSet:
    """A change set, for policy officers and auditors; 404 for others as for none."""
    if not has_appointment(request, SIMULATION_USERS):
        raise Http404
    found: ChangeSet = get_or_404(ChangeSet.objects.all(), pk=set_id)
    return found


def may_write(request: HttpRequest, change_set: ChangeSet) -> bool:
    """Whether this reader writes on a draft: the officer who began it, or the first to take up one that was shipped."""
    is_own = change_set.drafted_by_id in (None, get_person(request).pk)
    return is_own and change_set.state == ChangeSetState.DRAFT and has_appointment(request, REFERENCE_EDITORS)


def list_editors(request: HttpRequest, page: str) -> dict[str, object]:
    """For the page of a list: the reader's own drafts in which it can be edited, by title and address, and whether they may."""
    if not has_appointment(request, REFERENCE_EDITORS):
        return {"may_draft": False, "drafts": []}
    own = ChangeSet.objects.filter(state=ChangeSetState.DRAFT, drafted_by=get_person(request)).order_by("-drafted_at")
    return {"may_draft": True, "drafts": [(one.title, reverse(f"admin:licensing_{page}", args=[one.pk])) for one in own[:20]]}


def carry_out(request: HttpRequest, act: Callable[[], object], url: str) -> HttpResponse:
    """Do what a button without a form asks for, and lead on; a refusal is told on the next page.

    403 for whoever has no such button.
    """
    try:
        act()
    except NotAllowed as denial:
        raise PermissionDenied from denial
    except Problem as problem:
        messages.error(request, "; ".join(gap.sentence for gap in problem.gaps) or str(problem.sentence))
    return mark_taken(HttpResponseRedirect(url))
