"""The pages of an address: ask for another, confirm it by the link that went there, undo it by the link to the former one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config.web.visitor import get_person
from licensing.acts.acting import now
from licensing.acts.people.accounts.addresses import confirm_address, propose_address, undo_address
from licensing.choices import AddressState
from licensing.errors import Invalid, Problem, WrongState
from licensing.models import AddressChange
from licensing.models.people.addresses import CONFIRM, UNDO, find_by_link
from licensing.policy.people.accounts.addresses import is_undoable
from licensing.portal.forms.parts import Fault


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_address(request: HttpRequest) -> HttpResponse:
    """Ask that one's account moves to another address. The answer is the same whether somebody has that one or not."""
    person = get_person(request)
    context: dict[str, object] = {"typed": request.POST.get("address", "")}
    status = 200
    if request.method == "POST":
        try:
            propose_address(person, address=request.POST.get("address", ""))
        except Invalid as refusal:
            context["faults"] = [Fault(gap.sentence, f"id_{gap.path}") for gap in refusal.gaps]
            status = 422
        except Problem as refusal:
            context["refusal"], status = refusal.sentence, refusal.status
    waiting = AddressChange.objects.open().filter(person=person).first()
    # Nobody reads here whether an address that was asked for is free: what waits looks the same either way.
    return render(request, "account/address.html", context | {"waiting": waiting}, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_new_address(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm a new address, as whoever reads its mail. Opening the link alone changes nothing: mail programs open links."""
    change = find_by_link(token, CONFIRM)
    is_open = change is not None and change.state == AddressState.SENT and change.due_at > now()
    return _answer_link(request, change if is_open else None, "account/address_confirm.html", confirm_address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo_new_address(request: HttpRequest, token: str) -> HttpResponse:
    """Undo a change of address, as whoever reads the mail of the former one; nobody signs in for it."""
    change = find_by_link(token, UNDO)
    is_open = change is not None and is_undoable(AddressState(change.state), change.changed_at, at=now())
    return _answer_link(request, change if is_open else None, "account/address_undo.html", undo_address)


def _answer_link(
    request: HttpRequest,
    change: AddressChange | None,
    template: str,
    act: Callable[[AddressChange], AddressChange],
) -> HttpResponse:
    """The page of a link, in the language of whose account it is; one that is over says no more than that."""
    if change is None:
        return render(request, "account/link_over.html", status=WrongState.status)
    with translation.override(change.person.language):
        if request.method != "POST":
            return render(request, template, {"change": change})
        try:
            return render(request, template, {"change": act(change), "is_done": True})
        except WrongState:
            return render(request, "account/link_over.html", status=WrongState.status)
