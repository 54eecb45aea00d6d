"""Every route under each person that it is not for: refused, whether it is opened or something is sent, and nothing changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from config.inventory.declaration import Who
from config.inventory.routes import list_declared, list_every_route
from licensing.models import Event
from tests.abuse.waiting_rows import FOR, is_refused, lay_out_rows, list_people
from tests.abuse.walking import Ids, Route, signed_in
from tests.world import World

# Pages without a row: they show everybody what is theirs, and a stranger nothing.
_OF_ONES_OWN: Final = frozenset(
    {"", "cases/new/", "items.<str:kind>", "licences/", "colleagues/", "systems/", "interests/", "interests/new/"}
)


def test_it_is_said_of_everybody_that_somebody_is_let_in() -> None:
    assert {one for one in Who if not one.is_public and one is not Who.SELF} == FOR.keys()


@pytest.mark.walk
def test_no_route_opens_for_somebody_it_is_not_for(world: World) -> None:
    people = list_people(world)
    places = list(lay_out_rows(world, people["ada"], world.licence().case, world.filed(), world.draft()))
    before, passed, refused = Event.objects.count(), {}, 0
    for name, person in people.items():
        client = signed_in(person)
        for method, path, pattern in _list_calls(places, not_for=name):
            answer = getattr(client, method)(path)
            refused += 1
            if not is_refused(answer, path, pattern, is_staff=person.is_staff):
                passed[f"{name} {method} {pattern}"] = (answer.status_code, answer.headers.get("Location", ""))

    assert passed == {}
    assert (refused > 5000, Event.objects.count()) == (True, before)


def _list_calls(places: list[Ids], *, not_for: str) -> Iterator[tuple[str, str, str]]:
    declared = list_declared()
    for route in list_every_route():
        entry = declared.get(route.pattern)
        if entry is None or entry.who not in FOR or not_for in FOR[entry.who] or route.pattern in _OF_ONES_OWN:
            continue
        of_a_case = "<uuid:case_id>" in route.pattern or "<uuid:licence_id>" in route.pattern
        for path in dict.fromkeys(
            next(Route(route.pattern, route.view).paths(ids)) for ids in places[: None if of_a_case else 1]
        ):
            yield from ((method, path, route.pattern) for method in ("get", "post"))
