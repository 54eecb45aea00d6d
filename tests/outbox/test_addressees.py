"""A letter to an address: its link leads to the page, its words are in the language that was chosen, and it goes out once."""

from __future__ import annotations

import re

from django.test import Client

from licensing.acts.people.invitations import invite_person, send_again, withdraw_invitation
from licensing.choices import DeliveryState
from licensing.models import Delivery
from tests.acts.people.test_invitations import wish
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import World


def _link(sink: Sink, number: int = -1) -> str:
    text = str(sink.to("new@example.org")[number].get_body(("plain",)).get_content())
    found = re.search(r"/accounts/invitation/\S+", text)
    assert found is not None
    return found[0]


def test_the_invited_get_one_letter_with_a_link_that_opens_the_page(world: World, sink: Sink) -> None:
    invite_person(world.paula, wish(world, language="uk"))

    run_outbox()
    run_outbox()

    letters = sink.to("new@example.org")
    assert [(one["Content-Language"], one["Subject"]) for one in letters] == [
        ("uk", "Dozvil, ваша черга: Запрошення до Dozvil")
    ]
    assert "Fictional Ministry of Tallinn запрошує вас" in str(letters[0].get_body(("plain",)).get_content())
    assert Client().get(_link(sink)).status_code == 200


def test_a_letter_that_waited_while_it_was_taken_back_or_sent_again_is_not_sent(world: World, sink: Sink) -> None:
    send_again(invite_person(world.paula, wish(world)), world.paula)
    withdraw_invitation(invite_person(world.paula, wish(world, email="other@example.org")), world.paula)

    run_outbox()

    assert len(sink.to("new@example.org")) == 1
    assert Client().get(_link(sink)).status_code == 200
    assert not sink.to("other@example.org")
    assert not Delivery.objects.filter(state=DeliveryState.DEAD).exists()
