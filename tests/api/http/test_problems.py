"""Whatever comes in, what goes out is a problem in one shape, and never a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from licensing.models import Case
from tests.api.calling import Caller, at, code_of
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


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid"),
        (b"{", "malformed"),
        (b"\xff\xfe{}", "malformed"),
        (b"\xef\xbb\xbf{}", "malformed"),
        (b'{"kind": NaN}', "malformed"),
        (b'{"kind": -Infinity}', "malformed"),
        (b'{"kind": 1e400}', "malformed"),
        (b'{"kind": 1e-400}', "malformed"),
        (b'{"kind": 1e999999999999}', "malformed"),
        (b'{"kind": 0.' + b"1" * 100 + b"}", "malformed"),
        (b'{"kind": ' + b"9" * 5000 + b"}", "malformed"),
        (b'{"kind": 9007199254740993}', "malformed"),
        (b'{"kind": "single_permit", "kind": "transit"}', "malformed"),
        (b'{"kind": "single_permit\\u0000"}', "invalid"),
        (b'{"kind": "single_permit", "title": "\\ud800"}', "invalid"),
        (b'{"kind": "single_permit", "\\ud800": 1}', "invalid"),
        (b'{"kind": "single_permit", "\\u0000": 1}', "invalid"),
        (b"[" * 100_000, "malformed"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "malformed"),
        (b"[]", "invalid"),
        (b'"text"', "invalid"),
        (b"null", "invalid"),
        (b"7", "invalid"),
        (b'{"kind": 1.5}', "invalid"),
        (b'{"kind": {"a": []}}', "invalid"),
        (b'{"kind": "single_permit", "items": [null]}', "invalid"),
        (b'{"kind": "single_permit", "documents": [{"type": "other", "title": "x", "content": "%%%"}]}', "invalid"),
        (b'{"kind": "single_permit", "terms": {"contract_date": "2026-02-30"}}', "invalid"),
        (b'{"kind": "single_permit", "terms": {"contract_date": "0001-01-01"}}', "invalid"),
    ],
)
def test_a_body_that_is_no_request_is_refused(paula: Caller, body: bytes, code: str) -> None:
    answer = paula.raw("POST", "cases/", body)

    assert code_of(answer) == (400, code)
    assert Case.objects.count() == 0


def test_a_body_beyond_all_measure_is_refused(paula: Caller) -> None:
    assert code_of(paula.raw("POST", "cases/", b" " * (15 * 1024 * 1024 + 1))) == (413, "too_large")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data", "x", "", "application/json-patch+json"]
)
def test_only_json_is_read(paula: Caller, content_type: str) -> None:
    assert code_of(paula.raw("POST", "cases/", b'{"kind": "single_permit"}', content_type)) == (415, "unsupported_media_type")


def test_a_charset_that_is_claimed_is_not_believed(paula: Caller) -> None:
    answer = paula.raw("POST", "cases/", b'{"kind": "single_permit"}', "application/json; charset=nonsense")

    assert answer.status_code == 201


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


def test_a_caller_without_a_length_is_told_to_give_one(paula: Caller) -> None:
    answer = paula.raw("POST", "cases/", b"", transfer_encoding="chunked")

    assert code_of(answer) == (411, "length_required")


@pytest.mark.parametrize("tag", ['W/"r2"', '"r1"', '"r02', "r2", '"r2", "r3"', "\x00", "ї", '"r99999999999"'])
def test_a_tag_that_is_not_the_present_one_is_stale(world: World, paula: Caller, tag: str) -> None:
    case = world.draft()

    refused = paula.patch(at(case), {"title": "Changed"}, if_match=tag)

    assert (*code_of(refused), refused.json()["current"]) == (412, "stale", 2)
    assert Case.objects.get().title == case.title


@pytest.mark.parametrize("tag", ["", "*"])
def test_a_change_without_a_tag_is_refused(world: World, paula: Caller, tag: str) -> None:
    assert code_of(paula.patch(at(world.draft()), {"title": "x"}, if_match=tag)) == (428, "precondition_required")


@pytest.mark.parametrize("accepted", ["text/html", "application/xml;q=0.9", "*/*;q=x", "", "application/json"])
def test_whatever_is_accepted_json_is_given(paula: Caller, accepted: str) -> None:
    answer = paula.get("me/", accept=accepted)

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/json", "no-store")


def test_a_throttled_caller_is_told_when_to_come_back(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("rest_framework.throttling.UserRateThrottle.get_rate", lambda _self: "1/min")
    rita = Caller(world.rita)

    first, second = rita.get("me/"), rita.get("me/")

    assert (first.status_code, code_of(second)) == (200, (429, "throttled"))
    assert 1 <= int(second["Retry-After"]) <= 61


def test_the_database_being_away_is_no_fault_of_the_callers(paula: Caller, monkeypatch: Any) -> None:
    def away(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("licensing.api.people.read_actor", away)

    answer = paula.get("me/")

    assert (code_of(answer), answer["Retry-After"]) == ((503, "busy"), "2")
