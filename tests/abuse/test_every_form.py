"""Every form of every page of the desk and the portal, filled in and sent: by somebody who may not, and by whoever may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.http import HttpResponse
from django.urls import resolve, reverse

from config.inventory.declaration import Entry
from config.inventory.routes import list_declared, list_every_route
from licensing.admin.reference.change_sets.governed_lists import MODELS
from licensing.admin.reference.change_sets.row_fields import list_form_columns
from licensing.models import Change, Event, User
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED, Ending
from tests.abuse.everything import SECONDS, WORDS_OF, lay_out_everything
from tests.abuse.waiting_rows import FOR, FORGED, is_refused
from tests.abuse.walking import Form, Ids, Route, every_form_on, signed_in
from tests.by_hand import cover
from tests.world import World

# Whoever is signed in: a partner, and somebody at the desk.
_ANYBODY: Final = frozenset({"paula", "otto"})
# Forms that stand on every page.
_FRAME: Final = frozenset({reverse("portal:speak"), reverse("account_logout"), reverse("admin:logout")})
# Where this walk finds no row, and which tests look there.
# A file of a licence that is suspended: whether one is when the walk comes there depends on the order of their ids.
_BY_CHANCE: Final = frozenset({"admin/licensing/licence/<uuid:licence_id>/notices/preview.pdf"})
_ELSEWHERE: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("accounts/address/confirm/<str:token>/", "accounts/address/undo/<str:token>/"),
        "links of letters: tests/config/accounts/test_addresses.py",
    ),
    "accounts/invitation/<str:token>/": "a link of a letter: tests/config/accounts/test_invitations.py",
    "accounts/2fa/passkeys/<int:pk>/rename/": "tests/config/accounts/factors",
    "accounts/2fa/passkeys/<int:pk>/remove/": "tests/config/accounts/factors",
    "accounts/oidc/<slug:provider_id>/login/": "tests/config/accounts/service",
    "accounts/oidc/<slug:provider_id>/login/callback/": "tests/config/accounts/service",
    "register/link/<str:token>/": "a link of a letter: tests/portal/people/test_registering.py",
    "register/link/<str:token>/details/": "a link of a letter: tests/portal/people/test_registering.py",
    "colleagues/roles/<uuid:proposal_id>/decline/": "tests/portal/people/test_colleagues.py",
    "colleagues/<uuid:organisation_id>/hand-over/<uuid:person_id>/": "tests/portal/people/test_leaving.py",
    "admin/licensing/sitting/<uuid:sitting_id>/agenda/": "a button alone: tests/admin/decisions/test_sittings.py",
    "admin/licensing/case/<uuid:case_id>/schedules/<slug:name>.csv": "a file: tests/models/requests/test_schedules.py",
    "cases/<uuid:case_id>/schedules/<slug:name>.csv": "a file: tests/models/requests/test_schedules.py",
    "admin/licensing/case/<uuid:case_id>/deliveries.csv": "a file: tests/models/licences/test_delivery_sheets.py",
    "cases/<uuid:case_id>/deliveries.csv": "a file: tests/models/licences/test_delivery_sheets.py",
    "cases/<uuid:case_id>/versions/<int:number>/schedules/<slug:name>.csv": "a file: tests/portal/requests/test_versions.py",
    "admin/licensing/licence/<uuid:licence_id>/papers/<int:number>.pdf": "a file: tests/admin/licences/test_papers.py",
    "admin/licensing/licence/<uuid:licence_id>/notices/<int:number>.pdf": "a file: tests/admin/licences/test_papers.py",
    "licences/<uuid:licence_id>/notices/<int:number>.pdf": "a file: tests/portal/licences/test_papers.py",
    "admin/(?P<url>.*)$": "answers wherever there is no page",
}
# Parts that are walked side by side: at least how many forms are sent in each, and at how many addresses something is done.
_PARTS: Final[Mapping[str, tuple[int, int]]] = {"lists": (100, 30), "desk": (200, 40), "portal": (30, 10)}
_LISTS: Final = tuple(f"admin/licensing/{model._meta.model_name}/" for model in MODELS.values())


@dataclass
class Walk:
    """By the pattern of each address: what was opened, sent by others and by whoever may, and done, as kinds of events."""

    people: Mapping[str, User]
    entries: Mapping[str, Entry]
    reached: set[str] = field(default_factory=set)
    by_others: list[str] = field(default_factory=list)
    by_whoever_may: list[str] = field(default_factory=list)
    done: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clients = {name: signed_in(one) for name, one in self.people.items()}


@pytest.mark.walk
@pytest.mark.parametrize("part", _PARTS)
def test_every_form_is_sent_by_whoever_may_and_whoever_may_not(world: World, part: str) -> None:
    """Each page with an id is reached, each form sent; no write passes the acts, and what is refused leaves nothing."""
    people, places = lay_out_everything(world)
    cover()
    walk, sent = Walk(people, list_declared()), set[Any]()
    routes = [route for route in list_every_route() if route.pattern in walk.entries and _find_part(route.pattern) == part]

    for pattern, path in _list_paths([Route(route.pattern, route.view) for route in routes], places):
        for name, form in _open(walk, pattern, path):
            to = urlsplit(form.action).path or path
            for button in form.buttons or [("", "")]:
                if (form_sent := (to, *form.values, button)) not in sent:
                    sent.add(form_sent)
                    _send(walk, name, to, _fill_in(form) | dict([button] if button[0] else []))

    assert walk.wrong == []
    with_ids = {route.pattern for route in routes if "<" in route.pattern and not Route(route.pattern, None).is_of_framework}
    assert with_ids - walk.reached - _list_ended() - _BY_CHANCE == {one for one in _ELSEWHERE if _find_part(one) == part}
    public = {one for one in walk.by_whoever_may if walk.entries[one].who not in FOR}
    assert set(walk.by_whoever_may) - public == set(walk.by_others)
    forms, done = _PARTS[part]
    assert len(walk.by_others) >= forms
    assert len(walk.done) >= done


def _find_part(pattern: str) -> str:
    return "lists" if pattern.startswith(_LISTS) else "desk" if pattern.startswith("admin/") else "portal"


def _list_ended() -> set[str]:
    """Pages that say of every row of a list that it is not changed in this way."""
    ways = {
        "end": lambda code: GOVERNED[code].ending is Ending.NEVER,
        "propose": lambda code: not list_form_columns(code, {}),
        "reword": lambda code: not GOVERNED[code].wording,
        "undo/<uuid:rewording_id>": lambda code: not GOVERNED[code].wording,
    }
    return {
        f"admin/licensing/{MODELS[code]._meta.model_name}/<path:row_id>/{way}/"
        for way, has_none in ways.items()
        for code in MODELS
        if has_none(code)
    }


def _list_paths(routes: Sequence[Route], places: Sequence[Ids]) -> Iterator[tuple[str, str]]:
    for route in routes:
        if not route.is_of_framework:
            words = WORDS_OF.get(route.pattern, {})
            yield from (
                (route.pattern, path) for path in dict.fromkeys(p for ids in places for p in route.paths({**ids, **words}))
            )


def _list_whoever_may(entry: Entry) -> list[str]:
    of = FOR.get(entry.who, _ANYBODY)
    return sorted(of | {second for second, first in SECONDS.items() if first in of})


def _open(walk: Walk, pattern: str, path: str) -> Iterator[tuple[str, Form]]:
    """The forms of a page, as the first of those gets it whom it is for and who finds any there."""
    for name in _list_whoever_may(walk.entries[pattern]):
        with _undone():
            page = walk.clients[name].get(path)
            forms = [one for one in every_form_on(page) if (urlsplit(one.action).path or path) not in _FRAME]
        if page.status_code < 400 or page.status_code == 405:
            walk.reached.add(pattern)
        elif page.status_code >= 500:
            walk.wrong.append(f"{name} opened {path}: {page.status_code}")
        if forms:
            yield from ((name, form) for form in forms)
            return


def _send(walk: Walk, name: str, to: str, values: Mapping[str, Any]) -> None:
    pattern = resolve(to).route
    entry = walk.entries[pattern]
    if entry.who in FOR:
        others = sorted(walk.people.keys() - set(_list_whoever_may(entry)))
        other = others[len(walk.by_others) % len(others)]
        walk.by_others.append(pattern)
        with _undone():
            answer, done = _post(walk, other, to, values)
        if done or not is_refused(answer, to, pattern, is_staff=walk.people[other].is_staff):
            walk.wrong.append(f"{other} sent {to}, which is not for them: {answer.status_code} {sorted(done)}")
    walk.by_whoever_may.append(pattern)
    with _undone():
        answer, done = _post(walk, name, to, values)
        uncovered = Change.objects.summarise_uncovered() or LogEntry.objects.exists()
    if answer.status_code < 400:
        walk.reached.add(pattern)
    if answer.status_code >= 500 or uncovered or done & {EventKind.REFERENCE_CHANGED, EventKind.RIGHTS_CHANGED}:
        walk.wrong.append(f"{name} sent {to}: {answer.status_code} {sorted(done)} {uncovered}")
    if done:
        walk.done[pattern] |= done


def _post(walk: Walk, name: str, to: str, values: Mapping[str, Any]) -> tuple[HttpResponse, set[str]]:
    last = Event.objects.latest("number").number
    answer: Any = walk.clients[name].post(to, FORGED | values)
    return answer, set(Event.objects.filter(number__gt=last).values_list("kind", flat=True))


def _fill_in(form: Form) -> dict[str, Any]:
    return form.values | {name: form.values[name] or _type(name, kind) for name, kind in form.typed.items()}


def _type(name: str, kind: str) -> str:
    match kind:
        case "date":
            return "2031-05-05"
        case "numeric" | "decimal" | "number":
            return "2"
        case "email":
            return "typed@example.org"
        case "url":
            return "https://erp.example.org/typed"
    return "2031-05-05" if name.endswith("_on") else "Typed"


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
