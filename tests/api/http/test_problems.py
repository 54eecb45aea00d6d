"""Whatever is wrong with a request, the answer is a problem in one shape, and never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from pytest_django import Settings

from tests.api.calling import Caller, at, code_of, limit_calls
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_a_problem_has_one_shape(paula: Caller) -> None:
    refused = paula.post("cases/", {"kind": "unheard_of"})

    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused.json() == {
        "type": "urn:dozvil:problem:invalid",
        "title": "Some of what was sent is not valid.",
        "status": 400,
        "detail": "Some of what was sent is not valid.",
        "code": "invalid",
        "errors": [{"path": "kind", "code": "unknown_code", "sentence": "There is no kind of case “unheard_of”."}],
    }


def test_a_method_that_an_address_does_not_know_is_named(world: World, paula: Caller) -> None:
    case = world.draft()

    for path, method in (("cases/", "PUT"), (at(case), "DELETE"), (at(case, "submit/"), "GET"), ("cases/", "OPTIONS")):
        answer = paula.raw(method, path, b"{}")
        assert code_of(answer) == (405, "method_not_allowed")
        assert "Allow" in answer


@pytest.mark.parametrize(
    "path", ["cases/42/", "cases/not-a-uuid/", "cases/%00/", "nowhere/", "cases/../../etc/passwd", "cases/%F0/"]
)
def test_an_address_that_is_none_is_missing(paula: Caller, path: str) -> None:
    assert code_of(paula.get(path)) == (404, "not_found")


def test_a_throttled_caller_reads_when_to_come_back(world: World, settings: Settings) -> None:
    limit_calls(settings, user="1/min")
    rita = Caller(world.rita)

    first, second = rita.get("me/"), rita.get("me/")

    assert (first.status_code, code_of(second)) == (200, (429, "throttled"))
    assert 1 <= int(second["Retry-After"]) <= 64


def test_a_lost_database_is_answered_with_retry_after(paula: Caller, monkeypatch: Any) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("licensing.api.people.read_actor", away)

    answer = paula.get("me/")

    assert (code_of(answer), answer["Retry-After"]) == ((503, "busy"), "2")
