"""One response per key, nothing kept of what was refused, and the acts of one command chained together."""

from __future__ import annotations

import contextlib

import pytest
from django.db import transaction

from licensing.acts.idempotency import StoredResponse, idempotently
from licensing.acts.requests import drafting, submission
from licensing.errors import Busy, Incomplete, KeyReused
from licensing.models import Case, Event, StoredAnswer
from tests.races.racing import codes, race
from tests.world import REQUEST, World


def test_the_same_key_gets_the_same_response(world: World) -> None:
    def file() -> StoredResponse:
        return StoredResponse(201, str(drafting.create_case(world.paula, REQUEST).pk), {"X": "1"})

    first = idempotently(world.paula, "key", "print", file)
    second = idempotently(world.paula, "key", "print", file)

    assert (second.status, second.body, second.headers, second.replayed) == (201, first.body, {"X": "1"}, True)
    assert Case.objects.count() == 1


def test_the_same_key_for_another_command_is_refused(world: World) -> None:
    idempotently(world.paula, "key", "print", lambda: StoredResponse(200, ""))

    with pytest.raises(KeyReused):
        idempotently(world.paula, "key", "another print", lambda: StoredResponse(200, ""))


def test_the_key_of_a_refused_command_is_not_kept(world: World) -> None:
    case = world.draft()

    def submit() -> StoredResponse:
        submission.submit_case(case, world.paula, declared=True)
        return StoredResponse(200, "")

    with pytest.raises(Incomplete):
        idempotently(world.paula, "key", "print", submit)

    assert not StoredAnswer.objects.exists()


def test_many_at_once_with_one_key_make_one_case(real_world: World) -> None:
    def file() -> StoredResponse:
        return idempotently(
            real_world.paula,
            "key",
            "print",
            lambda: StoredResponse(201, str(drafting.create_case(real_world.paula, REQUEST).pk)),
        )

    results = race(*[file] * 8)

    assert set(codes(results)) <= {"ok", Busy.code}
    assert len({result.body for result in results if isinstance(result, StoredResponse)}) == 1
    assert Case.objects.count() == 1


def test_acts_of_one_transaction_are_chained_in_their_order(world: World) -> None:
    case = world.draft()

    def edit_twice() -> StoredResponse:
        drafting.edit_case(case, world.paula, {"title": "Another"})
        submission.withdraw_case(case, world.paula, reason="Enough.")
        return StoredResponse(200, "")

    idempotently(world.paula, "key", "print", edit_twice)

    chained = Event.objects.order_by("number")
    assert [event.kind for event in chained] == ["case.created", "case.edited", "case.withdrawn"]
    assert [event.previous for event in chained[1:]] == [event.digest for event in chained[:2]]


def test_an_act_that_was_rolled_back_leaves_no_event(world: World) -> None:
    case = world.draft()

    def try_then_edit() -> StoredResponse:
        with contextlib.suppress(RuntimeError), transaction.atomic():
            drafting.edit_case(case, world.paula, {"title": "Undone"})
            raise RuntimeError
        drafting.edit_case(case, world.paula, {"title": "Done"})
        return StoredResponse(200, "")

    idempotently(world.paula, "key", "print", try_then_edit)

    assert [event.kind for event in Event.objects.order_by("number")] == ["case.created", "case.edited"]
    assert Case.objects.get().title == "Done"
