"""The letter to whoever has forgotten a password is written by the worker, for those who have an account."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from licensing.acts.people.accounts.passwords import request_password
from licensing.models import PasswordRequest, User
from licensing.outbox.passwords import send_password_letters
from tests.outbox.sink import Sink
from tests.world import World


def test_who_has_an_account_gets_a_link_that_works(world: World, sink: Sink) -> None:
    User.objects.filter(pk=world.paula.pk).update(language="uk")
    for address in (world.paula.email, "nobody@example.org"):
        request_password(address)

    assert send_password_letters() == 2

    [letter] = sink.letters
    assert (str(letter["To"]), str(letter["Subject"])) == (world.paula.email, "Dozvil: виберіть новий пароль")
    path = re.search(r"http://127.0.0.1:8000(/accounts/\S+)", letter.get_body(("plain",)).get_content())[1]
    assert "set-password" in Client().get(path).url
    assert not PasswordRequest.objects.exists()


def test_neither_a_closed_account_nor_a_system_gets_one(world: World, sink: Sink) -> None:
    User.objects.filter(pk=world.paula.pk).update(is_active=False)
    for person in (world.paula, world.cus):
        request_password(person.email)

    send_password_letters()

    assert sink.letters == []


def test_a_letter_that_does_not_leave_is_tried_again_and_holds_up_nobody(world: World, sink: Sink) -> None:
    for person in (world.paula, world.rita):
        request_password(person.email)
    sink.refused = {world.paula.email}

    send_password_letters()

    [waiting] = PasswordRequest.objects.all()
    assert (waiting.address, waiting.attempts, waiting.next_at > timezone.now()) == (world.paula.email, 1, True)
    assert len(sink.to(world.rita.email)) == 1
