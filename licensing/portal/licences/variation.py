"""The pages on which the holder of a licence asks for a variation of it, and withdraws what was asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.licences.changing.variation import ask_variation, withdraw_variation
from licensing.choices import Verb
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.models import Licence
from licensing.models.read_models import read_licence
from licensing.models.read_models.views import LicenceView
from licensing.models.requests.composition import read_filed_document
from licensing.policy.input.numbers import format_for_typing, parse_number
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.numbers import group_thousands
from licensing.portal.forms.pages import index_faults, render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.reasons import answer_reason_form
from licensing.portal.licences.variation_form import VariedRequestForm
from licensing.portal.partner_view import get_person, get_reader, get_visible_licence, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_variation(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Ask for another last day, quantities, a party or a route; while something waits, the page of the licence says so.

    An address may fill quantities and the reason in, as that of a call-off does for what its contract's permit holds.
    """
    licence = get_visible_licence(request, licence_id)
    view = read_licence(licence, get_reader(request, licence))
    form = _build_request_form(request, licence)
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return submit(request, _send_variation, licence, view, form)
        except Invalid as problem:
            faults = _sort_faults(form, problem)
    elif Verb.ASK_VARIATION not in view["actions"]:
        return redirect("portal:licence", licence_id)
    typed = request.POST if request.method == "POST" else request.GET
    context = {
        "licence": licence,
        "rows": _build_varied_rows(typed, view, index_faults(faults)),
        "valid_until": request.POST.get("valid_until", view["valid_until"].isoformat()),
        "reason": typed.get("reason", ""),
        "dormant": view["dormant"],
        "form": form,
    }
    return render_form(request, "portal/licences/vary/ask.html", context, faults)


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Withdraw what was asked, with a reason."""
    licence = get_visible_licence(request, licence_id)
    offered = read_licence(licence, get_reader(request, licence))["actions"]
    if request.method != "POST" and Verb.WITHDRAW_VARIATION not in offered:
        return redirect("portal:licence", licence_id)
    command = partial(_withdraw_variation, licence)
    return answer_reason_form(request, "portal/licences/vary/withdraw.html", command, {"licence": licence})


def _build_request_form(request: HttpRequest, licence: Licence) -> VariedRequestForm:
    filed = read_filed_document(licence.case) or {}
    written = {"known": filed.get("parties", []), "route": filed.get("route", [])}
    return VariedRequestForm(request.POST if request.method == "POST" else None, part=written)


def _sort_faults(form: VariedRequestForm, problem: Invalid) -> list[Fault]:
    """What is wrong, each at its field; of the party and the route the form itself says it."""
    of_request = [gap for gap in problem.gaps if gap.path.partition(".")[0] in ("parties", "route")]
    others = [gap for gap in problem.gaps if gap not in of_request]
    form.add_request_gaps(of_request)
    return [Fault(one.sentence, f"id_{one.path.replace('quantities.', 'quantity-')}") for one in others] + form.list_faults()


def _send_variation(request: HttpRequest, licence: Licence, view: LicenceView, form: VariedRequestForm) -> str:
    quantities = {
        line["number"]: _read_asked(request.POST.get(f"quantity-{line['number']}", ""), line["number"], line["authorised"])
        for line in view["lines"]
    }
    ask_variation(
        licence,
        get_person(request),
        reason=request.POST.get("reason", ""),
        valid_until=_read_last_day(request.POST.get("valid_until", "")),
        quantities=quantities,
        parties=list(form.read_rows("parties").values()),
        route=list(form.read_rows("route").values()),
    )
    messages.success(request, _("Your request is with the authority. The licence holds as it is until it is decided."))
    return reverse("portal:licence", args=[licence.pk])


def _withdraw_variation(licence: Licence, request: HttpRequest, reason: str) -> str:
    withdraw_variation(licence, get_person(request), reason=reason)
    messages.success(request, _("What you asked is withdrawn."))
    return reverse("portal:licence", args=[licence.pk])


def _read_asked(typed: str, number: int, authorised: str) -> Decimal:
    """A quantity as people type it; an empty field leaves the line as it is."""
    amount = parse_number(typed) if typed.strip() else Decimal(authorised)
    if isinstance(amount, Message):
        raise Invalid(gaps=[Gap("wrong_form", f"quantities.{number}", amount)])
    return amount


def _read_last_day(typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        sentence = _("Write the last day as year-month-day: 2027-03-31.")
        raise Invalid(gaps=[Gap("wrong_form", "valid_until", sentence)]) from None


def _build_varied_rows(typed: QueryDict, view: LicenceView, fault_at: dict[str, str]) -> list[dict[str, Any]]:
    """The lines of the licence, each with its field and what is wrong with it."""
    units = Lists().units
    return [
        {
            "line": line,
            "unit": units.get(line["unit"], line["unit"]),
            "quantity": typed.get(
                f"quantity-{line['number']}", group_thousands(format_for_typing(Decimal(line["authorised"])))
            ),
            "fault": fault_at.get(f"quantity-{line['number']}", ""),
        }
        for line in view["lines"]
    ]
