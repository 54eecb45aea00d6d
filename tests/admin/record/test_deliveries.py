"""The page of dead letters: each is sent again, or set aside with the reason."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from licensing.acts.acting import now
from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Event, UnsentEvent, User
from tests.admin.conftest import At, text_of
from tests.world import World

LIST = reverse("admin:licensing_delivery_changelist")


def _dead(world: World) -> Delivery:
    case = world.filed()
    return Delivery.objects.create(
        id=uuid4(),
        event=Event.objects.filter(case=case).latest("number"),
        channel=Channel.MAIL,
        person=world.paula,
        state=DeliveryState.DEAD,
        attempts=14,
        created_at=now(),
        next_at=now(),
        last_error="550 no such mailbox",
    )


def test_list_shows_the_dead_with_their_reason(world: World, at: At) -> None:
    _dead(world)

    page = text_of(at(world.otto).get(LIST, {"state__exact": "dead"}))

    assert "550 no such mailbox" in page
    assert "Send again" in page


def test_an_administrator_sees_that_a_message_failed_and_not_of_which_case(world: World, at: At, ada: User) -> None:
    delivery = _dead(world)
    reference, client = str(delivery.event.case.reference), at(ada)

    page = client.get(LIST).content.decode()
    found = client.get(LIST, {"q": reference}).content.decode()
    asked = client.get(reverse("admin:licensing_delivery_again", args=[delivery.pk])).content.decode()

    assert "550 no such mailbox" in page
    assert reference not in page
    assert str(delivery.event.kind_label) not in page
    assert "550 no such mailbox" not in found
    assert reference not in asked
    assert str(delivery.event.kind_label) not in asked
    assert reference in at(world.otto).get(LIST).content.decode()


def test_auditor_sees_the_reason_and_has_no_button(world: World, at: At) -> None:
    delivery = _dead(world)
    client = at(world.audra)
    url = reverse("admin:licensing_delivery_again", args=[delivery.pk])

    assert "550 no such mailbox" in text_of(client.get(LIST))
    assert url not in text_of(client.get(LIST))
    assert client.post(url).status_code == 403
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DEAD


def test_send_again_asks_first_and_owes_it_under_its_id(world: World, at: At, ada: User) -> None:
    delivery = _dead(world)
    client, url = at(ada), reverse("admin:licensing_delivery_again", args=[delivery.pk])

    asked = client.get(url)
    delivery.refresh_from_db()
    untouched = delivery.state
    response = client.post(url)

    assert (asked.status_code, untouched) == (200, DeliveryState.DEAD)
    assert response.status_code == 302
    again = Delivery.objects.get(pk=delivery.pk)
    assert (again.state, again.attempts) == (DeliveryState.DUE, 0)


def test_send_again_twice_does_no_harm(world: World, at: At) -> None:
    delivery = _dead(world)
    client, url = at(world.otto), reverse("admin:licensing_delivery_again", args=[delivery.pk])

    first, second = client.post(url, follow=True), client.post(url, follow=True)

    assert "1 message will be sent again." in text_of(first)
    assert "Nothing was sent again" in text_of(second)


def test_all_the_dead_are_sent_again(world: World, at: At) -> None:
    _dead(world)
    _dead(world)

    response = at(world.pol).post(reverse("admin:licensing_delivery_all_again"), follow=True)

    assert "2 messages will be sent again." in text_of(response)
    assert not Delivery.objects.filter(state=DeliveryState.DEAD).exists()


def test_an_unneeded_message_is_set_aside_with_the_reason(world: World, at: At) -> None:
    delivery = _dead(world)
    client, url = at(world.otto), reverse("admin:licensing_delivery_aside", args=[delivery.pk])

    asked = client.get(url)
    answer = client.post(url, {"reason": "She has left the ministry"}, follow=True)

    assert "550 no such mailbox" in text_of(asked)
    assert "The message is laid aside." in text_of(answer)
    aside = Delivery.objects.get(pk=delivery.pk)
    assert (aside.state, aside.last_error) == (
        DeliveryState.ASIDE,
        "laid aside: She has left the ministry (given up: 550 no such mailbox)",
    )
    event = Event.objects.get(kind="message.laid_aside")
    assert (event.case, event.actor) == (delivery.event.case, world.otto)
    assert event.data == {
        "delivery": str(delivery.pk),
        "message": delivery.event_id,
        "channel": "mail",
        "recipient": str(world.paula.pk),
        "attempts": 14,
        "reason": "She has left the ministry",
    }


def test_nothing_is_set_aside_without_a_reason_or_twice(world: World, at: At) -> None:
    delivery = _dead(world)
    client, url = at(world.otto), reverse("admin:licensing_delivery_aside", args=[delivery.pk])

    bare = client.post(url, {"reason": " "})
    first, second = (client.post(url, {"reason": "A test"}, follow=True) for _ in range(2))

    assert (bare.status_code, "Say why nobody needs this message any more." in text_of(bare)) == (400, True)
    assert "The message is laid aside." in text_of(first)
    assert "Nothing was laid aside" in text_of(second)
    assert Event.objects.filter(kind="message.laid_aside").count() == 1


def test_who_may_not_send_again_sets_nothing_aside(world: World, at: At) -> None:
    delivery = _dead(world)
    url = reverse("admin:licensing_delivery_aside", args=[delivery.pk])

    answers = [at(person).post(url, {"reason": "Away with it"}).status_code for person in (world.audra, world.rhea)]

    assert answers == [403, 403]
    assert Delivery.objects.get(pk=delivery.pk).state == DeliveryState.DEAD


def test_who_sent_a_message_again_stays_on_record(world: World, at: At) -> None:
    delivery = _dead(world)

    at(world.otto).post(reverse("admin:licensing_delivery_again", args=[delivery.pk]))

    event = Event.objects.get(kind="message.sent_again")
    assert (event.case, event.actor, event.data["delivery"]) == (delivery.event.case, world.otto, str(delivery.pk))


def test_event_that_stood_aside_is_tried_again(world: World, at: At) -> None:
    case = world.filed()
    event = Event.objects.filter(case=case).latest("number")
    UnsentEvent.objects.create(event=event, error="KeyError: nobody", at=now())
    client, url = at(world.otto), reverse("admin:licensing_unsentevent_again", args=[event.pk])

    assert "KeyError: nobody" in text_of(client.get(url))
    response = client.post(url)

    assert response.status_code == 302
    assert not UnsentEvent.objects.exists()
    assert Delivery.objects.filter(event=event).exists()
