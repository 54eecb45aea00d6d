"""Expressions of interest: what my organisation wants before any request, the answers of the state, and the talk about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests as acts
from licensing.choices import SUBMITTING_ROLES, CooperationForm, InterestState, InterestStepKind, Urgency
from licensing.errors import Gap, Invalid, NotFound
from licensing.models import Interest, Organisation, list_organisations_of
from licensing.models.read_models.plans.interests import build_interest_log
from licensing.policy.plans.interests import OPEN_STATES, InterestInput, OfferInput, WantedLine
from licensing.portal.forms.pages import render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.reasons import answer_reason_form
from licensing.portal.paging import paginate
from licensing.portal.partner_view import get_form_key, get_person, partner_view, submit
from licensing.portal.plans.carried import fill_in_beginning, find_beginning, read_beginning
from licensing.portal.plans.interest_form import GoodsTable, fill_in_lines

C = TypeVar("C", bound=TextChoices)
# As many beginnings as fit on a screen; whoever has more goes on from these first.
_MOST_BEGUN = 20


@partner_view
@require_safe
def list_interests(request: HttpRequest) -> HttpResponse:
    """List the expressions of interest of my organisation, newest first, those with an offer marked."""
    rows = _select_own(request)
    page = paginate(rows, "filed_at", request.GET.get("after", ""))
    submitting = _list_submitting(request)
    context = {
        "begun": acts.select_carried_plans([one.pk for one in submitting])[:_MOST_BEGUN] if page.is_first else (),
        "page": page,
        "may_file": bool(submitting),
        "offers": rows.filter(state=InterestState.OFFERED).count(),
    }
    return render(request, "portal/plans/interests.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def file_interest(request: HttpRequest) -> HttpResponse:
    """Say what my organisation wants, before any request and without a promise; also where a country plan goes on so."""
    organisations, today = _list_submitting(request), to_local_day(now())
    if not organisations:
        raise acts.build_partner_refusal()
    beginning = find_beginning(request, organisations)
    first = fill_in_beginning(beginning, today) if beginning and request.method != "POST" else {}
    table = GoodsTable(request.POST.dict() or first, today.year)
    context = {"organisations": organisations, "beginning": beginning}
    return _answer_goods_form(request, "portal/plans/interest_form.html", table, partial(_file, organisations), context)


@partner_view
@require_safe
def show_interest(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Show one expression of interest with its log, and what can be done now."""
    interest = _get_own(request, interest_id)
    speaks = acts.may_speak_for_partner(interest, get_person(request), at=now())
    context = {
        "interest": interest,
        "log": build_interest_log(interest),
        "may_answer_offer": speaks and interest.state == InterestState.OFFERED,
        "may_withdraw": speaks and interest.state in OPEN_STATES,
        "key": get_form_key(request),
    }
    return render(request, "portal/plans/interest.html", context)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def make_counter_offer(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Answer a standing offer with other goods or terms; the form begins with the goods of the offer."""
    interest = _get_own_as_speaker(request, interest_id)
    if request.method != "POST" and interest.state != InterestState.OFFERED:
        return redirect("portal:interest", interest_id)
    offer = interest.steps.filter(kind=InterestStepKind.OFFERED).order_by("-number").prefetch_related("volumes").first()
    first = fill_in_lines(offer.read_lines()) | {"cooperation": offer.cooperation} if offer else {}
    table = GoodsTable(request.POST.dict() if request.method == "POST" else first, to_local_day(now()).year)
    context = {"interest": interest, "offer": offer}
    return _answer_goods_form(request, "portal/plans/counter_offer.html", table, partial(_counter, interest), context)


@partner_view
@require_POST
def accept_offer(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """Accept the standing offer; a request follows."""
    return submit(request, _accept, _get_own(request, interest_id))


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_interest(request: HttpRequest, interest_id: UUID) -> HttpResponse:
    """End an expression of interest, with a reason."""
    interest = _get_own_as_speaker(request, interest_id)
    if request.method != "POST" and interest.state not in OPEN_STATES:
        return redirect("portal:interest", interest_id)
    return answer_reason_form(
        request, "portal/plans/withdraw_interest.html", partial(_withdraw, interest), {"interest": interest}
    )


def _select_own(request: HttpRequest) -> QuerySet[Interest]:
    rows = Interest.objects.visible_to(get_person(request), on=to_local_day(now()))
    return rows.select_related("organisation", "carried_from")


def _get_own(request: HttpRequest, interest_id: UUID) -> Interest:
    found = _select_own(request).filter(pk=interest_id).first()
    if found is None:
        raise NotFound
    return found


def _get_own_as_speaker(request: HttpRequest, interest_id: UUID) -> Interest:
    """One that this person may answer; NotAllowed before they type anything, as the act would say afterwards."""
    interest = _get_own(request, interest_id)
    if not acts.may_speak_for_partner(interest, get_person(request), at=now()):
        raise acts.build_partner_refusal()
    return interest


def _list_submitting(request: HttpRequest) -> list[Organisation]:
    """The organisations for which this person may speak."""
    return list(list_organisations_of(get_person(request), on=to_local_day(now()), roles=SUBMITTING_ROLES).order_by("name"))


def _file(organisations: Sequence[Organisation], request: HttpRequest, lines: tuple[WantedLine, ...]) -> str:
    typed = request.POST
    chosen = {str(one.pk): one for one in organisations}
    organisation = chosen.get(typed.get("organisation", ""), organisations[0] if len(organisations) == 1 else None)
    if organisation is None:
        raise Invalid(gaps=[Gap("required", "organisation", _("Choose for which organisation you speak."))])
    given = InterestInput(
        title=typed.get("title", ""),
        lines=lines,
        cooperation=_read_choice(CooperationForm, "cooperation", typed),
        urgency=_read_choice(Urgency, "urgency", typed),
        financing=typed.get("financing", ""),
        text=typed.get("text", ""),
    )
    # A colleague may have gone on from it meanwhile: then the act refuses, and it is not left out in silence.
    interest = acts.file_interest(get_person(request), organisation, given, carried_from=read_beginning(request))
    messages.success(request, _("Your expression of interest was filed. You hear of the answer by mail."))
    return reverse("portal:interest", args=[interest.pk])


def _counter(interest: Interest, request: HttpRequest, lines: tuple[WantedLine, ...]) -> str:
    cooperation = _read_choice(CooperationForm, "cooperation", request.POST)
    given = OfferInput(request.POST.get("text", ""), lines, cooperation)
    acts.make_counter_offer(interest, get_person(request), given, expected=_read_revision(request))
    messages.success(request, _("Your counter-offer was sent."))
    return reverse("portal:interest", args=[interest.pk])


def _accept(request: HttpRequest, interest: Interest) -> str:
    acts.accept_offer(interest, get_person(request), expected=_read_revision(request))
    messages.success(request, _("The offer is accepted. File the request that follows from it."))
    return reverse("portal:interest", args=[interest.pk])


def _withdraw(interest: Interest, request: HttpRequest, reason: str) -> str:
    acts.withdraw_interest(interest, get_person(request), reason=reason)
    messages.success(request, _("The expression of interest is withdrawn."))
    return reverse("portal:interest", args=[interest.pk])


def _read_revision(request: HttpRequest) -> int | None:
    """What this person has read: an offer that was changed meanwhile is not the one they accept."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


def _read_choice(choices: type[C], name: str, typed: QueryDict) -> C:
    try:
        return choices(typed.get(name, ""))
    except ValueError:
        raise Invalid(gaps=[Gap("required", name, _("Choose one of these."))]) from None


def _answer_goods_form(
    request: HttpRequest,
    template: str,
    table: GoodsTable,
    command: Callable[[HttpRequest, tuple[WantedLine, ...]], str],
    context: Mapping[str, Any],
) -> HttpResponse:
    """Ask for goods, and run `command` with their lines; what is refused is shown again, with each fault at its field."""
    faults: list[Fault] = []
    if request.method == "POST" and not table.wants_more:
        lines = table.read_lines()
        try:
            # Before the act: what is no number never became part of a line.
            if table.gaps:
                raise Invalid(gaps=table.gaps)
            return submit(request, command, lines)
        except Invalid as problem:
            faults = table.list_faults(problem.gaps, lines)
    choices = {"cooperations": CooperationForm.choices, "urgencies": Urgency.choices}
    page = {**table.build_context(faults), **choices, **context, "typed": table.typed}
    return render_form(request, template, page, faults)
