"""“Who may what”: everybody's rights on one page, now or on a past day, for auditors, administrators and heads of bodies."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.admin.forms.base import build_date_field, build_line_field, build_select_field
from licensing.admin.pages.rights import PEOPLE_EDITORS, get_person, has_appointment, list_headed_bodies, local_now
from licensing.admin.people.form_page import may_keep
from licensing.admin.people.who.abilities import describe_right
from licensing.admin.people.who.desk import read_desk
from licensing.admin.people.who.holdings import Holding, find_events, read_holding, read_holdings
from licensing.admin.people.who.lines import ORDERS, Wanted
from licensing.admin.people.who.persons import list_parts_in_case, list_steps_of_two
from licensing.admin.people.who.programs import read_delegations, read_programs
from licensing.admin.people.who.sheet import write_sheet
from licensing.admin.people.who.words import describe_holding, describe_kind, list_rights
from licensing.admin.requests import history
from licensing.choices import Office
from licensing.models import Body
from licensing.policy.reference.alphabet import build_sort_key

PAGE = 50
AUDITORS = frozenset({Office.AUDITOR})
_VIEWS = {
    "person": gettext_lazy("By person"),
    "body": gettext_lazy("By body and organisation"),
    "right": gettext_lazy("By right"),
}


class Filter(forms.Form):
    """What the reader asks for; everything may be left out."""

    def __init__(self, data: Any, *, bodies: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__(data, label_suffix="")
        self._today = today
        every = ("", _("All"))
        self.fields["view"] = build_select_field(_("In order"), [*_VIEWS.items()], required=False)
        self.fields["on"] = build_date_field(_("On the day (empty: now)"), required=False)
        self.fields["name"] = build_line_field(_("Name or e-mail address"), required=False)
        self.fields["body"] = build_select_field(_("Body"), [every, *bodies], required=False)
        self.fields["right"] = build_select_field(_("Right"), [every, *list_rights()], required=False)

    def clean_on(self) -> date | None:
        """The day, which has come; what will be is not known."""
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > self._today:
            raise forms.ValidationError(_("This day has not come yet: rights may still be given and ended until then."))
        return day


def find_readable_bodies(request: HttpRequest) -> Collection[str] | None:
    """The bodies whose rights this person may read, None for everything; 404 for whoever may read none."""
    if get_person(request).is_staff and has_appointment(request, AUDITORS | PEOPLE_EDITORS):
        return None
    if not (headed := list_headed_bodies(request)):
        raise Http404
    return headed


def may_read_rights(request: HttpRequest) -> bool:
    """Whether this person finds the page."""
    try:
        find_readable_bodies(request)
    except Http404:
        return False
    return True


def show_rights(request: HttpRequest) -> HttpResponse:
    """The rights of a day, page by page, or all of them as a sheet."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    bodies, now = find_readable_bodies(request), local_now()
    form = Filter(request.GET, bodies=_list_bodies(bodies), today=to_local_day(now))
    if not form.is_valid():
        return _render(request, {"form": form, "groups": [], "refused": True}, status=400)
    wanted = _read_wanted(form.cleaned_data, bodies, now)
    is_narrowed = any((wanted.name, wanted.body, wanted.kind))
    if request.GET.get("format") == "csv":
        holdings, _last = read_holdings(wanted)
        others = read_programs(wanted), read_delegations(wanted), read_desk(wanted)
        return write_sheet(holdings, wanted.day, *others, is_narrowed=is_narrowed)
    after = _read_place(request.GET.get("after", ""), wanted)
    holdings, last = read_holdings(wanted, after=after, most=PAGE)
    context = {
        "form": form,
        "day": wanted.day,
        "is_now": wanted.is_now,
        "by": wanted.view,
        "groups": list(_group(holdings, wanted)),
        # Once, and not again on each further page.
        "programs": [] if after else read_programs(wanted),
        "delegations": [] if after else read_delegations(wanted),
        "at_desk": [] if after else read_desk(wanted),
        "steps_of_two": [] if after else list_steps_of_two(),
        "parts_in_case": [] if after else list_parts_in_case(),
        "allowed": list(_list_allowed(holdings)),
        "is_narrowed": is_narrowed,
        "from_start": _build_query(request) if after else "",
        "further": _build_query(request, after=json.dumps(last, ensure_ascii=False)) if last else "",
        "as_sheet": _build_query(request, format="csv"),
    }
    return _render(request, context)


def show_right(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One right, with the events by which it was given, ended and corrected."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    holding = read_holding(kind, key, find_readable_bodies(request))
    if holding is None:
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": f"{holding.person.name} · {describe_kind(holding.kind, holding.role)}",
        "row": describe_holding(holding, None),
        "may_keep": may_keep(request),
        "abilities": describe_right(holding.kind, holding.role),
        "history": history.build_lines(find_events(holding)),
    }
    return TemplateResponse(request, "admin/licensing/people/who/right.html", context)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, under one heading."""

    heading: str
    detail: str
    rows: list[Any]


def _group(holdings: Iterable[Holding], wanted: Wanted) -> Iterator[Group]:
    group: Group | None = None
    for one in holdings:
        heading, detail = _name_group(one, wanted.view)
        if group is None or (group.heading, group.detail) != (heading, detail):
            if group is not None:
                yield group
            group = Group(heading, detail, [])
        group.rows.append(describe_holding(one, wanted.day))
    if group is not None:
        yield group


def _name_group(holding: Holding, view: str) -> tuple[str, str]:
    match view:
        case "body":
            subject = holding.body.name if holding.body else holding.organisation and holding.organisation.name
            return subject or _("The authority itself"), ""
        case "right":
            return describe_kind(holding.kind, holding.role), ""
    return holding.person.name, holding.person.email


def _list_allowed(holdings: Iterable[Holding]) -> Iterator[tuple[str, str, list[Any]]]:
    """What each right that is shown lets one do, once: an anchor, the right, and the words."""
    for kind, role in sorted({(one.kind, one.role) for one in holdings}):
        yield f"may-{kind}-{role}", describe_kind(kind, role), describe_right(kind, role)


def _read_wanted(given: dict[str, Any], bodies: Collection[str] | None, now: datetime) -> Wanted:
    kind, _colon, role = given["right"].partition(":")
    return Wanted(
        given["on"] or to_local_day(now), now, given["view"] or "person", given["name"], given["body"], kind, role, bodies
    )


def _read_place(text: str, wanted: Wanted) -> Sequence[str]:
    """The line behind which a page goes on; what is none begins at the top."""
    try:
        place = json.loads(text)
    except ValueError:
        return ()
    is_place = isinstance(place, list) and len(place) == len(ORDERS[wanted.view])
    return place if is_place and all(isinstance(one, str) and "\0" not in one for one in place) else ()


def _build_query(request: HttpRequest, **more: str) -> str:
    kept = {name: value for name, value in request.GET.items() if name not in ("after", "format")}
    return f"?{urlencode(kept | more)}"


def _list_bodies(bodies: Collection[str] | None) -> list[tuple[str, str]]:
    rows = Body.objects.all() if bodies is None else Body.objects.filter(pk__in=bodies)
    return sorted(((row.pk, row.name) for row in rows), key=lambda one: build_sort_key(one[1]))


def _render(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    shared = {**admin.site.each_context(request), "title": _("Who may what"), "url": reverse("admin:licensing_who")}
    return TemplateResponse(request, "admin/licensing/people/who/who.html", shared | context, status=status)
