"""A suspension as a row: begun with its moment and its reminders, ended with what was proposed about it."""

from __future__ import annotations

import pytest

from licensing.acts.licences.changing.suspension_row import CONFIRM_WITHIN, build_confirmation_deadline
from licensing.models import LicenceSuspension
from tests.suspensions import issue_suspended_licence
from tests.world import World


def test_its_deadline_is_24_hours_of_the_clock_after_the_order(world: World) -> None:
    issue_suspended_licence(world)
    made = LicenceSuspension.objects.get()

    deadline = build_confirmation_deadline(made)

    assert (deadline.deadline_at, deadline.about) == (made.ordered_at + CONFIRM_WITHIN, f"suspension:{made.pk}")


def test_what_needs_no_confirmation_has_no_deadline(world: World) -> None:
    with pytest.raises(RuntimeError, match="no such moment"):
        build_confirmation_deadline(LicenceSuspension(licence=world.licence()))
