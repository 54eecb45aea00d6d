"""A letter to an address: its link leads to the page, its words are in the language that was chosen, and it goes out once."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.test import Client
from django.utils import timezone, translation

from licensing.acts.people.accounts.addresses import confirm_address, propose_address, undo_address
from licensing.acts.people.accounts.passwords import choose_password
from licensing.acts.people.organisations.invitations import invite_person, send_again, withdraw_invitation
from licensing.choices import Concerned, DeliveryState
from licensing.models import AddressChange, Delivery, Event, User
from licensing.models.people.addresses import CONFIRM, UNDO, find_by_link, sign_link
from licensing.outbox import mail
from licensing.outbox.concerned import ConcernedBook
from licensing.policy.people.accounts.addresses import UNDO_LASTS
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.organisations.test_invitations import wish
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


NEW = "elsewhere@example.net"


def _text(letter: EmailMessage) -> str:
    return str(letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]


def _token(letter: EmailMessage, purpose: str) -> str:
    found = re.search(rf"/accounts/address/{purpose}/([^/\s]+)/", _text(letter))
    assert found
    return found[1]


def test_the_new_address_gets_the_link_and_the_former_one_the_undo(world: World, sink: Sink) -> None:
    change = propose_address(world.paula, address=NEW)

    run_outbox()

    [to_new], [to_former] = sink.to(NEW), sink.to(world.paula.email)
    assert find_by_link(_token(to_new, CONFIRM), CONFIRM) == change
    assert find_by_link(_token(to_former, UNDO), UNDO) == change
    assert find_by_link(_token(to_former, UNDO), CONFIRM) is None
    assert len(sink.letters) == 2


def test_an_address_in_use_gets_nothing_and_the_asker_is_told_alike(world: World, sink: Sink) -> None:
    propose_address(world.paula, address=world.rita.email)

    run_outbox()

    assert [str(letter["To"]) for letter in sink.letters] == [world.paula.email]


@pytest.mark.walk
def test_the_former_address_is_told_in_the_persons_language_and_hears_of_the_undo(world: World, sink: Sink) -> None:
    former = world.paula.email
    User.objects.filter(pk=world.paula.pk).update(language="uk", wants_digest=True)
    change = confirm_address(propose_address(world.paula, address=NEW))
    run_outbox()

    undo_address(change)
    run_outbox()

    told = [_text(letter) for letter in sink.to(former)]
    assert "переведено на іншу адресу" in "".join(told)
    assert "знову має попередню адресу" in told[-1]


def test_a_link_that_was_used_is_not_sent_any_more(world: World, sink: Sink) -> None:
    undo_address(propose_address(world.paula, address=NEW))

    run_outbox()

    assert sink.to(NEW) == []
    assert not Delivery.objects.owed().exists()


def test_whose_password_changed_hears_of_it_though_they_did_it(world: World, sink: Sink) -> None:
    choose_password(world.paula, "another battery staple horse")

    run_outbox()

    assert "password of your account was changed" in _text(sink.to(world.paula.email)[0])


# Of these ways of being concerned, an event names the person whose right, account or system it is about.
ABOUT_SOMEBODY = {Concerned.PERSON, Concerned.OWNER, Concerned.FORMER_OWNER}


@pytest.mark.walk
def test_of_every_kind_about_somebodys_rights_or_account_the_former_address_hears(world: World) -> None:
    former = world.paula.email
    change = confirm_address(propose_address(world.paula, address=NEW))
    whose = {"person": str(world.paula.pk), "former_owner": str(world.paula.pk), "organisation": None, "body": None}
    events = {
        kind: Event(number=-number, kind=kind, data=whose | {"bodies": []}, actor=world.paula)
        for number, kind in enumerate(EventKind, start=1)
        if kind.declaration.concerned
    }
    at = timezone.now()
    book, later = (ConcernedBook(list(events.values()), now=one) for one in (at, at + UNDO_LASTS + timedelta(minutes=1)))

    told = {kind for kind, event in events.items() if former in book.find_addresses(event)}

    assert told == {kind for kind in events if ABOUT_SOMEBODY & set(kind.declaration.concerned)}
    assert len(told) > 50
    assert not any(later.find_addresses(event) for event in events.values())
    for kind in told:
        letter = mail.compose([Delivery(event=events[kind], address=former)])
        assert f"/accounts/address/undo/{sign_link(change, UNDO)}/" in letter.body, kind
        with translation.override("en"):
            assert str(kind.declaration.label) in letter.subject


@pytest.mark.walk
def test_what_is_done_from_the_new_address_is_told_to_the_former_one(world: World, sink: Sink) -> None:
    former = world.paula.email
    confirm_address(propose_address(world.paula, address=NEW))
    run_outbox()
    sink.letters.clear()

    choose_password(User.objects.get(pk=world.paula.pk), "another battery staple horse")
    run_outbox()

    [letter] = sink.to(former)
    assert "The password of your account was changed" in " ".join(_text(letter).split())
    assert "take the account back with this link" in " ".join(_text(letter).split())
    assert len(sink.to(NEW)) == 1
    # A letter that waited beyond the days of undo would lead nowhere.
    AddressChange.objects.update(changed_at=timezone.now() - UNDO_LASTS)
    choose_password(User.objects.get(pk=world.paula.pk), "yet another battery staple")
    run_outbox()
    assert len(sink.to(former)) == 1
