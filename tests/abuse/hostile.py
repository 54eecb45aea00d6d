"""A world in which whoever could write a word wrote something hostile, and every page of it as each person gets it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle
from typing import Any

import pytest
from django.db import connection

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.acts.supply import need_statements as supply
from licensing.choices import NeedVerdict, PositionChoice
from licensing.models import Body, Case, Country, Licence, Organisation, User
from tests.abuse.walking import Ids, Route, administrator, ids_of, list_routes, open_pages, signed_in, with_endpoint
from tests.world import REQUEST, World, clearance, resolution

MARK = "x7281"
_BREAKS = ['"', "'", "", "</title>", "</textarea>", "</script>", "</style>", "-->", "]]>", "</option></select>"]
_RUNS = [
    f"><script>{MARK}()</script>",
    f"><svg onload={MARK}()>",
    f"><img src=x onerror={MARK}()>",
    f"><{MARK}>",
    f' onfocus="{MARK}()" autofocus ',
]
# Each way out of a place, with each way to run something; and what templates, spreadsheets and browsers would take for code.
PAYLOADS = [way + run for way in _BREAKS for run in _RUNS] + [
    f"javascript:{MARK}()",
    f"data:text/html,<{MARK}>",
    "{{ 7281 * 7281 }}" + MARK,
    "{% debug %}" + MARK,
    "${" + MARK + "}",
    f"&lt;{MARK}&gt;",
    f"\\u003c{MARK}\\u003e",
    f"<iframe srcdoc='<{MARK}>'>",
    f"<base href=//{MARK}>",
    f"=HYPERLINK({MARK})",
]
_FREE = {"title", "name", "model", "purpose", "location", "address", "payment", "from_place", "to_place", "carrier"}
_FREE |= {"register_no", "place", "contract_no", "customs_point", "issuer", "number"}


class Words:
    """One payload after the other, so that every place gets its own and every payload its place."""

    def __init__(self) -> None:
        self._next = cycle(PAYLOADS)

    def __call__(self, longest: int = 60) -> str:
        return next(one for one in self._next if len(one) <= longest)

    def all(self) -> str:
        """Every payload, for a text that is long enough."""
        return "\n".join(PAYLOADS)

    def through(self, value: Any, place: str = "") -> Any:
        """The same document with a payload in every text that is free."""
        if isinstance(value, dict):
            return {name: self.through(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [self.through(one, place) for one in value]
        if place in ("purpose", "payment"):
            return self.all()[:1900]
        return self(40) if place in _FREE else value


@dataclass(frozen=True)
class Page:
    """An address as one person got it."""

    who: str
    path: str
    status: int
    headers: dict[str, str]
    content: bytes
    wrote: int

    def __str__(self) -> str:
        return f"{self.who} {self.path}"


@dataclass(frozen=True)
class Hostile:
    """The cases of a hostile partner, each at another point of its life."""

    draft: Case
    review: Case
    licence: Licence


_walked: list[Page] = []
# Whoever looks at all pages does so in one process, which walks them once.
walked_together = pytest.mark.xdist_group("walked")


def walked(world: World) -> list[Page]:
    """Every page of the hostile world, opened once for all the tests that look at them."""
    if not _walked:
        _walked.extend(_walk(world, hostile(world)))
    return _walked


def hostile(world: World) -> Hostile:
    """The hostile world, with a payload in everything that anybody may write."""
    words = Words()
    Organisation.objects.update(address=words.all()[:1000], register_no=words(40))
    for organisation in (world.partner, world.rival):
        Organisation.objects.filter(pk=organisation.pk).update(name=words(), name_original=words())
    for person in world.everybody:
        User.objects.filter(pk=person.pk).update(name=words())
        person.refresh_from_db()
    Body.objects.filter(pk="MOD").update(names={"en": words()}, short_names={"en": words(40)}, note=words())
    Country.objects.filter(pk="EE").update(names={"en": words()})
    with_endpoint(world.paula, words())
    request = words.through(deepcopy(REQUEST))
    return Hostile(world.draft(**request), _under_review(world, request, words), _licence(world, request, words))


def _under_review(world: World, request: Any, words: Words) -> Case:
    case = world.accepted(**request)
    case.documents.update(title=words(), file_name=words(), issuer=words())
    due = to_local_day(now()) + timedelta(days=9)
    answered = questions.ask_question(case, world.otto, text=words.all(), due_on=due)
    questions.answer_question(case, world.paula, answered.pk, text=words.all())
    questions.ask_question(case, world.otto, text=words.all(), due_on=due)
    said = positions.PositionInput(
        PositionChoice.CONDITIONS, conditions=[{"code": "", "parameters": {}, "text": words()}], comment=words.all()
    )
    positions.sign_case(case, world.rhea, said, version=1)
    _state_need(case, world, words)
    return Case.objects.get(pk=case.pk)


def _licence(world: World, request: Any, words: Words) -> Licence:
    case = world.accepted(**request)
    _state_need(case, world, words)
    for member in (world.rhea, world.greta, world.mira):
        view = positions.PositionInput(
            PositionChoice.CONDITIONS, conditions=[{"code": "", "parameters": {}, "text": words()}], comment=words()
        )
        positions.sign_case(case, member, view, version=1)
    government.grant_case(case, world.dora, resolution(number=words(), reasons=words.all()))
    licence = Licence.objects.get(case=case)
    draw_down_licence(licence, world.cus, clearance(words(), 1))
    return suspend_licence(licence, world.otto, reason=words.all())


def _state_need(case: Case, world: World, words: Words) -> None:
    today = to_local_day(now())
    until = today + timedelta(days=30)
    supply.state_need(
        case,
        world.rhea,
        verdict=NeedVerdict.SUFFICIENT,
        data_on=today,
        expires_on=until,
        figures={"stock": words()},
        note=words(),
    )


def _walk(world: World, made: Hostile) -> Iterator[Page]:
    [draft], filed = list(ids_of(made.draft)), list(ids_of(made.review, made.licence.case))
    portal, desk, api, accounts = list_routes(""), list_routes("admin/"), list_routes("api/"), list_routes("accounts/")
    writing = [route for route in portal if "/draft/" in str(route)]
    reading = [route for route in portal if route not in writing]
    files = [route for route in desk if route.row in ("case", "licence", "event", "") and not route.is_of_framework]
    tables = [route for route in desk if route.row not in ("case", "licence", "event", "")]
    written_by_people = ("body", "country", "delivery", "endpoint", "organisation", "user")
    lists = [one for one in tables if not one.is_of_framework and (one.row in written_by_people or not one.places)]
    people = [route for route in tables if route.row in ("mandate", "appointment") and str(route).endswith("/add/")]
    walks: list[tuple[User | None, list[Route], list[Ids]]] = [
        (None, [*accounts, *reading], filed[:1]),
        (world.paula, writing, [draft]),
        (world.paula, [*reading, *api, *accounts], filed),
        (world.otto, [*files, *api], filed),
        (world.mira, [route for route in files if "/act/" in str(route)], filed[:1]),
        (world.pol, lists, filed),
        (administrator(), people, filed),
    ]
    for person, routes, places in walks:
        client, before = signed_in(person), written()
        for path, answer in open_pages(client, routes, *places):
            after = written()
            yield Page(
                person.email.split("@")[0] if person else "nobody",
                path,
                answer.status_code,
                dict(answer.headers),
                b"".join(answer) if answer.streaming else answer.content,
                after - before,
            )
            before = after


def written() -> int:
    """How many rows of our tables this transaction has written, by PostgreSQL's own count; when a session was used is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint "
            "FROM pg_stat_xact_user_tables WHERE relname LIKE 'licensing%' AND relname <> 'licensing_session'"
        )
        [(count,)] = cursor.fetchall()
        return int(count)
