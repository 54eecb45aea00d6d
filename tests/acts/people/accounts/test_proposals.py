"""Two administrators reset a second factor or connect an identity; one alone does nothing, and everybody concerned hears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from pytest_django import Settings

from licensing.acts.acting import at_time, now
from licensing.acts.people.accounts.addresses import confirm_address, propose_address
from licensing.acts.people.accounts.identities import find_identity
from licensing.acts.people.accounts.keeping import close_account, correct_account, reopen_account
from licensing.acts.people.accounts.proposals import confirm_account_step, decline_account_step, propose_account_step
from licensing.choices import AccountStep, ProposalState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import AccountProposal, Body, Event, User
from licensing.outbox.concerned import ConcernedBook
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.accounts.test_second_factor import add_app
from tests.world import World

WHY = "She lost the telephone; I called her."
SERVICE = "https://id.example"


def reset(user: User, person: User) -> AccountProposal:
    return propose_account_step(user, person, step=AccountStep.RESET_FACTOR, reason=WHY)


def identity(user: User, person: User, **more: Any) -> AccountProposal:
    return propose_account_step(user, person, step=AccountStep.CONNECT_IDENTITY, reason=WHY, **{"subject": "s-1"} | more)


def who_hears(kind: EventKind) -> set[object]:
    event = Event.objects.get(kind=kind)
    return {one.id for one in ConcernedBook([event], now=now()).find_people(event)}


def test_a_lost_factor_goes_after_a_second_administrator_and_every_sign_in_with_it(world: World, ada: User, bea: User) -> None:
    add_app(world.mira)
    RecoveryCodes.activate(world.mira)
    client = Client()
    client.force_login(world.mira, backend="django.contrib.auth.backends.ModelBackend")

    proposal = reset(ada, world.mira)
    assert Authenticator.objects.filter(user=world.mira).count() == 2
    confirm_account_step(proposal, bea)

    assert not Authenticator.objects.filter(user=world.mira).exists()
    assert client.get("/accounts/2fa/").status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.settled_by) == (ProposalState.CONFIRMED, bea)


def test_the_person_and_the_head_of_their_body_hear_of_both_steps(world: World, ada: User, bea: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.audra)
    add_app(world.mira)

    confirm_account_step(reset(ada, world.mira), bea)

    assert who_hears(EventKind.FACTOR_RESET_PROPOSED) >= {world.mira.pk, world.audra.pk, bea.pk}
    assert who_hears(EventKind.FACTOR_RESET) >= {world.mira.pk, world.audra.pk, ada.pk}


def test_neither_the_proposer_nor_the_person_nor_anybody_else_confirms_it(world: World, ada: User, bea: User) -> None:
    add_app(bea)
    proposal = reset(ada, bea)

    for somebody in (ada, bea, world.otto, world.pol):
        with pytest.raises(NotAllowed):
            confirm_account_step(proposal, somebody)
    with pytest.raises(NotAllowed):
        reset(bea, bea)
    with pytest.raises(NotAllowed):
        reset(world.otto, world.mira)

    assert Authenticator.objects.filter(user=bea).exists()
    assert not Event.objects.filter(kind=EventKind.FACTOR_RESET).exists()


def test_what_is_declined_settled_or_lapsed_is_not_done_any_more(world: World, ada: User, bea: User) -> None:
    add_app(world.mira)
    declined = decline_account_step(reset(ada, world.mira), bea, reason="She knows nothing of it.")
    lapsed = reset(ada, world.mira)

    with pytest.raises(WrongState):
        confirm_account_step(declined, bea)
    with at_time(lapsed.due_at + timedelta(seconds=1)), pytest.raises(WrongState, match="lapsed"):
        confirm_account_step(lapsed, bea)
    with pytest.raises(Invalid):
        reset(bea, world.mira)

    assert Authenticator.objects.filter(user=world.mira).exists()


def test_an_identity_is_connected_by_two(world: World, ada: User, bea: User, settings: Settings) -> None:
    settings.OIDC_ISSUER = SERVICE
    proposal = identity(ada, world.mira)
    assert find_identity(world.mira) is None

    confirm_account_step(proposal, bea)

    found = find_identity(world.mira)
    assert found is not None
    assert found.extra_data == {"issuer": SERVICE, "subject": "s-1"}
    assert "s-1" not in str(Event.objects.get(kind=EventKind.IDENTITY_CONFIRMED).data)


def test_an_identity_without_a_service_or_a_subject_is_not_even_proposed(world: World, ada: User, settings: Settings) -> None:
    with pytest.raises(Invalid, match="No sign-in service"):
        identity(ada, world.mira)

    settings.OIDC_ISSUER = SERVICE
    with pytest.raises(Invalid, match="Give the subject"):
        identity(ada, world.mira, subject=" ")


MANUAL = Path(__file__).resolve().parents[4] / "docs/operating.md"


def _reopen(world: World, ada: User, person: User) -> None:
    close_account(person, ada, reason=WHY)
    reopen_account(person, ada, reason=WHY)


def _propose(step: AccountStep, **more: str) -> Callable[[World, User], object]:
    return lambda world, ada: propose_account_step(ada, world.paula, step=step, reason=WHY, **more)


# What one administrator does, of each step that the manual names; the account is another one afterwards where one is enough.
ALONE: dict[str, Callable[[World, User], object]] = {
    "correct the name, give or take the desk": lambda world, ada: correct_account(
        world.paula, ada, name="P", is_staff=True, reason=WHY
    ),
    "close": lambda world, ada: close_account(world.paula, ada, reason=WHY),
    "open again: of a partner": lambda world, ada: _reopen(world, ada, world.paula),
    "open again: with rights, of staff until 90 days after the last right or the desk, or taken back by a former address": (
        lambda world, ada: _reopen(world, ada, world.mira)
    ),
    "reset the second factor": _propose(AccountStep.RESET_FACTOR),
    "connect an identity": _propose(AccountStep.CONNECT_IDENTITY, subject="1"),
    "another address of staff": lambda world, ada: confirm_address(propose_address(world.mira, address="n@example.org")),
}


@pytest.mark.parametrize("step", ALONE)
def test_each_step_takes_as_many_persons_as_the_manual_says(world: World, ada: User, settings: Any, step: str) -> None:
    settings.OIDC_ISSUER = "https://id.example"
    add_app(world.paula)
    rows = (line.split(" | ") for line in MANUAL.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    persons = {row[0].removeprefix("| "): row[1] for row in rows if len(row) > 2}
    events = {EventKind.ACCOUNT_CHANGED, EventKind.ADDRESS_CHANGED, EventKind.FACTOR_RESET, EventKind.IDENTITY_CONFIRMED}

    try:
        ALONE[step](world, ada)
    except NotAllowed:
        is_done = False
    else:
        is_done = Event.objects.filter(kind__in=events).exists()

    assert persons[step] == ("1" if is_done else "2")
