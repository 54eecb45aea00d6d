"""Who drafts and settles change sets: policy officers, and no program."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.reference.change_sets.officers import (
    build_step,
    is_policy_officer,
    lock_change_set,
    require_policy_officer,
    require_state,
)
from licensing.choices import ChangeSetState, Office
from licensing.errors import NotAllowed, WrongState
from licensing.models import Appointment
from licensing.policy.record.event_kinds import EventKind
from tests.change_sets import draft
from tests.world import ALWAYS, World


def test_a_program_is_no_policy_officer(world: World) -> None:
    Appointment.objects.create(user=world.cus, kind=Office.POLICY_OFFICER, period=ALWAYS)

    assert is_policy_officer(world.pol, at=now())
    for user in (world.cus, world.dora):
        assert not is_policy_officer(user, at=now())
        with pytest.raises(NotAllowed):
            require_policy_officer(user, at=now())


def test_a_step_cites_the_appointment_it_was_taken_under(world: World) -> None:
    drafted = draft(world.pol)

    with lock_change_set(drafted) as (locked, at):
        event = build_step(EventKind.CHANGE_SET_DECLINED, locked, require_policy_officer(world.pol, at=at), reason="No.")
        with pytest.raises(WrongState):
            require_state(locked, ChangeSetState.SENT)

    assert event.data["under"] == Appointment.objects.get(user=world.pol).pk
    assert event.data["person"] == str(world.pol.pk)
