"""A44: nothing of a case is shown by the way: on no page, in no list, no search, no letter of those who may not see it."""

from __future__ import annotations

from copy import deepcopy

import pytest

from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import RecusalReason
from licensing.models import ChainHead, Delivery, Event
from licensing.outbox import mail, routes
from licensing.outbox.webhooks import sender
from tests.abuse.test_a33_content_in_logs import CANARY, with_canaries
from tests.abuse.walking import ids_of, list_routes, open_pages, signed_in
from tests.outbox.post import create_endpoint
from tests.world import REQUEST, World

# Far from every other number of these tests, so that it is found wherever it is written.
_FIRST_NUMBER = 987_654_000
# The tables that speak of cases; the others hold people and lists.
_ROWS = ("", "case", "licence", "event", "delivery", "unsentevent")


@pytest.mark.walk
@pytest.mark.parametrize("name", ["rita", "stella", "cus", "rhea", "greta"])
def test_no_page_of_a_stranger_shows_it(world: World, name: str) -> None:
    asked = name in ("rhea", "greta")
    case = (world.filed if name == "rhea" else world.accepted)(**with_canaries(deepcopy(REQUEST)))
    if name == "greta":
        recuse_member(case, world.greta, reason=RecusalReason.FAMILY)
    person = getattr(world, name)
    entry_points = ("admin/", "api/") if asked else ("", "api/")
    routes_of = [route for route in list_routes(*entry_points) if not route.is_of_framework and route.row in _ROWS]
    known = [CANARY, case.reference or CANARY, CANARY if asked else str(case.pk)]

    shown = set()
    for path, answer in open_pages(signed_in(person), routes_of, *ids_of(case)):
        content = b"".join(answer) if answer.streaming else answer.content
        shown |= {path} if any(word.encode() in content for word in known) else set()

    assert shown == set()


def test_no_search_finds_it(world: World) -> None:
    case = world.filed(title=CANARY)

    for name in ("rita", "stella", "rhea"):
        client = signed_in(getattr(world, name))
        for path in (f"/?q={CANARY}", f"/admin/search/?s={CANARY}&extended=1", f"/admin/licensing/case/?q={CANARY}"):
            answer = client.get(path)
            assert str(case.reference).encode() not in answer.content
            assert str(case.pk).encode() not in answer.content


def test_no_letter_holds_it_and_none_goes_to_a_stranger(world: World) -> None:
    world.granted(**with_canaries(deepcopy(REQUEST)))
    while routes.fan_out():
        pass
    owed = list(Delivery.objects.filter(channel="mail").select_related("event", "person"))

    assert {one.person for one in owed} & {world.rita, world.stella} == set()
    assert [one for one in owed if CANARY in str(mail.compose([one]).message())] == []
    assert len(owed) > 5


@pytest.mark.walk
def test_an_applicant_cannot_count_what_happens_in_the_files_of_others(world: World) -> None:
    """Numbers of events are without a gap, and a digest is computed for each number in turn until it fits."""
    ChainHead.objects.filter(name="events").update(number=_FIRST_NUMBER)
    create_endpoint(world, "https://erp.example.org/hook")
    case = world.with_need(title="Counted")
    routes.fan_out()
    secrets = [str(_FIRST_NUMBER // 1000), *Event.objects.filter(case=case).values_list("digest", flat=True)]

    shown = set()
    for path, answer in open_pages(signed_in(world.paula), list_routes("", "api/"), *ids_of(case)):
        content = b"".join(answer) if answer.streaming else answer.content
        shown |= {path} if any(word.encode() in content for word in secrets) else set()
    owed = Delivery.objects.select_related("event", "person", "endpoint")
    letters = [mail.compose([one]).message().as_bytes() for one in owed.filter(person=world.paula)]
    calls = [sender.compose(one).body for one in owed.filter(endpoint__isnull=False)]

    assert shown == set()
    assert [one for one in letters + calls if any(word.encode() in one for word in secrets)] == []
    assert min(len(letters), len(calls)) > 1
