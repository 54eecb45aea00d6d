"""What the record says of a system."""

from __future__ import annotations

from licensing.acts.people.systems.recording import describe_system, lock_system, record_system
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.api.calling import new_account, new_system
from tests.world import World


def test_a_step_names_the_program_its_owner_and_its_organisation(world: World) -> None:
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)

    with lock_system(system) as (locked, at):
        record_system(EventKind.SYSTEM_LAPSED, locked, None, at)

    assert Event.objects.get(kind=EventKind.SYSTEM_LAPSED).data == describe_system(system)
    assert describe_system(system) == {
        "system": str(system.pk),
        "program": system.client_id,
        "person": str(world.otto.pk),
        "organisation": str(world.partner.pk),
        "body": None,
    }
