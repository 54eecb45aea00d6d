"""Calls read strictly: the revision in If-Match, the length, the parameters of the address."""

from __future__ import annotations

import pytest

from licensing.models import Case
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
