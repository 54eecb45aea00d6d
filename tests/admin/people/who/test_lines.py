"""The lines of the page: in each order all of them, each once, however they are cut into pages."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now
from licensing.admin.people.who.lines import ORDERS, Line, Wanted, find_lines, find_tenures
from licensing.choices import MandateKind, Office, RightKind
from licensing.models import Body, User
from tests.administrators import today
from tests.world import World


@pytest.mark.parametrize("view", ORDERS)
def test_pages_hold_every_line_once_and_in_order(world: World, view: str) -> None:
    Body.objects.filter(pk__in=["MOD", "GS"]).update(head=world.greta)
    wanted = Wanted(today(), now(), view=view)
    tenures = find_tenures(wanted)
    everything, _end = find_lines(wanted, tenures)

    found: list[Line] = []
    after: list[str] = []
    while True:
        page, after = find_lines(wanted, tenures, after=after, most=3)
        found += page
        if not after:
            break

    assert found == everything
    assert len({(one.kind, one.key) for one in found}) == len(found) == 13
    places = [tuple(getattr(one, column) for column in ORDERS[view]) for one in found]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("asked", "people"),
    [
        ({"name": "Rhea"}, {"rhea"}),
        ({"name": "example.org dor"}, {"dora"}),
        ({"body": "GS"}, {"greta", "dan"}),
        ({"body": "GS", "kind": RightKind.MANDATE, "role": MandateKind.DEPUTY}, {"dan"}),
        ({"kind": RightKind.HEAD}, {"greta"}),
        ({"kind": RightKind.APPOINTMENT, "role": Office.AUDITOR}, {"audra"}),
        ({"bodies": {"MOD"}}, {"rhea", "greta"}),
        ({"bodies": {"MOD"}, "body": "GS"}, set()),
        ({"bodies": {"MOD"}, "kind": RightKind.APPOINTMENT}, set()),
        ({"name": "nobody"}, set()),
    ],
)
def test_what_is_asked_for_narrows_the_lines(world: World, asked: dict[str, object], people: set[str]) -> None:
    Body.objects.filter(pk="MOD").update(head=world.greta)
    wanted = Wanted(today(), now(), **asked)

    lines, _last = find_lines(wanted, find_tenures(wanted))

    named = User.objects.filter(pk__in=[one.person for one in lines])
    assert {one.email.split("@")[0] for one in named} == people


def test_no_number_of_statements_grows_with_the_rights(world: World) -> None:
    wanted = Wanted(today(), now())

    with CaptureQueriesContext(connection) as asked:
        find_lines(wanted, find_tenures(wanted), most=2)

    assert len(asked) <= 6
