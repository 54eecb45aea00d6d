"""The entry point of all acts: their order, refusals, and nothing kept of what was refused."""

from __future__ import annotations

import ast
import contextlib
import threading
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django_fsm import TransitionNotAllowed

from licensing import acts
from licensing.acts.acting import acting, hold_right, lock_name, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.idempotency import StoredResponse, idempotently
from licensing.acts.licences import ledger
from licensing.acts.requests import drafting, submission
from licensing.acts.signoff import positions
from licensing.choices import Verb
from licensing.errors import Busy, NotAllowed, Problem, Stale, WrongState
from licensing.models import Case, Event, Licence, read_actor
from licensing.models.read_models import load_reader, read_case
from licensing.policy.record.event_kinds import EventKind
from tests.races.racing import race
from tests.world import REQUEST, World, approve, clearance, resolution


def test_an_act_raises_the_revision_and_leaves_one_chained_event(world: World) -> None:
    case = world.draft()

    edited = drafting.edit_case(case, world.paula, {"title": "Another"}, expected=case.revision)

    before, after = Event.objects.filter(case=case).order_by("number")
    assert edited.revision == case.revision + 1
    assert (after.kind, after.actor, after.previous) == ("case.edited", world.paula, before.digest)


def test_a_stale_revision_is_refused_and_says_the_present_one(world: World) -> None:
    case = world.draft()
    drafting.edit_case(case, world.paula, {"title": "Another"})

    with pytest.raises(Stale) as refusal:
        drafting.edit_case(case, world.paula, {"title": "A third"}, expected=case.revision)

    assert refusal.value.extra == {"current": case.revision + 1}
    assert Case.objects.get(pk=case.pk).title == "Another"


def test_a_superuser_gets_no_further_than_anybody_else(world: World) -> None:
    world.stella.is_superuser = True
    world.stella.save()
    case = world.filed()

    with pytest.raises(NotAllowed):
        submission.accept_case(case, world.stella)


def test_somebody_whose_account_is_closed_can_do_nothing(world: World) -> None:
    case = world.filed()
    world.otto.is_active = False

    with pytest.raises(NotAllowed):
        submission.accept_case(case, world.otto)


def test_a_right_that_is_not_there_any_more_is_refused_in_words(world: World) -> None:
    """Whoever reads again what a person is may find the right gone that the permission saw a moment before."""
    with pytest.raises(NotAllowed, match="was taken away just now"):
        hold_right(read_actor(world.dora, on=to_local_day(now())), EventKind.POSITION_TAKEN, {"seat": "MOD"})


def test_an_act_that_forgets_its_event_is_not_committed(world: World) -> None:
    case = world.draft()

    def forget() -> None:
        with acting(case, world.paula, Verb.EDIT) as act:
            act.perform()
            act.case.title = "Untold"

    with pytest.raises(RuntimeError, match="tell what happened"):
        forget()

    assert Case.objects.get(pk=case.pk).title == case.title


def test_an_act_that_forgets_its_transition_is_not_committed(world: World) -> None:
    case = world.draft()

    with pytest.raises(RuntimeError, match="perform its transition"), acting(case, world.paula, Verb.EDIT) as act:
        act.record(EventKind.CASE_EDITED, sections=[])


def test_a_wrong_state_is_said_in_words(world: World) -> None:
    case = world.draft()

    with pytest.raises(WrongState, match=r"Accept as complete.*Draft"):
        submission.accept_case(case, world.otto)


def test_a_row_that_somebody_holds_is_busy_and_nothing_is_changed(real_world: World) -> None:
    case, held, refused = real_world.draft(), threading.Event(), threading.Event()

    def hold() -> None:
        with acting(case, real_world.paula, Verb.EDIT) as act:
            act.perform()
            act.record(EventKind.CASE_EDITED, sections=[])
            held.set()
            refused.wait(10)

    def edit() -> None:
        held.wait(10)
        try:
            drafting.edit_case(case, real_world.paula, {"title": "Late"})
        finally:
            refused.set()

    done, busy = race(hold, edit)

    assert (done, str(busy.sentence)) == (None, str(Busy.title))
    assert Case.objects.get(pk=case.pk).title != "Late"


# What each act may cost in statements, savepoints left out: growth is to be noticed, not to be found in production.
# One of each sums up the rows that the act changed; signing and deciding also ask who spoke and decided before an appeal.
# Filing asks whether a statement of need lapses, and deciding holds the number of the resolution against another day.
# What leaves is also held against the reports that were filed of its day.
# Deciding also asks what was found by the criteria, and of which goods refusal is presumed.
# What is done under a right holds it. Filing, accepting, granting, issuing and drawing down ask which lists are in force.
BUDGET = {"create": 25, "edit": 11, "submit": 36, "accept": 52, "sign": 20, "last sign": 37, "decide": 66, "draw": 22}


def test_no_act_costs_more_statements_than_its_budget(world: World) -> None:
    from_world = _costs(world)

    assert {act: cost for act, cost in from_world.items() if cost > BUDGET[act]} == {}


def test_every_act_holds_the_head_for_its_events_alone(world: World) -> None:
    # Every act of the site queues for the head: two statements of one delay all others, and twenty did.
    held: dict[str, list[str]] = {}

    _costs(world, held)

    assert {act: after for act, after in held.items() if _words_of(after) != ["INSERT", "UPDATE"]} == {}


def test_what_cites_a_release_holds_it_before_it_reads_anything(world: World) -> None:
    case, first = world.draft(), {}
    for verb in Case.list_acts():
        with (
            CaptureQueriesContext(connection) as queries,
            contextlib.suppress(Problem, TransitionNotAllowed, RuntimeError),
            acting(case, world.paula, verb),
        ):
            pass
        first[verb] = next(one["sql"] for one in queries.captured_queries if "SAVEPOINT" not in one["sql"])

    holding = {verb for verb, sql in first.items() if "licensing_releasehead" in sql and sql.endswith("FOR SHARE")}
    assert holding == {verb for verb, one in Case.list_acts().items() if one.cites_release}
    of_state = {Verb.REVIEW_PLAN}
    assert holding - of_state == {
        Verb.SUBMIT,
        Verb.AMEND,
        Verb.ACCEPT,
        Verb.ASSESS,
        Verb.SIGN,
        Verb.GRANT,
        Verb.REFUSE,
        Verb.RELEASE_GOODS,
        Verb.REROUTE,
        Verb.DECIDE_APPEAL,
    }
    varying = {Verb.GRANT_VARIATION, Verb.CONCLUDE_REVIEW}
    assert {verb for verb, one in Licence.list_acts().items() if one.cites_release} == varying


def test_a_name_is_locked_once_until_the_transaction_is_rolled_back_to_before_it(world: World) -> None:
    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
            held: int = cursor.fetchone()[0]
        return held

    before = count()
    with transaction.atomic():
        for name in ("resolution 1", "resolution 1", "resolution 2"):
            lock_name(name)
        within = count() - before
        transaction.set_rollback(True)

    assert (within, count()) == (2, before)


def test_an_act_that_is_not_declared_to_cite_a_release_cites_none(world: World) -> None:
    with acting(world.draft(), world.paula, Verb.EDIT) as act:
        act.perform()
        with pytest.raises(RuntimeError, match="declared to cite"):
            act.record(EventKind.CASE_ACCEPTED)
        act.record(EventKind.CASE_EDITED, sections=[])


def test_the_response_is_composed_before_the_head_is_locked(world: World) -> None:
    def begin() -> StoredResponse:
        case = drafting.create_case(world.paula, REQUEST)
        reader = load_reader(case, world.paula, at=now(), day=to_local_day(now()), language="en")
        return StoredResponse(201, read_case(case, reader)["state"])

    with CaptureQueriesContext(connection) as queries:
        answer = idempotently(world.paula, "key", "print", begin)

    assert answer.body == "draft"
    assert _words_of(_after_the_lock(queries)) == ["INSERT", "UPDATE"]
    assert Event.objects.get().kind == EventKind.CASE_CREATED


def _after_the_lock(queries: CaptureQueriesContext) -> list[str]:
    """The statements of a transaction that are run while it holds the head of the chain."""
    sent = [query["sql"] for query in queries.captured_queries]
    locks = [number for number, sql in enumerate(sent) if "chainhead" in sql and "FOR UPDATE" in sql]
    return sent[locks[0] + 1 :] if locks else []


def _words_of(statements: list[str]) -> list[str]:
    return [one.split()[0] for one in statements if not one.startswith("RELEASE")]


def _costs(world: World, held: dict[str, list[str]] | None = None) -> dict[str, int]:
    spent: dict[str, int] = {}

    def spend(act: str, carry_out: object) -> object:
        with CaptureQueriesContext(connection) as queries:
            result = carry_out()  # type: ignore[operator]
        spent[act] = sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)
        if held is not None:
            held[act] = _after_the_lock(queries)
        return result

    case = spend("create", lambda: drafting.create_case(world.paula, REQUEST))
    spend("edit", lambda: drafting.edit_case(case, world.paula, {"title": "Other"}))
    ready = world.ready()
    spend("submit", lambda: submission.submit_case(ready, world.paula, declared=True))
    spend("accept", lambda: submission.accept_case(ready, world.otto))
    world.state_need(ready)
    _sign_all(world, ready, spend)
    return spent


def _sign_all(world: World, case: Case, spend: object) -> None:
    from_members = [("sign", world.rhea), ("sign", world.greta), ("last sign", world.mira)]
    for act, member in from_members:
        spend(act, lambda who=member: positions.sign_case(case, who, approve(), version=1))  # type: ignore[operator]
    spend("decide", lambda: government.grant_case(case, world.dora, resolution()))  # type: ignore[operator]
    licence = Licence.objects.get(case=case)
    spend("draw", lambda: ledger.draw_down_licence(licence, world.cus, clearance("m1", 5)))  # type: ignore[operator]


@pytest.mark.walk
def test_no_act_looks_at_the_row_that_it_was_handed() -> None:
    # That row was read before the lock: only `act.case` and `act.licence` are fresh.
    stale = [
        f"{file.name}:{name.lineno}"
        for file in sorted(Path(acts.__path__[0]).rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for block in function.body
        if isinstance(block, ast.With) and (handed := _handed_to_acting(block.items[0].context_expr))
        for name in ast.walk(function)
        if isinstance(name, ast.Name) and name.id == handed and name.lineno > block.lineno
    ]

    assert stale == []


def _handed_to_acting(call: ast.expr) -> str | None:
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "acting":
        handed = call.args[0]
        return handed.id if isinstance(handed, ast.Name) else None
    return None
