"""Accounts are opened, corrected and closed by somebody else, each with an event; none of it gives a right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.people.accounts.keeping import close_account, correct_account, open_account, reopen_account
from licensing.acts.people.accounts.proposals import confirm_account_step, propose_account_step
from licensing.acts.people.rights.emergency import confirm_access, propose_access
from licensing.acts.people.rights.giving import propose_right
from licensing.choices import AccountStep, ProposalState
from licensing.errors import Invalid, NotAllowed
from licensing.models import Body, EmergencyAccess, Event, User, read_actor
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator, mandate, today
from tests.by_hand import cover
from tests.world import World

WHY = "She asked for it."


def test_the_account_of_a_system_is_opened_without_a_password_and_without_a_right(world: World, ada: User) -> None:
    new = open_account(ada, email=" New@Example.org ", name=" New ", language="uk")

    actor = read_actor(new, on=today())
    assert (new.email, new.name, new.has_usable_password(), new.is_superuser) == ("new@example.org", "New", False, False)
    assert (actor.appointments, actor.bodies, actor.memberships) == (frozenset(), {}, {})
    assert Event.objects.get(kind=EventKind.ACCOUNT_CHANGED).data["person"] == str(new.pk)


def test_an_address_in_use_opens_no_account(world: World, ada: User) -> None:
    with pytest.raises(Invalid) as refused:
        open_account(ada, email="PAULA@example.org", name="", language="en")

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("taken", "email"), ("required", "name")]


def test_a_correction_is_recorded_with_what_it_changed(world: World, ada: User) -> None:
    before = User.objects.get(pk=world.mira.pk)

    correct_account(world.mira, ada, name="Mira Married", is_staff=True, reason=WHY)

    after = User.objects.get(pk=world.mira.pk)
    assert (after.name, after.email, after.password) == ("Mira Married", before.email, before.password)
    assert Event.objects.get(kind=EventKind.ACCOUNT_CHANGED).data["changed"] == ["name"]


def test_a_closed_account_has_no_right_left_when_it_is_opened_again(world: World, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.mira)
    waiting = propose_right(ada, mandate(world.mira, body=Body.objects.get(pk="MOD")), reason=WHY)

    close_account(world.mira, ada, reason="She left.")
    with pytest.raises(NotAllowed, match="is of the authority, or lately was"):
        reopen_account(world.mira, ada, reason="She came back.")
    step = propose_account_step(ada, world.mira, step=AccountStep.REOPEN, reason="She came back.")
    confirm_account_step(step, add_administrator("bea"))

    waiting.refresh_from_db()
    assert User.objects.get(pk=world.mira.pk).is_active
    assert read_actor(world.mira, on=today()).bodies == {}
    assert (Body.objects.get(pk="MFA").head, waiting.state) == (None, ProposalState.LAPSED)


ACTS: dict[str, Callable[[User, User], Any]] = {
    "correct": lambda person, by: correct_account(person, by, name="Other", is_staff=False, reason=WHY),
    "close": lambda person, by: close_account(person, by, reason=WHY),
    "reopen": lambda person, by: reopen_account(person, by, reason=WHY),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_changes_their_own_account_nor_one_that_could_do_anything(world: World, ada: User, act: str) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")
    before = Event.objects.count()

    for person, by in ((ada, ada), (root, ada), (world.mira, world.pol)):
        with pytest.raises(NotAllowed):
            ACTS[act](person, by)

    assert Event.objects.count() == before


@pytest.mark.parametrize("act", ACTS)
def test_no_account_is_changed_without_a_reason(world: World, ada: User, act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "WHY", " ")

    with pytest.raises(Invalid) as refused:
        ACTS[act](world.mira, ada)

    assert [gap.path for gap in refused.value.gaps] == ["reason"]


def test_cases_opened_in_an_emergency_close_with_the_desk(world: World, ada: User, bea: User) -> None:
    reader = User.objects.create_user("rosa@example.org", name="Rosa", is_staff=True)
    cover()
    open_now = confirm_access(propose_access(ada, reader, reason="The register was attacked."), bea)

    correct_account(reader, ada, name="Rosa", is_staff=False, reason="It is over.")

    open_now.refresh_from_db()
    assert (open_now.ended_by, EmergencyAccess.objects.open_at(now()).exists()) == (ada, False)
    assert Event.objects.filter(kind=EventKind.ACCESS_ENDED).count() == 1
