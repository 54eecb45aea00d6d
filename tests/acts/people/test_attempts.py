"""Who would have been both of two persons stands in the record for it, once in an hour for each page."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.attempts import record_refused_attempt
from licensing.models import Delivery, Event, User
from licensing.outbox import routes
from licensing.policy.people import two_persons
from licensing.policy.record.event_kinds import EventKind
from tests.world import World

LICENSING: Final = Path(__file__).resolve().parents[3] / "licensing"
DECLARED: Final = LICENSING / "policy" / "people" / "two_persons.py"
# What an entry point has recorded.
RECORDED: Final = {"BothPersons", "SaidAlready"}


def _told() -> list[str]:
    events = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED).order_by("number")
    return list(events.values_list("data__page", flat=True))


def test_an_attempt_is_told_to_other_administrators_and_auditors(world: World, ada: User, bea: User) -> None:
    record_refused_attempt(ada, page="/admin/here/")
    routes.fan_out()

    [event] = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED)
    assert (event.actor, event.data) == (ada, {"person": str(ada.pk), "page": "/admin/here/"})
    told = Delivery.objects.filter(event=event).values_list("person", flat=True)
    assert set(told) == {bea.pk, world.audra.pk}


def test_whoever_presses_again_and_again_is_told_of_once_an_hour_for_each_page(world: World, ada: User, bea: User) -> None:
    for page in ("/admin/here/", "/admin/here/", "/admin/there/"):
        record_refused_attempt(ada, page=page)
    record_refused_attempt(bea, page="/admin/here/")
    with at_time(now() + timedelta(minutes=61)):
        record_refused_attempt(ada, page="/admin/here/")

    assert _told() == ["/admin/here/", "/admin/there/", "/admin/here/", "/admin/here/"]


def _list_functions(folder: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    for file in sorted((LICENSING / folder).rglob("*.py")):
        if file != DECLARED:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from ((file, one) for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def _names(node: ast.AST) -> set[str]:
    found = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
    return found | {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}


def _find_askers() -> dict[str, set[str]]:
    """Every function that says why somebody may not be the second person, with the declared acts of two that it asks."""
    constants = [one for one in ast.parse(DECLARED.read_text(encoding="utf-8")).body if isinstance(one, ast.AnnAssign)]
    acts = {ast.unparse(one.target) for one in constants if ast.unparse(one.annotation) == "Final" and _is_act_of_two(one)}
    askers: dict[str, set[str]] = {}
    for _round in range(3):
        for folder in ("policy", "acts"):
            for _file, function in _list_functions(folder):
                asked = acts & _names(function) if "find_refusal" in _names(function) else set()
                asked |= {act for name in _names(function) for act in askers.get(name, ())}
                if asked and function.name.startswith("find_"):
                    askers[function.name] = askers.get(function.name, set()) | asked
    return askers | {act: {act} for act in acts}


def _is_act_of_two(node: ast.AnnAssign) -> bool:
    return isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "ActOfTwo"


def _list_refusing(askers: dict[str, set[str]]) -> Iterator[tuple[str, set[str], str]]:
    """Where an act refuses by one of them: the place, the acts of two, and what it raises."""
    for file, function in _list_functions("acts"):
        asked_before: dict[str, set[str]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                asked_before[node.targets[0].id] = {act for name in _names(node.value) for act in askers.get(name, ())}
        for node in (one for one in ast.walk(function) if isinstance(one, ast.If)):
            raised = [one.exc for one in node.body if isinstance(one, ast.Raise) and isinstance(one.exc, ast.Call)]
            named = _names(node.test).union(*(_names(one) for one in raised))
            acts = {act for name in named for act in (*askers.get(name, ()), *asked_before.get(name, ()))}
            # Asking only the declared words says why somebody else of another office may not.
            if acts and raised and not any(name.startswith("may_") for name in named):
                yield f"{file.relative_to(LICENSING)}:{node.lineno}", acts, ast.unparse(raised[0].func)


@pytest.mark.walk
def test_whatever_takes_two_persons_refuses_one_who_would_be_both_by_an_error_that_is_recorded() -> None:
    askers = _find_askers()
    refusing = list(_list_refusing(askers))

    # A proposal can be refused for other reasons, of which the same function tells; those of two persons are asked before it.
    other = [place for place, _acts, raised in refusing if raised not in RECORDED and "rights/giving.py" not in place]
    assert other == []
    recorded = {act for _place, acts, raised in refusing if raised in RECORDED for act in acts}
    # A role of an organisation is a right like others, and is refused in the words of one.
    assert recorded | {"MEMBERSHIP"} == {name for name in askers if name.isupper()}
    assert two_persons.MEMBERSHIP.apart is two_persons.RIGHT.apart


@pytest.mark.walk
def test_every_page_that_refuses_both_persons_before_anything_is_sent_records_who_sends_it_all_the_same() -> None:
    askers = {name for name in _find_askers() if not name.isupper()} - {"find_settling_refusal"}
    unsaid = []
    for file, function in _list_functions("admin"):
        source = file.read_text(encoding="utf-8")
        for call in (one for one in ast.walk(function) if isinstance(one, ast.Call)):
            name, words = ast.unparse(call.func), {one.arg for one in call.keywords}
            if name == "handle_command" and "refusal" in words and any(asker in source for asker in askers):
                unsaid += [] if "of_two" in words else [f"{file.relative_to(LICENSING)}:{call.lineno}"]

    assert unsaid == []
    # And what is refused once it was sent is recorded by what carries forms out: no other place handles it.
    overriding = [
        (file.name, "super().add_problem(" in ast.unparse(function))
        for file, function in _list_functions("admin")
        if function.name == "add_problem" and file.parts[-2:] != ("forms", "base.py")
    ]
    assert all(calls for _file, calls in overriding), overriding
