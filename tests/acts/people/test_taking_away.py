"""A right that is taken away: at once it holds no longer, and from a later day it holds until then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from licensing.acts.acting import now
from licensing.acts.people.taking_away import describe_right, end_locked_right
from licensing.models import Appointment, Event, Mandate, Membership, User
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import today
from tests.world import World

DAY = timedelta(days=1)


@pytest.mark.parametrize(("in_days", "at_once"), [(None, True), (3, False)])
def test_it_ends_at_once_or_on_its_day_with_an_event(world: World, ada: User, in_days: int | None, at_once: bool) -> None:
    right = Membership.objects.get(user=world.paula)
    end_on = None if in_days is None else today() + in_days * DAY

    with transaction.atomic():
        end_locked_right(right, ada, now(), reason="She left.", end_on=end_on)

    event = Event.objects.get(kind=EventKind.RIGHT_ENDED)
    assert Membership.objects.in_force(today()).filter(pk=right.pk).exists() != at_once
    assert not Membership.objects.in_force(today() + 4 * DAY).filter(pk=right.pk).exists()
    assert (event.data["at_once"], event.data["given"]) == (at_once, str(right.pk))


def test_an_event_says_of_each_kind_of_right_whose_it_is_and_for_what(world: World) -> None:
    described = [
        describe_right(Mandate.objects.get(user=world.mira)),
        describe_right(Appointment.objects.get(user=world.audra)),
        describe_right(Membership.objects.get(user=world.paula)),
    ]

    assert [(one["body"], one["organisation"], one["role"]) for one in described] == [
        ("MFA", None, "holder"),
        (None, None, "auditor"),
        (None, str(world.partner.pk), "administrator"),
    ]
