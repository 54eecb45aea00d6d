"""A delivery is one event owed to one recipient by one channel, once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Endpoint, Event
from licensing.models.record.delivery import find_answering_person, record_endpoint
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import new_account, new_system
from tests.outbox.post import create_endpoint
from tests.world import World

URL = "https://hooks.example.org/key-of-the-receiver"


@pytest.fixture
def event(world: World) -> Event:
    return world.draft().events.get()


def owe(event: Event, **recipient: Any) -> Delivery:
    now = timezone.now()
    return Delivery.objects.create(id=uuid4(), event=event, created_at=now, next_at=now, **recipient)


def test_a_delivery_has_one_recipient_of_its_channel(world: World, event: Event) -> None:
    hook = Endpoint.objects.create(
        owner=world.paula, url="https://erp.example.org/", secret="sealed", created_at=timezone.now()
    )

    for recipient in (
        {"channel": Channel.MAIL},
        {"channel": Channel.MAIL, "endpoint": hook},
        {"channel": Channel.WEBHOOK, "person": world.paula, "number": 1},
        {"channel": Channel.WEBHOOK, "person": world.paula, "endpoint": hook, "number": 1},
    ):
        with pytest.raises(IntegrityError, match="delivery_has_one_recipient"), transaction.atomic():
            owe(event, **recipient)
    with pytest.raises(IntegrityError, match="webhook_delivery_is_numbered"), transaction.atomic():
        owe(event, channel=Channel.WEBHOOK, endpoint=hook)
    owe(event, channel=Channel.WEBHOOK, endpoint=hook, number=1)


def test_an_event_is_owed_to_a_reader_once(world: World, event: Event) -> None:
    owe(event, channel=Channel.MAIL, person=world.paula)

    # The endpoint of a letter is null, and two nulls count as the same.
    with pytest.raises(IntegrityError, match="delivered_once"), transaction.atomic():
        owe(event, channel=Channel.MAIL, person=world.paula)


@pytest.mark.parametrize("state", DeliveryState)
def test_a_delivery_is_owed_while_it_is_due(world: World, event: Event, state: DeliveryState) -> None:
    owe(event, channel=Channel.MAIL, person=world.paula, state=state)

    assert Delivery.objects.owed().exists() == (state == DeliveryState.DUE)


def test_an_endpoint_is_called_by_its_description() -> None:
    assert str(Endpoint(url="https://erp.example.org/", description="Orders")) == "Orders"
    assert str(Endpoint(url="https://erp.example.org/")) == "https://erp.example.org/"


def test_of_the_account_of_a_system_whoever_answers_for_the_system_answers(world: World) -> None:
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)

    assert find_answering_person(create_endpoint(world, URL, owner=system.account)) == world.otto
    assert find_answering_person(create_endpoint(world, URL, owner=world.paula)) == world.paula


def test_the_address_stands_in_no_event(world: World) -> None:
    hook = create_endpoint(world, URL, owner=world.paula, organisation=world.partner)

    record_endpoint(EventKind.ENDPOINT_SUSPENDED, hook, None, at=timezone.now(), reason="Broken.")

    assert Event.objects.latest("number").data == {
        "endpoint": str(hook.pk),
        "account": str(world.paula.pk),
        "person": str(world.paula.pk),
        "organisation": str(world.partner.pk),
        "reason": "Broken.",
    }
