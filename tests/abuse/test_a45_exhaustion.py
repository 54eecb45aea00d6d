"""A45: what is too large, too deep, too many or no number at all is refused plainly: never a fault of ours, never unbounded."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from itertools import cycle
from urllib.parse import quote, urlencode

import pytest
from pytest_django import Settings

from licensing.models import Case
from tests.abuse.walking import Form, Route, administrator, forms_on, ids_of, list_routes, open_pages, signed_in, with_question
from tests.api.calling import Caller, at, every_operation, limit_calls
from tests.world import World

# Set it to try every text in every field; the default suite gives each field one of them.
EVERY = bool(os.environ.get("ABUSE_EVERY"))
WRITING = [one for one in every_operation() if one.spec.takes is not None and one.method != "DELETE"]
BODIES = {
    "deep list": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "many digits": b'{"quantity": ' + b"9" * 10_000 + b"}",
    "huge exponent": b'{"quantity": 1e400}',
    "huge negative": b'{"version": -1e-400}',
    "no number": b'{"quantity": NaN, "version": Infinity}',
    "not UTF-8": b'{"title": "\xff\xfe"}',
    "NUL": b'{"title": "\\u0000"}',
    "half a character": b'{"title": "\\ud800"}',
    "field twice": b'{"title": "a", "title": "b"}',
    "no object": b"[]",
    "a number": b"7",
    "nothing": b"",
    "many fields": json.dumps({f"f{number}": 1 for number in range(20_000)}).encode(),
}
# Every text that a form of a page may be sent: long, unprintable, numeric beyond all bounds, or no text at all.
TEXTS = [
    "\x00",
    "\ud800".encode("utf-8", "surrogatepass"),
    "9" * 5_000,
    "1e999999",
    "-1",
    "NaN",
    "٣",
    "²",
    "x" * 300_000,
    "\u202e\r\n%0d%0a",
    '{"a": "\\u0000"}',
    '["\\ud800"]',
    "9999-12-31",
    "0001-01-01",
]
QUERIES = ["\x00", "²", "9" * 400, "-1", "1e400", "ї" * 500, "'\"", "%", "../..", "2026-99-99", "a" * 5_000]
FIELDS = [
    "q", "s", "o", "p", "page", "after", "show", "all", "e", "next", "state", "kind__exact", "body__code__exact",
    "is_active__exact", "_to_field", "_popup", "_changelist_filters", "app_label", "model_name", "field_name", "term",
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_no_body_is_more_than_the_api_can_read(world: World, body: bytes) -> None:
    caller, case = Caller(world.paula), world.draft()
    tried = WRITING if EVERY or len(body) < 50 else [one for one in WRITING if one.route in ("cases/", "procedures/simulate/")]

    statuses = {}
    for operation in tried:
        answer = caller.raw(operation.method, operation.path(case_id=case.pk), body, if_match='"r2"')
        statuses[str(operation)] = answer.status_code

    takes_nothing = {str(one) for one in WRITING if not (one.spec.takes or {}).get("required")} if body == b"" else set()
    assert {name for name, status in statuses.items() if not 400 <= status < 500} <= takes_nothing


def test_a_body_beyond_all_bounds_is_not_read(world: World) -> None:
    caller, case = Caller(world.paula), world.draft()
    huge = b'{"title": "' + b"x" * (16 * 1024 * 1024) + b'"}'

    started = time.process_time()
    statuses = {caller.raw("POST", path, huge).status_code for path in ("cases/", at(case, "documents/"), at(case, "submit/"))}

    assert statuses == {413}
    assert time.process_time() - started < 2


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1000000", "9" * 40, "1e3", "", "ten"])
def test_no_page_of_a_list_is_larger_than_the_largest(world: World, limit: str) -> None:
    otto = Caller(world.otto)

    for path in ("cases/", "licences/"):
        assert otto.get(f"{path}?limit={limit}").status_code == 400


@pytest.mark.walk
@pytest.mark.parametrize("name", ["paula", "pol"])
def test_no_parameter_of_any_page_makes_it_fail(world: World, name: str) -> None:
    case = with_question(world, world.accepted())
    client = signed_in(getattr(world, name))
    routes = list_routes("", "accounts/") if name == "paula" else list_routes("admin/")
    values = cycle(map(quote, QUERIES))
    [ids] = ids_of(case)

    failed = set()
    for route in (one for one in routes if not one.is_of_framework):
        path = next(route.paths(ids))
        for query in _queries(values):
            answer = client.get(f"{path}?{query}")
            failed |= {f"{path}?{query}"} if answer.status_code >= 500 else set()
            if answer.status_code in (302, 404, 405):
                break

    assert failed == set()


def _queries(values: Iterator[str]) -> list[str]:
    """The fields of an address with odd values: each with each if asked for, else together with their like."""
    if EVERY:
        return [f"{field}={quote(value)}" for field in FIELDS for value in QUERIES]
    return ["&".join(f"{field}={next(values)}" for field in fields) for fields in (FIELDS[:2], FIELDS[2:])]


@pytest.mark.parametrize("path", ["search/?s=case&page=7", "search/?s=case&page=x", "licensing/case/%00/change/"])
def test_what_is_not_there_is_missing(world: World, path: str) -> None:
    assert signed_in(world.otto).get(f"/admin/{path}").status_code in (400, 404)


def test_a_character_that_no_column_holds_is_refused_wherever_it_stands(world: World) -> None:
    case = world.filed()
    otto, paula = signed_in(world.otto), signed_in(world.paula)

    assert otto.get("/admin/licensing/case/?kind__exact=%00").status_code == 400
    assert paula.post(f"/cases/{case.pk}/withdraw/", {"reason": "\x00"}).status_code == 400
    assert Case.objects.get(pk=case.pk).state == "submitted"


@pytest.mark.walk
@pytest.mark.parametrize("name", ["paula", "otto", "pol", "ada"])
def test_no_text_in_any_form_makes_it_fail(world: World, name: str) -> None:
    case, draft = with_question(world, world.accepted()), world.draft()
    client = signed_in(administrator() if name == "ada" else getattr(world, name))
    routes = list_routes("", "accounts/") if name == "paula" else list_routes("admin/")
    texts = cycle(TEXTS)

    failed = set()
    for path, page in open_pages(client, [one for one in routes if EVERY or _has_forms_of(name, one)], *ids_of(draft, case)):
        for form in forms_on(page):
            for typed in _typed(form, texts):
                answer = client.post(path, form.values | typed)
                failed |= {f"{path} {typed!r:.60}"} if answer.status_code >= 500 else set()

    assert failed == set()


def _has_forms_of(name: str, route: Route) -> bool:
    """In the default suite, every form of the portal and of acts, and some of those that the framework makes of a table."""
    if "<path:object_id>" in str(route) or str(route).endswith("/add/"):
        return route.row in {"pol": ("body", "requirement"), "ada": ("mandate", "user")}.get(name, ()) and "add" in str(route)
    return name not in ("pol", "ada")


def _typed(form: Form, texts: Iterator[str | bytes]) -> list[dict[str, str | bytes]]:
    """What is typed into a form: each text into each field if asked for, else one into every field."""
    if EVERY:
        return [{field: text} for field in form.typed for text in TEXTS]
    return [{field: next(texts) for field in form.typed}]


def test_a_form_with_too_many_fields_is_refused(world: World) -> None:
    client = signed_in(world.paula)

    sent = urlencode({f"f{number}": "1" for number in range(25_100)})
    answer = client.post("/preferences/", sent, content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 400


def test_whoever_asks_without_end_is_told_to_wait(world: World, settings: Settings) -> None:
    limit_calls(settings, user="5/min", anon="5/min")
    paula, rita = Caller(world.paula), Caller(world.rita)

    answers = [paula.get("cases/") for _ in range(7)]

    assert [one.status_code for one in answers] == [200] * 5 + [429] * 2
    assert int(answers[-1]["Retry-After"]) > 0
    assert rita.get("cases/").status_code == 200
