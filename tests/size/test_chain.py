"""How long each act holds the head of the chain, as a multiple of what it takes to lock and move it and do nothing else."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import Any

from django.db import connection, transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.idempotency import StoredResponse, idempotently
from licensing.acts.requests import drafting, submission
from licensing.acts.signoff import positions
from licensing.models import Case, ChainHead, User
from licensing.models.read_models import load_reader, read_case
from tests.world import REQUEST, World, approve, resolution

_TIMES = 8
# The events are inserted and what was written is checked at the commit, which is all that an act may do beyond the floor.
_MOST = 8.0


class _Held:
    """How long the head was held by each act, from the statement that locked it to the end of the transaction."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = defaultdict(list)
        self._locked_at = 0.0

    def measure(self, name: str, carry_out: Callable[[], Any]) -> None:
        with connection.execute_wrapper(self._notice):
            carry_out()
        self.spent[name].append((time.perf_counter() - self._locked_at) * 1000)

    def _notice(self, execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(statement, params, many, context)
        if "chainhead" in statement and "FOR UPDATE" in statement:
            self._locked_at = time.perf_counter()
        return done


def _answer(key: str, user: User, case: Case, carry_out: Callable[[], Any]) -> Any:
    """An act under a key, with the answer that the API composes of it."""

    def respond() -> StoredResponse:
        acted = carry_out()
        found = Case.objects.for_lists().get(pk=acted.pk if isinstance(acted, Case) else case.pk)
        read_case(found, load_reader(found, user, at=now(), day=to_local_day(now()), language="en"))
        return StoredResponse(200, str(found.pk))

    return lambda: idempotently(user, key, "print", respond)


def _move_the_head() -> None:
    with transaction.atomic():
        head = ChainHead.objects.select_for_update().get()
        head.save(update_fields=["number", "digest"])


def test_each_act_holds_the_head_hardly_longer_than_it_must(real_world: World) -> None:
    world, held = real_world, _Held()
    for turn in range(_TIMES):
        held.measure("floor", _move_the_head)
        _live(world, held, turn)

    floor = median(held.spent["floor"])
    print(f"\n{'head held':10}  {'median ms':>9} {'times':>6}")
    for name, spent in held.spent.items():
        print(f"{name:10}  {median(spent):9.1f} {median(spent) / floor:6.1f}")
    assert {name: median(spent) / floor for name, spent in held.spent.items() if median(spent) > _MOST * floor} == {}


def _live(world: World, held: _Held, turn: int) -> None:
    draft, ready = world.draft(), world.ready()
    held.measure("create", _answer(f"c{turn}", world.paula, draft, lambda: drafting.create_case(world.paula, REQUEST)))
    edit = {"title": f"Turn {turn}"}
    held.measure("edit", _answer(f"e{turn}", world.paula, draft, lambda: drafting.edit_case(draft, world.paula, edit)))
    submit = _answer(f"s{turn}", world.paula, ready, lambda: submission.submit_case(ready, world.paula, declared=True))
    held.measure("submit", submit)
    held.measure("accept", _answer(f"a{turn}", world.otto, ready, lambda: submission.accept_case(ready, world.otto)))
    world.state_need(ready)
    for person in (world.rhea, world.greta, world.mira):
        held.measure("sign", lambda who=person: positions.sign_case(ready, who, approve(), version=1))  # type: ignore[misc]
    found = resolution(number=f"{turn}-r")
    held.measure("grant", _answer(f"g{turn}", world.dora, ready, lambda: government.grant_case(ready, world.dora, found)))
