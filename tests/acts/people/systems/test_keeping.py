"""Secrets of a system, its suspension and its end: by whom, and told in the record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.people.systems.keeping import (
    correct_system,
    end_former_secrets,
    end_secrets,
    end_system,
    find_overdue_handovers,
    find_secret,
    is_handover_overdue,
    is_organisation_administrator,
    may_rotate,
    note_use,
    refuse_over,
    resume_system,
    rotate_secret,
    suspend_system,
)
from licensing.acts.people.systems.recording import lock_system, record_system
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Body, Event, System, SystemSecret, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import today
from tests.api.calling import allow, new_account, new_system
from tests.by_hand import by_hand
from tests.world import World


@pytest.fixture
def erp(world: World) -> System:
    return new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto, last_used_at=None)


def test_owner_and_organisation_make_secrets_and_nobody_else(world: World, ada: User, erp: System) -> None:
    at = timezone.now()
    may = [
        one.name for one in (world.otto, world.paula, ada, world.rita, world.dora, erp.account) if may_rotate(erp, one, at=at)
    ]

    assert may == ["Otto", "Paula"]
    assert (
        is_organisation_administrator(world.paula, None, at=at),
        is_organisation_administrator(world.paula, world.rival.pk, at=at),
    ) == (False, False)
    with pytest.raises(NotAllowed):
        rotate_secret(erp, world.rita)


def test_a_former_secret_goes_on_beside_the_new_one_and_can_be_ended_at_once(world: World, erp: System) -> None:
    first, second = rotate_secret(erp, world.paula), rotate_secret(erp, world.paula, hours=24)
    later = timezone.now() + timedelta(hours=25)

    assert [find_secret(erp, one, at=timezone.now()) is not None for one in (first, second)] == [True, True]
    assert [find_secret(erp, one, at=later) is not None for one in (first, second)] == [False, True]
    end_former_secrets(erp, world.paula)
    assert [find_secret(erp, one, at=timezone.now()) is not None for one in (first, second)] == [False, True]
    with pytest.raises(WrongState):
        end_former_secrets(erp, world.paula)
    with pytest.raises(Invalid, match="valid"):
        rotate_secret(erp, world.paula, hours=500)
    assert Event.objects.filter(kind=EventKind.SYSTEM_SECRET_MADE).count() == 2
    assert not SystemSecret.objects.filter(digest__in=(first, second)).exists()


def test_a_suspended_system_gets_no_secret_until_it_may_call_again(world: World, ada: User, erp: System) -> None:
    suspend_system(erp, ada, reason="A key was found on a train.")
    with pytest.raises(WrongState):
        rotate_secret(erp, world.paula)
    with pytest.raises(WrongState, match="suspended already"):
        suspend_system(erp, ada, reason="Again.")
    with pytest.raises(NotAllowed):
        resume_system(erp, world.otto, reason="It is mine.")

    resume_system(erp, ada, reason="The key was changed.")

    assert System.objects.get(pk=erp.pk).is_usable(today())
    with pytest.raises(WrongState, match="not suspended"):
        resume_system(erp, ada, reason="Again.")


def test_an_end_takes_secrets_tokens_and_what_persons_allowed(world: World, ada: User) -> None:
    program = new_system(is_public=True)
    allowed = allow(world.dora, program)

    end_system(program, ada, reason="Nobody uses it.")

    allowed.refresh_from_db()
    assert (allowed.ended_because, System.objects.get(pk=program.pk).is_usable(today())) == ("system", False)
    with pytest.raises(WrongState):
        end_system(program, ada, reason="Again.")


def test_words_and_limit_are_corrected_by_one_person(world: World, ada: User, erp: System) -> None:
    given = {"name": "ERP", "purpose": erp.purpose, "addresses": "", "reason": "It was renamed."}

    correct_system(erp, ada, rate="5/s", **given)

    event = Event.objects.get(kind=EventKind.SYSTEM_CHANGED)
    assert (event.data["changed"], event.data["person"]) == (["name", "rate"], str(world.otto.pk))
    with pytest.raises(Invalid):
        correct_system(erp, ada, rate="often", **given)
    with pytest.raises(WrongState):
        refuse_over(System(state="pending"))


def test_every_secret_that_holds_can_be_ended_at_once(world: World, erp: System) -> None:
    made = [rotate_secret(erp, world.paula), rotate_secret(erp, world.paula, hours=24)]

    with lock_system(erp) as (locked, at):
        end_secrets(locked, at, because="known")
        record_system(EventKind.SYSTEM_SECRET_ENDED, locked, world.paula, at)

    assert [find_secret(erp, one, at=timezone.now()) for one in made] == [None, None]


def test_use_is_noted_once_in_an_hour(world: World, erp: System) -> None:
    first, at = timezone.now() - timedelta(minutes=90), timezone.now()

    for moment in (first, first + timedelta(minutes=30), at):
        erp.refresh_from_db()
        note_use(erp, at=moment)

    erp.refresh_from_db()
    assert erp.last_used_at == at


def test_overdue_handovers_are_found_for_many_as_for_one_by_one(world: World, django_assert_max_num_queries: Any) -> None:
    at = timezone.now()
    with by_hand():
        Body.objects.filter(pk="MOD").update(head=world.stella)
        User.objects.filter(pk=world.mira.pk).update(is_active=False)
    people = (world.paula, world.rita, world.otto, world.rhea, world.stella, world.mira, world.pol)
    dues = (None, at - timedelta(days=1), at, at + timedelta(days=1))
    made = [
        new_system(name=f"{place}", client_id=f"s-{place}-{at_due}", owner=owner, organisation=world.partner, left_due_at=due)
        for place, owner in enumerate(people)
        for at_due, due in enumerate(dues)
    ]
    systems = list(System.objects.filter(pk__in=[one.pk for one in made]).select_related("owner"))

    with django_assert_max_num_queries(4):
        found = find_overdue_handovers(systems, at=at)

    assert found == {one.pk for one in systems if is_handover_overdue(one, at=at)}
    assert {one.owner for one in systems if one.pk in found} == {world.rita, world.mira}
