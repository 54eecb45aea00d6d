"""Sequences of calls by five roles, made up from the published contract, against the real application: ./run fuzz.

A sequence carries out every operation by a role that may do it, on something that is there and in a state for it, in an order
of its own; and before each of them it sends the same call with one thing in it made wrong. After every call the answer keeps
the contract; what was refused, or only read, has changed nothing; what was done is done once, however often it is sent; and
what somebody may not see is answered as what is not there. After every sequence the record is whole.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any, Final
from uuid import uuid4

import pytest

from licensing.api.http import calls, operations
from licensing.errors import NotAllowed
from licensing.models import Case
from licensing.models.requests.case import GuardedQuerySet
from tests.fuzz.conftest import Note
from tests.fuzz.ground import gather_people, lay_out_files
from tests.fuzz.sequence import LABELS, Sequence, Totals
from tests.fuzz.ways import UNREACHABLE, WAYS
from tests.world import World

SEQUENCES: Final = int(os.environ.get("FUZZ_SEQUENCES", "2"))
TURNS: Final = int(os.environ.get("FUZZ_TURNS", "2"))
# One that has failed is repeated by its number.
FIRST: Final = int(os.environ.get("FUZZ_FIRST", "0"))


def run_sequences(world: World, *, only: Collection[str] = LABELS) -> Totals:
    totals, people = Totals(), gather_people(world)
    for number in range(FIRST, FIRST + SEQUENCES):
        Sequence(number, people, totals).run(turns=TURNS, only=only)
    return totals


def test_sequences_keep_the_contract_and_the_record(world: World, note: Note) -> None:
    lay_out_files(world)

    totals = run_sequences(world)

    note(totals)
    assert sorted(set(LABELS) - set(totals.succeeded)) == sorted(UNREACHABLE)


def test_there_is_a_way_for_every_published_operation() -> None:
    assert sorted(WAYS) == sorted(LABELS)


class TestFaultsPlanted:
    """The bounded run, of one operation alone and with a fault planted in it: each sends what finds it."""

    def test_a_moment_that_the_database_refuses_is_found(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        """The fault of before: `created_since=2000-01-01T00:00:00-20:14` reached the database as it was written."""
        monkeypatch.setattr(calls, "_normalise_parameter", lambda value, shape: value)

        with pytest.raises(AssertionError, match="reached the database"):
            run_sequences(world, only=["GET /api/v1/cases/"])

    def test_a_refusal_that_tells_what_is_there_is_found(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        world.ready()
        hide = GuardedQuerySet.get_visible

        def tell(rows: Any, pk: Any, user: Any, *, on: Any) -> Any:
            if Case.objects.filter(pk=pk).exists() and not rows.visible_to(user, on=on).filter(pk=pk).exists():
                raise NotAllowed
            return hide(rows, pk, user, on=on)

        monkeypatch.setattr(GuardedQuerySet, "get_visible", tell)

        with pytest.raises(AssertionError, match="tells Rita what is there"):
            run_sequences(world, only=["GET /api/v1/cases/{case_id}/"])

    def test_a_command_that_is_carried_out_twice_is_found(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(operations, "read_idempotency_key", lambda request, spec: str(uuid4()))

        with pytest.raises(AssertionError, match="changed something"):
            run_sequences(world, only=["POST /api/v1/cases/"])
