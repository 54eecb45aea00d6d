"""Operations: a command takes effect once under its key, however often it is sent; JSON in, JSON out."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from licensing.models import Case, StoredAnswer, Usage
from tests.api.calling import Caller, at, code_of
from tests.world import REQUEST, World

TWINS = 50


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_a_repeat_gets_the_same_bytes_and_says_so(world: World) -> None:
    paula, key = Caller(world.paula), str(uuid4())

    first = paula.post("cases/", REQUEST, idempotency_key=key)
    again = paula.post("cases/", REQUEST, idempotency_key=key)

    assert (again.status_code, again.content, again["ETag"], again["Location"]) == (
        first.status_code,
        first.content,
        first["ETag"],
        first["Location"],
    )
    assert ("Idempotency-Replayed" in first, again["Idempotency-Replayed"]) == (False, "true")
    assert Case.objects.count() == 1


def test_a_repeat_that_is_only_spelled_differently_is_a_repeat(world: World) -> None:
    paula, key = Caller(world.paula), str(uuid4())

    first = paula.raw("POST", "cases/", b'{"kind": "single_permit", "title": "A"}', idempotency_key=key)
    again = paula.raw("POST", "cases/", b'{ "title":"\\u0041","kind":"single_permit"}', idempotency_key=key)

    assert (first.status_code, again.content) == (201, first.content)


def test_the_same_key_for_another_command_is_refused(world: World) -> None:
    paula, key = Caller(world.paula), str(uuid4())
    case = paula.post("cases/", REQUEST, idempotency_key=key).json()["id"]

    other = paula.post("cases/", REQUEST | {"title": "Other"}, idempotency_key=key)
    elsewhere = paula.post(f"cases/{case}/copy/", idempotency_key=key)

    assert code_of(other) == code_of(elsewhere) == (422, "idempotency_key_reused")
    assert Case.objects.count() == 1


def test_two_accounts_may_use_the_same_key(world: World) -> None:
    key = str(uuid4())

    mine = Caller(world.paula).post("cases/", REQUEST, idempotency_key=key)
    theirs = Caller(world.rita).post("cases/", REQUEST, idempotency_key=key)

    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert mine.json()["id"] != theirs.json()["id"]


def test_a_command_without_a_key_is_refused(world: World) -> None:
    paula = Caller(world.paula)

    assert code_of(paula.post("cases/", REQUEST, idempotency_key="")) == (400, "idempotency_key_required")
    assert code_of(paula.post("cases/", REQUEST, idempotency_key="x" * 201)) == (400, "invalid")
    assert code_of(paula.post("cases/", REQUEST, idempotency_key="ключ")) == (400, "invalid")
    assert Case.objects.count() == 0


def test_a_refusal_is_not_stored_so_the_command_may_be_corrected(world: World) -> None:
    case, paula, key = world.draft(), Caller(world.paula), str(uuid4())

    stale = paula.post(at(case, "withdraw/"), {"reason": "x"}, if_match='"r1"', idempotency_key=key)
    fresh = paula.post(at(case, "withdraw/"), {"reason": "x"}, if_match='"r2"', idempotency_key=key)

    assert (code_of(stale), fresh.status_code) == ((412, "stale"), 200)
    assert StoredAnswer.objects.count() == 1


def test_a_repeated_submission_is_answered_at_a_newer_revision(world: World) -> None:
    case, paula, key = world.ready(), Caller(world.paula), str(uuid4())
    sent = {"if_match": f'"r{case.revision}"', "idempotency_key": key}

    first = paula.post(at(case, "submit/"), {"declared": True}, **sent)
    again = paula.post(at(case, "submit/"), {"declared": True}, **sent)

    assert (first.status_code, again.content) == (200, first.content)
    assert case.versions.count() == 1


@pytest.mark.walk
def test_fifty_twins_at_once_begin_one_case(real_world: World) -> None:
    paula, key = Caller(real_world.paula), str(uuid4())

    answers = _at_once(TWINS, lambda _number: paula.post("cases/", REQUEST, idempotency_key=key))
    settled = [_retry(paula, key) if one.status_code == 503 else one for one in answers]

    assert {(one.status_code, one.content) for one in settled} == {(201, settled[0].content)}
    assert Case.objects.count() == 1


def test_a_shipment_reported_six_times_at_once_is_drawn_once(real_world: World) -> None:
    licence, cus = real_world.licence(), Caller(real_world.cus)
    message = {"message_id": "M-1", "line": 1, "quantity": "10", "declaration_no": "D-1"}

    answers = _at_once(6, lambda _number: cus.post(f"licences/{licence.pk}/usages/", message))

    assert {one.status_code for one in answers} <= {201, 503}
    assert {one.json()["id"] for one in answers if one.status_code == 201} == {str(Usage.objects.get().pk)}
    assert licence.lines.get(number=1).used == 10


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "multipart/form-data", "x", "", "application/json-patch+json"]
)
def test_only_json_is_read(paula: Caller, content_type: str) -> None:
    assert code_of(paula.raw("POST", "cases/", b'{"kind": "single_permit"}', content_type)) == (415, "unsupported_media_type")


def test_a_charset_that_a_caller_claims_is_ignored(paula: Caller) -> None:
    answer = paula.raw("POST", "cases/", b'{"kind": "single_permit"}', "application/json; charset=nonsense")

    assert answer.status_code == 201


@pytest.mark.parametrize("accepted", ["text/html", "application/xml;q=0.9", "*/*;q=x", "", "application/json"])
def test_whatever_is_accepted_json_is_given(paula: Caller, accepted: str) -> None:
    answer = paula.get("me/", accept=accepted)

    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/json", "no-store")


def _retry(paula: Caller, key: str) -> Any:
    """Do as a 503 asks: send the same command again, with the same key."""
    return paula.post("cases/", REQUEST, idempotency_key=key)


def _at_once(times: int, call: Any) -> list[Any]:
    barrier = threading.Barrier(times)

    def run(number: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [one.result(timeout=60) for one in [pool.submit(run, number) for number in range(times)]]
