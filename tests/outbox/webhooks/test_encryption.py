"""Secrets of endpoints at rest."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import Settings

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery
from licensing.outbox.webhooks.encryption import decrypt, encrypt
from tests.outbox.post import create_endpoint, run_outbox
from tests.outbox.receiver import Receiver
from tests.world import World


def test_a_copy_of_the_database_holds_no_usable_secret(world: World) -> None:
    hook = create_endpoint(world, "https://erp.example.org/hook")

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM licensing_endpoint")
        [(stored,)] = cursor.fetchall()

    assert "whsec_" not in stored
    assert decrypt(hook.secret).startswith("whsec_")


def test_an_earlier_secret_key_still_opens_and_the_present_one_seals(settings: Settings) -> None:
    before = encrypt("whsec_abc")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-long-random-text-of-an-operator-who-rotates-keys"
    after = encrypt("whsec_abc")
    assert (decrypt(before), decrypt(after)) == ("whsec_abc", "whsec_abc")

    settings.SECRET_KEY_FALLBACKS = []

    assert decrypt(after) == "whsec_abc"
    with pytest.raises(Exception, match="SECRET_KEY"):
        decrypt(before)


def test_without_the_key_nothing_is_sent_unsigned(world: World, receiver: Receiver, settings: Settings) -> None:
    create_endpoint(world, receiver.url)
    world.filed()
    settings.SECRET_KEY = "another-long-random-text-of-an-operator-who-lost-the-first"

    run_outbox()

    assert receiver.got == []
    [dead] = Delivery.objects.filter(channel=Channel.WEBHOOK)
    assert (dead.state, dead.last_error) == (
        DeliveryState.DEAD,
        "the secret of the endpoint was sealed under a SECRET_KEY that is gone",
    )
