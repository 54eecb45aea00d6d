"""Administrators hear of messages that were given up."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import Settings

from licensing.choices import DeliveryState, Office
from licensing.models import Appointment, Bookmark, Delivery, Endpoint, User
from licensing.outbox import routes
from licensing.outbox.alarm import ALARM_BOOKMARK, report_dead_letters
from tests.outbox.post import create_endpoint
from tests.outbox.sink import Sink
from tests.world import ALWAYS, World


@pytest.fixture
def ada(world: World) -> User:
    ada = User.objects.create(email="ada@example.org", name="Ada")
    Appointment.objects.create(user=ada, kind=Office.ADMINISTRATOR, period=ALWAYS)
    return ada


def test_the_administrator_gets_one_alarm_a_day(world: World, sink: Sink, ada: User) -> None:
    world.filed()
    routes.fan_out()
    Delivery.objects.update(state=DeliveryState.DEAD)

    sent = [report_dead_letters() for _ in range(3)]
    Bookmark.objects.filter(name=ALARM_BOOKMARK).update(number=timezone.localdate().toordinal() - 1)
    sent_next_day = report_dead_letters()

    assert (sent, sent_next_day) == ([1, 0, 0], 1)
    assert [letter["Subject"] for letter in sink.to(ada.email)] == ["Dozvil: messages were given up"] * 2
    words = sink.letters[0].get_body(("plain",)).get_content()
    assert "2 messages could not be delivered." in words
    assert "/admin/licensing/delivery/?state__exact=dead" in words


def test_what_waits_for_a_disabled_endpoint_raises_no_alarm(world: World, sink: Sink, ada: User) -> None:
    hook = create_endpoint(world, "https://erp.example.org/hook")
    world.filed()
    routes.fan_out()
    Delivery.objects.filter(endpoint__isnull=True).delete()
    Delivery.objects.update(state=DeliveryState.DEAD)
    Endpoint.objects.filter(pk=hook.pk).update(disabled_at=timezone.now())

    assert report_dead_letters() == 0
    assert sink.letters == []


def test_when_no_alarm_could_be_sent_it_is_tried_again_that_day(
    world: World, sink: Sink, ada: User, settings: Settings
) -> None:
    world.filed()
    routes.fan_out()
    Delivery.objects.update(state=DeliveryState.DEAD)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1

    unheard = report_dead_letters()
    settings.EMAIL_PORT = port

    assert (unheard, report_dead_letters()) == (0, 1)
