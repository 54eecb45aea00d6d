"""Every address of Dozvil, read from its own list of routes, so that a new page is walked without being named here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from itertools import product
from typing import Any
from uuid import uuid4

from django.contrib.admin import site
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from licensing.acts.requests import questions
from licensing.admin.forms.ledger import USAGE_FORMS
from licensing.admin.forms.licence import LICENCE_FORMS
from licensing.admin.forms.obligations import DUTY_FORMS
from licensing.admin.forms.on_case import FORMS_OF_CASE
from licensing.admin.forms.questions import QUESTION_FORMS
from licensing.admin.licences.differences import DIFFERENCE_FORMS
from licensing.admin.licences.record_forms import CONDITION_FORMS, RECORD_FORMS
from licensing.choices import Office
from licensing.models import Appointment, Case, Endpoint, Event, Licence, User
from licensing.outbox.webhooks.encryption import encrypt
from licensing.outbox.webhooks.sender import generate_secret
from licensing.portal.forms.sections import DOCUMENTS_SECTION, FORM_SECTIONS, LIST_SECTIONS
from tests.signing_in import sign_in
from tests.world import ALWAYS, World

Ids = Mapping[str, Sequence[object]]

# What stands in an address beside the ids of rows.
WORDS: Ids = {
    "slug": [*FORM_SECTIONS, *LIST_SECTIONS, DOCUMENTS_SECTION.slug],
    "name": ["countries", "units"],
    "kind": ["csv", "xlsx"],
    "number": [1],
    "place": [1],
    "app_label": ["licensing"],
    "url": ["nowhere"],
    "key": ["1-abc"],
    "uidb36": ["1"],
    "provider_id": ["state"],
    "pk": [1],
    "membership_id": [1],
    "content_type_id": [1],
}


@dataclass(frozen=True)
class Route:
    """One address as it is declared."""

    pattern: str
    callback: Any

    def __str__(self) -> str:
        return self.pattern

    @property
    def places(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    @property
    def row(self) -> str:
        """The table whose rows the pages of the desk under this address show."""
        found = re.match(r"admin/licensing/(\w+)/", self.pattern)
        return found[1] if found else ""

    @property
    def is_of_framework(self) -> bool:
        """A page that Django's admin brings along: adding, deleting, its own history, and what it redirects."""
        return self.pattern.endswith(("/add/", "/delete/", "/history/", "<path:object_id>/"))

    def paths(self, ids: Ids) -> Iterator[str]:
        """The addresses with each of these ids in its place; a place without an id gets that of nothing."""
        # At the desk these are a row of the table under whose address the page stands.
        row = ids.get(self.row) or [uuid4()]
        known = {"object_id": row, "row_id": row, "verb": self._verbs()} | ({"number": row} if ids.get(self.row) else {})
        for values in product(*(known.get(name) or self._find(name, ids) for name in self.places)):
            path = self.pattern
            for value in values:
                path = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", lambda _found, value=value: str(value), path, count=1)
            yield "/" + path.replace("^", "").replace("$", "")

    def _find(self, name: str, ids: Ids) -> Sequence[object]:
        """What stands in a place of this name, of this table alone or of all."""
        return ids.get(f"{self.row}/{name}") or ids.get(name) or WORDS.get(name) or [uuid4()]

    def _verbs(self) -> list[str]:
        nested = {"question_id": QUESTION_FORMS, "duty_id": DUTY_FORMS, "usage_id": USAGE_FORMS}
        nested |= {"difference_id": DIFFERENCE_FORMS, "record_id": RECORD_FORMS, "place": CONDITION_FORMS}
        of_row = FORMS_OF_CASE if self.row == "case" else LICENCE_FORMS
        return sorted(next((forms for place, forms in nested.items() if place in self.places), of_row))


@cache
def every_route() -> list[Route]:
    return list(_routes(get_resolver(), ""))


def list_routes(*entry_points: str) -> list[Route]:
    """The routes of these entry points: `admin/`, `api/`, `accounts/`, or the empty word for the portal."""
    return [route for route in every_route() if _entry_point(route) in entry_points]


def _entry_point(route: Route) -> str:
    start = route.pattern.partition("/")[0] + "/"
    return start if start in ("admin/", "api/", "accounts/") else ""


def _routes(resolver: URLResolver, before: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield Route(before + str(entry.pattern), entry.callback)
        else:
            yield from _routes(entry, before + str(entry.pattern))


def signed_in(user: User | None, **more: Any) -> Client:
    client = Client(raise_request_exception=False, **more)
    if user is not None:
        sign_in(client, user)
    return client


def administrator() -> User:
    """Ada, who keeps the people; the world has no such person."""
    ada = User.objects.create_user("ada@example.org", name="Ada", is_staff=True)
    Appointment.objects.create(user=ada, kind=Office.ADMINISTRATOR, period=ALWAYS)
    return ada


def with_question(world: World, case: Case) -> Case:
    """The same case, with a question that waits for its answer."""
    due = timezone.localdate() + timedelta(days=9)
    questions.ask_question(case, world.otto, text="Which unit uses them?", due_on=due)
    return case


def with_endpoint(user: User, description: str = "ERP") -> Endpoint:
    return Endpoint.objects.create(
        owner=user,
        url="https://erp.example.org/",
        secret=encrypt(generate_secret()),
        created_at=timezone.now(),
        description=description,
    )


def ids_of(*cases: Case) -> Iterator[Ids]:
    """The ids of each case with all that hangs on it, and of one row of every table that has pages at the desk."""
    rows: dict[str, Sequence[object]] = {
        model._meta.model_name or "": list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:1])
        for model in site._registry
    }
    for case in cases:
        licence = Licence.objects.filter(case=case).first()
        yield rows | {
            "case_id": [case.pk],
            "document_id": list(case.documents.values_list("pk", flat=True)[:1]),
            "question_id": list(case.questions.values_list("pk", flat=True)[:1]),
            "licence_id": [licence.pk] if licence else [],
            "case": [case.pk],
            "licence": [licence.pk] if licence else [],
            "event": list(Event.objects.filter(case=case).order_by("-number").values_list("pk", flat=True)[:1]),
            "organisation": [case.organisation_id],
        }


def open_pages(client: Client, routes: Sequence[Route], *places: Ids) -> Iterator[tuple[str, Any]]:
    """Every page of these routes as this client gets it, each address once."""
    seen: set[str] = set()
    for route in routes:
        for ids in places:
            for path in route.paths(ids):
                if path not in seen and not _leaves(path):
                    seen.add(path)
                    yield path, client.get(path)


@dataclass
class Form:
    """A form as it stands on a page: what it would send, which of that is typed and as what, and where it would go."""

    values: dict[str, Any]
    typed: dict[str, str]
    action: str = ""
    buttons: list[tuple[str, str]] = field(default_factory=list)


def forms_on(page: Any) -> list[Form]:
    """The forms of a page that are sent by POST, those of its frame (language, signing out) left out."""
    frame = {"csrfmiddlewaretoken", "page_token", "language", "next"}
    return [form for form in every_form_on(page) if form.values.keys() - frame]


def every_form_on(page: Any) -> list[Form]:
    """The forms of a page that are sent by POST, with those of its frame and those that are a button alone."""
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return []
    reader = _Reader()
    reader.feed(page.content.decode())
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self._open = given.get("method", "").lower() == "post"
            self.forms += [Form({}, {}, given.get("action", ""))] if self._open else []
        elif self._open and tag == "option" and self._select:
            self._choose(given)
        elif self._open and tag == "button" and given.get("type", "submit") == "submit":
            self.forms[-1].buttons.append((name, given.get("value", "")))
        elif self._open and name and tag in ("input", "textarea", "select"):
            self._select = name if tag == "select" else ""
            self._take(tag, name, given)

    def _take(self, tag: str, name: str, given: dict[str, str]) -> None:
        form, kind = self.forms[-1], given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.values.setdefault(name, given.get("value", "on"))
        elif kind != "file":
            form.values[name] = given.get("value", "")
            form.typed |= {name: given.get("inputmode") or kind} if kind != "hidden" and tag != "select" else {}

    def _choose(self, given: dict[str, str]) -> None:
        values = self.forms[-1].values
        if not values.get(self._select) or "selected" in given:
            values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "form"


def _leaves(path: str) -> bool:
    """Signing out by opening a page would end the walk; that it does not is tried by itself."""
    return "logout" in path
