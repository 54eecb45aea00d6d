"""Who answers for a system is changed by two administrators; its secrets end with the change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.systems.keeping import end_system, find_secret, may_rotate, rotate_secret
from licensing.acts.people.systems.owners import confirm_owner, decline_owner, propose_owner
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Appointment, Delivery, Event, System, User
from licensing.outbox.webhooks.endpoints import resume_endpoint
from licensing.outbox.webhooks.endpoints import rotate_secret as rotate_endpoint_secret
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import new_account, new_system
from tests.outbox.post import create_endpoint, run_outbox
from tests.world import World

WHY = "Otto left."


@pytest.fixture
def erp(world: World) -> System:
    return new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)


def test_the_new_owner_holds_nothing_before_a_second_administrator_confirms(
    world: World, ada: User, bea: User, erp: System
) -> None:
    secret = rotate_secret(erp, world.otto)
    waiting = propose_owner(erp, ada, owner=world.dora, reason=WHY)
    at = timezone.now()
    assert [may_rotate(waiting, one, at=at) for one in (world.otto, world.dora)] == [True, False]

    confirmed = confirm_owner(erp, bea)

    assert [may_rotate(confirmed, one, at=at) for one in (world.otto, world.dora)] == [False, True]
    assert find_secret(erp, secret, at=timezone.now()) is None
    event = Event.objects.get(kind=EventKind.SYSTEM_OWNER_CONFIRMED)
    assert (event.actor, event.data["person"], event.data["former_owner"]) == (bea, str(world.dora.pk), str(world.otto.pk))
    with pytest.raises(WrongState, match="Nobody is proposed"):
        confirm_owner(erp, bea)


@pytest.mark.walk
def test_the_webhooks_of_the_system_are_sent_nothing_that_the_former_owner_reads(
    world: World, ada: User, bea: User, erp: System
) -> None:
    hook = create_endpoint(world, "https://otto.example.org/", owner=erp.account, organisation=world.partner)
    known, _secret = rotate_endpoint_secret(hook, world.otto)
    own = create_endpoint(world, "https://paula.example.org/", owner=world.paula)

    confirm_owner(propose_owner(erp, ada, owner=world.dora, reason=WHY), bea)

    hook.refresh_from_db()
    assert (known.secret != "", hook.secret, hook.former_secret) == (True, "", "")
    event = Event.objects.get(kind=EventKind.ENDPOINT_SECRETS_ENDED)
    assert (event.data["endpoint"], event.data["person"]) == (str(hook.pk), str(world.dora.pk))
    run_outbox()
    assert Delivery.objects.filter(event=event, person=world.dora).exists()
    # It is sent nothing before the new owner has made a secret; the former one makes none.
    with pytest.raises(WrongState, match="make a new secret first"):
        resume_endpoint(hook, world.dora)
    with pytest.raises(NotAllowed):
        rotate_endpoint_secret(hook, world.otto)
    rotate_endpoint_secret(hook, world.dora)
    assert resume_endpoint(hook, world.dora).disabled_at is None
    own.refresh_from_db()
    assert own.disabled_at is None


def test_with_the_end_of_a_system_its_webhooks_end_to_be_called(world: World, ada: User, erp: System) -> None:
    hook = create_endpoint(world, "https://otto.example.org/", owner=erp.account, organisation=world.partner)

    end_system(erp, ada, reason=WHY)

    hook.refresh_from_db()
    assert (bool(hook.disabled_at), hook.secret) == (True, "")


def test_neither_the_proposer_nor_who_is_proposed_settles_it(world: World, ada: User, bea: User, erp: System) -> None:
    propose_owner(erp, ada, owner=bea, reason=WHY)

    for one, why in ((ada, "proposed this yourself"), (bea, "are proposed yourself"), (world.otto, "administrator of people")):
        with pytest.raises(NotAllowed, match=why):
            confirm_owner(erp, one)
        with pytest.raises(NotAllowed, match=why):
            decline_owner(erp, one, reason="No.")

    erp.refresh_from_db()
    assert (erp.owner, erp.next_owner) == (world.otto, bea)


def test_nobody_proposes_themselves_a_program_or_who_answers_already(world: World, ada: User, erp: System) -> None:
    for owner, code in ((ada, "own"), (world.cus, "invalid"), (world.otto, "invalid")):
        with pytest.raises(Invalid) as refused:
            propose_owner(erp, ada, owner=owner, reason=WHY)
        assert [(gap.path, gap.code) for gap in refused.value.gaps] == [("owner", code)], owner.name
    with pytest.raises(NotAllowed):
        propose_owner(erp, world.otto, owner=world.dora, reason=WHY)


def test_what_was_declined_changes_nothing(world: World, ada: User, bea: User, erp: System) -> None:
    secret = rotate_secret(erp, world.otto)
    propose_owner(erp, ada, owner=world.dora, reason=WHY)
    with pytest.raises(WrongState, match="proposed already"):
        propose_owner(erp, bea, owner=world.rita, reason=WHY)

    declined = decline_owner(erp, bea, reason="Otto is still here.")

    assert (declined.owner, declined.next_owner, declined.next_owner_reason) == (world.otto, None, "")
    assert find_secret(erp, secret, at=timezone.now()) is not None
    assert Event.objects.get(kind=EventKind.SYSTEM_OWNER_DECLINED).data["reason"] == "Otto is still here."


def test_what_nobody_confirmed_in_time_gives_way_to_the_next(
    world: World, ada: User, bea: User, erp: System, settings: Settings
) -> None:
    usual = settings.RIGHTS_CONFIRM_WITHIN
    settings.RIGHTS_CONFIRM_WITHIN = timedelta(0)
    propose_owner(erp, ada, owner=world.dora, reason=WHY)
    with pytest.raises(WrongState, match="in time"):
        confirm_owner(erp, bea)
    settings.RIGHTS_CONFIRM_WITHIN = usual

    assert propose_owner(erp, bea, owner=world.rita, reason=WHY).next_owner == world.rita
    assert confirm_owner(erp, ada).owner == world.rita


def test_nothing_is_settled_of_a_system_that_has_ended(world: World, ada: User, bea: User, erp: System) -> None:
    propose_owner(erp, ada, owner=world.dora, reason=WHY)
    end_system(erp, ada, reason="No use.")

    with pytest.raises(WrongState, match="has ended"):
        confirm_owner(erp, bea)


def test_a_new_owner_whose_proposer_has_left_office_is_recorded_so(world: World, ada: User, bea: User, erp: System) -> None:
    propose_owner(erp, ada, owner=world.dora, reason=WHY)
    end_right(Appointment.objects.get(user=ada), bea, reason="She leaves.")

    confirm_owner(erp, bea)

    assert Event.objects.get(kind=EventKind.SYSTEM_OWNER_CONFIRMED).data["proposer_left"] is True
