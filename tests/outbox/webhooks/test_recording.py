"""Who is named in the events of an endpoint as the one who answers for it."""

from __future__ import annotations

from licensing.models import Event
from licensing.outbox.routes import database_now
from licensing.outbox.webhooks.recording import find_answering_person, record_endpoint
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import new_account, new_system
from tests.outbox.post import create_endpoint
from tests.world import World

URL = "https://hooks.example.org/key-of-the-receiver"


def test_of_a_system_it_is_whoever_answers_for_the_system(world: World) -> None:
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)

    assert find_answering_person(create_endpoint(world, URL, owner=system.account)) == world.otto
    assert find_answering_person(create_endpoint(world, URL, owner=world.paula)) == world.paula


def test_the_address_stands_in_no_event(world: World) -> None:
    hook = create_endpoint(world, URL, owner=world.paula, organisation=world.partner)

    record_endpoint(EventKind.ENDPOINT_SUSPENDED, hook, None, at=database_now(), reason="Broken.")

    assert Event.objects.latest("number").data == {
        "endpoint": str(hook.pk),
        "account": str(world.paula.pk),
        "person": str(world.paula.pk),
        "organisation": str(world.partner.pk),
        "reason": "Broken.",
    }
