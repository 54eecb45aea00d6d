"""A34: by no page and by no call can anybody find out what exists; signing in tells nothing of who has an account."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from tests.abuse.walking import ids_of, list_routes, signed_in, with_question
from tests.world import World

UNLIKE = {"X-Request-ID", "Expires"}
_OWN = re.compile(rb"nonce-[\w-]+|nonce=\"[\w-]+\"|name=\"csrfmiddlewaretoken\" value=\"\w+\"|name=\"key\" value=\"\w+\"")
_CASE = {"case_id", "licence_id", "document_id", "question_id"}


def whole(answer: Any, *but: bytes) -> tuple[int, bytes, dict[str, str]]:
    """An answer without what is new in each."""
    content = _OWN.sub(b"", answer.content)
    for one in but:
        content = content.replace(one, b"")
    headers = {name: _OWN.sub(b"", value.encode()).decode() for name, value in answer.headers.items() if name not in UNLIKE}
    return answer.status_code, content, headers


@pytest.mark.walk
@pytest.mark.parametrize("name", ["rita", "otto", "rhea"])
def test_every_page_of_what_one_may_not_see_is_as_empty_as_one_of_nothing(world: World, name: str) -> None:
    hidden = {"rita": world.granted, "otto": world.draft, "rhea": world.filed}[name]()
    client = signed_in(getattr(world, name))
    entry_points = ("",) if name == "rita" else ("admin/",)
    routes = [route for route in list_routes(*entry_points) if _CASE & set(route.places)]
    [ids] = ids_of(hidden)
    nothing = {place: [uuid4()] for place in _CASE}

    told = {}
    for route in routes:
        real = {place: ids[place] or [uuid4()] for place in _CASE}
        for path, other in zip(route.paths(real), route.paths(nothing), strict=True):
            for method in ("get", "post"):
                one, two = whole(getattr(client, method)(path)), whole(getattr(client, method)(other))
                if one != two or one[0] not in (404, 405):
                    told[f"{method} {path}"] = (one[0], two[0])

    assert told == {}
    assert len(routes) >= (4 if entry_points == ("admin/",) else 20)


@pytest.mark.parametrize(
    ("path", "form"),
    [("/accounts/login/", {"password": "wrong"}), ("/accounts/password/reset/", {})],
)
def test_signing_in_and_forgetting_say_nothing_of_who_is_known(world: World, path: str, form: dict[str, str]) -> None:
    cache.clear()
    known, unknown = world.paula.email, "paulo@example.org"

    one, two = (whole(Client().post(path, form | {"login": mail, "email": mail}), mail.encode()) for mail in (known, unknown))

    assert one == two


def test_a_question_about_a_document_of_another_case_says_nothing(world: World) -> None:
    mine, other = with_question(world, world.accepted()), world.filed(title="Another")
    paula, document = signed_in(world.paula), other.documents.all()[0].pk

    one = whole(paula.get(f"/cases/{mine.pk}/documents/{document}/"))
    two = whole(paula.get(f"/cases/{mine.pk}/documents/{uuid4()}/"))

    assert one == two
