"""Calls read strictly: the revision in If-Match, the length, the parameters of the address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.api import urls
from licensing.api.http import operations
from licensing.models import Case
from licensing.policy.shapes import build_validator
from tests.api.calling import Caller, at, code_of
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


@pytest.mark.parametrize("tag", ['W/"r2"', '"r1"', '"r02', "r2", '"r2", "r3"', "\x00", "ї", '"r99999999999"'])
def test_a_tag_other_than_the_current_one_is_stale(world: World, paula: Caller, tag: str) -> None:
    case = world.draft()

    refused = paula.patch(at(case), {"title": "Changed"}, if_match=tag)

    assert (*code_of(refused), refused.json()["current"]) == (412, "stale", 2)
    assert Case.objects.get().title == case.title


@pytest.mark.parametrize("tag", ["", "*"])
def test_a_change_without_a_tag_is_refused(world: World, paula: Caller, tag: str) -> None:
    assert code_of(paula.patch(at(world.draft()), {"title": "x"}, if_match=tag)) == (428, "precondition_required")


def test_a_chunked_body_is_refused_for_want_of_a_length(paula: Caller) -> None:
    answer = paula.raw("POST", "cases/", b"", transfer_encoding="chunked")

    assert code_of(answer) == (411, "length_required")


@pytest.mark.parametrize(
    "query",
    [
        "vote__choice=approve",
        "rounds__positions__choice=approve",
        "ordering=officer",
        "state=granted'--",
        "limit=0",
        "limit=101",
        "limit=x",
        "cursor=x",
        "cursor=bnVsbA",
        "cursor=WzEsMl0",
        "created_since=yesterday",
        "created_since=2026-13-45T99:99:99Z",
        "created_since=2026-02-30T00:00:00Z",
        "changed_since=2026-01-01T00:00:00%2B24:00",
        "state=draft&state=granted",
        "kind=%00",
        "format=xml",
    ],
)
def test_a_parameter_that_is_not_offered_is_refused(paula: Caller, query: str) -> None:
    assert code_of(paula.get(f"cases/?{query}")) == (400, "invalid")


@pytest.mark.parametrize("name", ["created_since", "created_before", "changed_since"])
@pytest.mark.parametrize("moment", ["2000-01-01T00:00:00-20:14", "1900-01-01T00:00:00%2B23:59", "2199-12-31T23:59:59-23:59"])
def test_a_moment_far_from_greenwich_is_a_moment(paula: Caller, name: str, moment: str) -> None:
    assert paula.get(f"cases/?{name}={moment}").status_code == 200


def test_an_impossible_moment_is_called_one(paula: Caller) -> None:
    refused = paula.get("cases/?created_since=2026-02-30T00:00:00Z")

    assert refused.json()["errors"] == [{"path": "created_since", "code": "wrong_form", "sentence": "There is no such moment."}]


def _texts(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place of a shape that takes a free text; codes of closed lists, ids and files are none."""
    if not isinstance(schema, dict):
        return
    if schema.get("type") == "string" and not {"enum", "contentEncoding"} & schema.keys() and schema.get("title") != SET_BY_US:
        yield path, schema
    for name, inner in {**schema.get("properties", {}), **schema.get("patternProperties", {})}.items():
        yield from _texts(inner, f"{path}.{name}".lstrip("."))
    yield from _texts(schema.get("items"), f"{path}.*")
    for inner in schema.get("anyOf", ()):
        yield from _texts(inner, path)


SET_BY_US = "set by the service"
# The addresses import every module that declares an operation.
assert urls.urlpatterns
COMMANDS = {operation: spec for operation, spec in operations._SPECS.items() if spec.takes}


def test_no_command_of_the_api_takes_a_text_that_changes_its_reading() -> None:
    places = [(operation, path, shape) for operation, spec in COMMANDS.items() for path, shape in _texts(spec.takes)]
    taken = [
        (operation.__qualname__, path, f"U+{ord(char):04X}")
        for operation, path, shape in places
        for char in "\u202e\u2066\u2028\x85\x00"
        if build_validator(shape).is_valid(f"a{char}b")
    ]

    assert len(places) > 200
    assert taken == []


def test_a_text_of_nothing_visible_is_no_answer_to_a_required_field(world: World) -> None:
    case, otto = world.accepted(), Caller(world.otto)
    due_on = (timezone.localdate() + timedelta(days=30)).isoformat()

    refused = otto.post(at(case, "questions/"), {"text": "\u3164\u200b", "due_on": due_on})
    asked = otto.post(at(case, "questions/"), {"text": " Which unit?\u200b", "due_on": due_on})

    assert (refused.status_code, [one["path"] for one in refused.json()["errors"]]) == (400, ["text"])
    assert (asked.status_code, asked.json()["text"]) == (201, "Which unit?")
