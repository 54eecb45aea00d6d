"""Whoever a right concerns hears of it at once, in their own language; nobody else does."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.people.accounts.keeping import close_account
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.rights.giving import RightInput, confirm_right, propose_right
from licensing.acts.plans.countries.opening import ask_for_comments
from licensing.choices import Concerned, MembershipRole, RightKind
from licensing.models import Appointment, Body, Delivery, Event, Mandate, User
from licensing.outbox import mail
from licensing.outbox.concerned import is_of_rights
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.countries.state import opened
from tests.administrators import add_administrator, mandate, today
from tests.by_hand import cover
from tests.change_sets import add_policy_officer, approve, exclude, send
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import World

WHY = "She joined the ministry."


@pytest.fixture
def keepers(world: World) -> tuple[User, User]:
    pair = add_administrator("ada"), add_administrator("bea")
    Body.objects.filter(pk="MFA").update(head=world.greta)
    cover()
    return pair


def _readers(sink: Sink) -> set[str]:
    return {str(letter["To"]) for letter in sink.letters}


def _words(sink: Sink, user: User) -> str:
    return "\n".join(str(letter.get_body(("plain",)).get_content()) for letter in sink.to(user.email))


def test_a_proposal_reaches_its_person_the_head_and_the_other_administrator(
    world: World, sink: Sink, keepers: tuple[User, User]
) -> None:
    ada, bea = keepers
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)

    run_outbox()

    assert _readers(sink) == {world.stella.email, world.greta.email, bea.email}
    assert "A right was proposed for you" in _words(sink, world.stella)
    assert f"/admin/licensing/rightproposal/{proposal.pk}/change/" in _words(sink, bea)
    assert [str(one["Subject"])[:18] for one in sink.to(bea.email)] == ["Dozvil, your turn:"]


@pytest.mark.walk
def test_a_confirmed_right_is_news_to_all_and_names_nobody(world: World, sink: Sink, keepers: tuple[User, User]) -> None:
    ada, bea = keepers
    User.objects.filter(pk=world.stella.pk).update(language="uk", wants_digest=True)
    confirm_right(propose_right(ada, mandate(world.stella), reason=WHY, emergency=True), bea)

    run_outbox()

    assert {world.stella.email, world.greta.email, ada.email, world.audra.email} <= _readers(sink)
    assert "підтверджено" in _words(sink, world.stella)
    assert WHY not in "".join(_words(sink, one) for one in world.everybody)
    assert "Stella" not in _words(sink, world.greta)


def test_administrators_of_an_organisation_hear_of_its_members(world: World, sink: Sink, keepers: tuple[User, User]) -> None:
    right = RightInput(
        kind=RightKind.MEMBERSHIP,
        person=world.stella,
        organisation=world.partner,
        role=MembershipRole.READER,
        first_on=today(),
    )
    propose_right(keepers[0], right, reason=WHY)

    run_outbox()

    assert _readers(sink) == {world.stella.email, world.paula.email, keepers[1].email}


@pytest.mark.walk
def test_whose_right_ends_hears_of_it_and_a_closed_account_does_not(
    world: World, sink: Sink, keepers: tuple[User, User]
) -> None:
    end_right(Mandate.objects.get(user=world.mira), keepers[0], reason="She left.")
    close_account(world.rhea, keepers[0], reason="She left.")

    run_outbox()

    assert world.mira.email in _readers(sink)
    assert world.rhea.email not in _readers(sink)


def test_a_change_that_was_sent_asks_the_other_policy_officers_alone(world: World, sink: Sink) -> None:
    petra = add_policy_officer("petra")
    sent = send(world.pol, exclude("EE"))

    run_outbox()

    assert _readers(sink) == {petra.email}
    assert f"/admin/licensing/changeset/{sent.pk}/change/" in _words(sink, petra)
    assert "A policy officer other than the drafter settles it" in _words(sink, petra)


@pytest.mark.walk
def test_what_is_asked_of_a_working_group_reaches_whoever_speaks_for_its_bodies(world: World, sink: Sink) -> None:
    plan = opened(world)
    ask_for_comments(plan, world.rhea, until=today() + timedelta(days=7))

    run_outbox()

    assert _readers(sink) == {world.greta.email, world.dan.email}
    assert "asked to comment on a country plan" in _words(sink, world.dan)
    assert f"/admin/licensing/countryplan/{plan.pk}/change/" in _words(sink, world.dan)


@pytest.mark.walk
def test_an_emergency_reaches_all_whom_it_concerns(world: World, sink: Sink, keepers: tuple[User, User]) -> None:
    approve(send(world.pol, exclude("EE"), emergency=True), add_policy_officer("petra"))

    run_outbox()

    assert {one.email for one in (world.pol, *keepers, world.audra, world.greta)} <= _readers(sink)
    assert "as an emergency" in _words(sink, world.greta)
    assert "as an emergency" in _words(sink, world.audra)


def test_who_keeps_the_rights_no_longer_gets_no_letter_that_waited(
    world: World, sink: Sink, keepers: tuple[User, User]
) -> None:
    propose_right(keepers[0], mandate(world.stella), reason=WHY)
    run = Delivery.objects.count()
    Appointment.objects.filter(user=keepers[1]).update(period=(today() - timedelta(days=9), today()))
    cover()

    run_outbox()

    assert run == 0
    assert keepers[1].email not in _readers(sink)


def test_every_way_of_being_concerned_has_its_words() -> None:
    for kind in (one for one in EventKind if one.declaration.concerned):
        declared = kind.declaration
        keeping = {Concerned.KEEPERS, Concerned.AUDITORS, Concerned.OFFICERS}
        # What is reminded of says the sentence of its rule; one kind had words of its own before.
        if declared.by_rule and not declared.to_concerned:
            continue

        assert bool(declared.to_keepers) == bool(keeping & set(declared.concerned)), kind
        assert bool(declared.to_concerned) == bool(set(declared.concerned) - keeping - {Concerned.ADDRESSEE}), kind
        assert bool(declared.to_addressee) == (Concerned.ADDRESSEE in declared.concerned), kind
        assert not declared.to_organisation or Concerned.ORGANISATION in declared.concerned, kind
        assert declared.deliberation, kind


# What a letter about what belongs to no case can fill in.
FACTS = {"due_on", "from_on", "until", "ended", "reference"}


@pytest.mark.django_db
def test_no_letter_names_what_nobody_fills_in() -> None:
    """Such a letter cannot be made, and stands among the dead ones."""
    event = Event(kind=EventKind.INTEREST_ANSWERED, number=1, data={"reference": "E-7", "person": None, "organisation": None})
    reader = User(email="reader@example.org", language="en")
    assert "your expression of interest E-7" in mail.compose([Delivery(event=event, person=reader)]).body

    for kind in (one for one in EventKind if one.declaration.concerned):
        declared = kind.declaration
        for sentence in filter(None, (declared.to_concerned, declared.to_keepers, declared.to_organisation)):
            assert set(re.findall(r"%\((\w+)\)s", str(sentence.text))) <= FACTS, kind


def test_what_no_kind_declares_concerns_nobody() -> None:
    def event(kind: str, **more: Any) -> Event:
        return Event(kind=kind, **more)

    assert is_of_rights(event(EventKind.RIGHT_ENDED))
    assert not is_of_rights(event(EventKind.REFERENCE_CHANGED))
    assert not is_of_rights(event("of.another.release"))
