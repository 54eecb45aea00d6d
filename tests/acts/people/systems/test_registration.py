"""A system is proposed by one and confirmed by another, and never stands for a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.people.systems.recording import lock_system
from licensing.acts.people.systems.registration import (
    SystemInput,
    confirm_system,
    decline_system,
    find_owner_gaps,
    lapse_system,
    make_application,
    propose_system,
    record_attempt,
)
from licensing.choices import MandateKind, ProposalState, SystemKind
from licensing.errors import AccountOfAPerson, Invalid, NotAllowed, WrongState
from licensing.models import Event, Mandate, System, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import today
from tests.world import ALWAYS, World


@pytest.fixture
def wish(world: World) -> SystemInput:
    return SystemInput(
        kind=SystemKind.SERVICE,
        name="Gate",
        purpose="Draws licences down.",
        owner=world.otto,
        account=world.cus,
        scopes=("usages:write",),
        end_on=today() + timedelta(days=300),
    )


def test_a_system_works_once_a_second_person_has_confirmed_it(world: World, ada: User, bea: User, wish: SystemInput) -> None:
    system = propose_system(ada, wish, reason="The gate opens.")
    assert not system.is_usable(today())
    with pytest.raises(NotAllowed, match="proposed this system yourself"):
        confirm_system(system, ada)

    confirmed = confirm_system(system, bea)

    assert (confirmed.state, confirmed.is_usable(today())) == (ProposalState.CONFIRMED, True)
    told = list(Event.objects.filter(kind__startswith="system.").order_by("number").values_list("kind", "actor"))
    assert told == [(EventKind.SYSTEM_PROPOSED, ada.pk), (EventKind.SYSTEM_CONFIRMED, bea.pk)]
    with pytest.raises(WrongState, match="settled already"):
        decline_system(system, bea, reason="Too late.")


def test_an_administrator_makes_no_program_that_acts_as_a_decider(world: World, ada: User, wish: SystemInput) -> None:
    before = System.objects.count()

    with pytest.raises(AccountOfAPerson):
        propose_system(ada, replace(wish, account=world.dora), reason="To save time.")
    record_attempt(world.dora, ada)

    assert System.objects.count() == before
    event = Event.objects.get(kind=EventKind.SYSTEM_REFUSED)
    assert (event.actor, event.data) == (ada, {"person": str(world.dora.pk)})


def test_an_account_that_got_a_mandate_meanwhile_is_refused_when_it_is_confirmed(
    world: World, ada: User, bea: User, wish: SystemInput
) -> None:
    system = propose_system(ada, wish, reason="The gate opens.")
    Mandate.objects.create(user=world.cus, body_id="MFA", kind=MandateKind.DEPUTY, period=ALWAYS)

    with pytest.raises(NotAllowed, match="holds no mandate"):
        confirm_system(system, bea)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": None}, "account"),
        ({"kind": SystemKind.DELEGATE, "redirect_uris": ("https://a.example/",)}, "account"),
        ({"owner": "cus"}, "owner"),
        ({"owner": "ada"}, "owner"),
        ({"organisation": "partner", "body": "MFA"}, "body"),
    ],
    ids=["no-account", "account-too-many", "owned-by-a-program", "given-to-oneself", "two-sides"],
)
def test_a_system_has_an_owner_one_side_and_the_account_of_its_kind(
    world: World, ada: User, wish: SystemInput, change: dict[str, Any], field: str
) -> None:
    rows = {"cus": world.cus, "ada": ada, "partner": world.partner, "MFA": world.stages[0].seats.get(body="MFA").body}

    with pytest.raises(Invalid) as refused:
        propose_system(ada, replace(wish, **{name: rows.get(str(one), one) for name, one in change.items()}), reason="-")

    assert [gap.path for gap in refused.value.gaps] == [field]


def test_whoever_answers_for_a_system_is_a_person_and_not_its_proposer(world: World, ada: User) -> None:
    found = [[gap.code for gap in find_owner_gaps(one, ada)] for one in (world.otto, world.cus, ada)]

    assert found == [[], ["invalid"], ["own"]]


def test_only_administrators_propose_and_a_lapsed_proposal_cannot_be_confirmed(
    world: World, ada: User, bea: User, wish: SystemInput
) -> None:
    with pytest.raises(NotAllowed, match="administrator of people"):
        propose_system(world.otto, wish, reason="-")
    system = propose_system(ada, wish, reason="The gate opens.")
    with lock_system(system) as (locked, at):
        lapse_system(locked, at)

    with pytest.raises(WrongState):
        confirm_system(system, bea)


def test_the_row_of_the_library_holds_no_secret(world: World, ada: User, wish: SystemInput) -> None:
    system = propose_system(ada, wish, reason="The gate opens.")

    make_application(system)

    assert system.secrets.count() == 0
    assert User.objects.get(pk=world.cus.pk).oauth2_provider_application.get(client_id=system.client_id).client_secret == ""
