"""The inventory of routes: each has an owner, a permission in words and a line, and what is not public stays closed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from config.inventory.declaration import Who
from config.inventory.routes import (
    describe_operations,
    list_api_pages,
    list_declared,
    list_entries,
    list_every_route,
    render_routes_page,
)
from tests.abuse.walking import Route as Address
from tests.abuse.walking import ids_of, signed_in
from tests.world import World

DOCUMENT = settings.ROOT / "docs/routes.md"
FRESH = settings.ROOT / "var/routes.md"
OUR_TEMPLATES = settings.ROOT / "templates"


def test_every_route_has_a_line_and_every_line_a_route() -> None:
    routes = {one.pattern for one in list_every_route() if not one.pattern.startswith("api/")}

    assert routes ^ set(list_declared()) == set()
    assert [pattern for pattern, count in Counter(one.pattern for one in list_entries()).items() if count > 1] == []
    assert all(one.words for one in list_entries())


def test_every_address_of_the_api_is_an_operation_or_says_whom_it_serves() -> None:
    pages = {one.pattern for one in list_every_route() if one.pattern.startswith("api/") and not describe_operations(one)}

    assert pages == set(list_api_pages())


def test_a_view_of_a_library_answers_only_with_a_reason() -> None:
    declared = list_declared()
    without = [
        one.pattern
        for one in list_every_route()
        if not one.pattern.startswith("api/") and not one.is_ours and not declared[one.pattern].because
    ]

    assert without == []


def test_page_says_what_is_declared() -> None:
    fresh = render_routes_page()
    if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != fresh:
        FRESH.write_text(fresh, encoding="utf-8")

    assert DOCUMENT.read_text(encoding="utf-8") == fresh, "copy var/routes.md to docs/routes.md"


@pytest.mark.walk
def test_nobody_who_is_not_signed_in_gets_past_what_is_not_public(db: None) -> None:
    visitor, passed = Client(raise_request_exception=False), {}
    for route in list_every_route():
        entry = list_declared().get(route.pattern)
        if entry is not None and (entry.who.is_public or entry.pattern in _OPEN_TO_VISITORS):
            continue
        if route.pattern in list_api_pages():
            continue
        path = next(Address(route.pattern, route.view).paths({}))
        for method in ("get", "post"):
            answer = getattr(visitor, method)(path)
            if not _is_refused(answer):
                passed[f"{method} {path}"] = answer.status_code

    assert passed == {}


# Signing out a visitor changes nothing.
_OPEN_TO_VISITORS = {"accounts/logout/"}


def _is_refused(answer: Any) -> bool:
    if answer.status_code == 302:
        return "/accounts/login/" in answer.url or answer.url.startswith(("/admin/login/", "/admin/"))
    return answer.status_code in (400, 401, 403, 404, 405, 406, 415)


@pytest.mark.walk
@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_page_of_accounts_is_ours_in_both_languages(world: World, language: str) -> None:
    foreign, shown = {}, 0
    for path, client in _account_pages(world, language):
        page = client.get(path)
        if page.status_code == 302:  # a page that leads on until something was done before
            continue
        shown += 1
        names = [one.origin.name for one in page.templates if getattr(one, "origin", None)]
        if f'<html lang="{language}"' not in page.content.decode() or not Path(names[0]).is_relative_to(OUR_TEMPLATES):
            foreign[path] = names[:1]

    assert foreign == {}
    assert shown > 12


def _account_pages(world: World, language: str) -> Iterator[tuple[str, Client]]:
    for person in (world.paula, world.otto):
        person.language = language
        type(person).objects.filter(pk=person.pk).update(language=language)
    visitor = Client(headers={"accept-language": language})
    for route in list_every_route():
        entry = list_declared().get(route.pattern)
        if entry is None or not entry.shows or not route.pattern.startswith("accounts/"):
            continue
        client = visitor if entry.who.is_public else signed_in(world.paula)
        yield next(Address(route.pattern, route.view).paths({})), client


@pytest.mark.walk
@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_page_speaks_both_languages(world: World, language: str) -> None:
    licence, people = world.licence(), {"admin/": world.otto, "": world.paula}
    for person in people.values():
        type(person).objects.filter(pk=person.pk).update(language=language)
    [ids] = ids_of(licence.case)
    mute, shown = [], 0
    for route in list_every_route():
        entry = list_declared().get(route.pattern)
        if entry is None or not entry.shows or route.pattern.startswith("accounts/"):
            continue
        person = people["admin/" if route.pattern.startswith("admin/") else ""]
        page = signed_in(person).get(next(Address(route.pattern, route.view).paths(ids)))
        shown += page.status_code == 200
        if page.status_code == 200 and f'<html lang="{language}"' not in page.content.decode().replace("'", '"'):
            mute.append(route.pattern)

    assert mute == []
    assert shown > 60


def test_who_may_is_said_in_words_that_somebody_uses() -> None:
    assert {one.who for one in list_entries()} == set(Who)
