"""A sitting has one agenda and one resolution, and minutes once it is concluded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.acts.decisions import sittings
from licensing.choices import DecisionOutcome
from licensing.models import Body, Sitting
from licensing.models.decisions.sitting import find_minutes
from tests.world import World


def call(world: World) -> Sitting:
    cabinet = Body.objects.get(pk="CMU")
    sitting = sittings.call_sitting(world.dora, body=cabinet, title="Weekly", held_on=timezone.localdate(), quorum=1)
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    sittings.confirm_attendance(sitting, world.dora)
    return sitting


def test_a_sitting_has_minutes_once_it_is_concluded(world: World) -> None:
    case, sitting = world.before_government(), call(world)
    sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    before = find_minutes(sitting)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    minutes = find_minutes(Sitting.objects.get(pk=sitting.pk))
    assert before is None
    assert minutes is not None
    assert minutes.made_by == world.dora


def test_a_resolution_number_is_used_once_per_body(world: World) -> None:
    call(world)
    other = call(world)
    Sitting.objects.exclude(pk=other.pk).update(resolution_no="512-r")

    with pytest.raises(IntegrityError, match="resolution_once_per_body"), transaction.atomic():
        Sitting.objects.filter(pk=other.pk).update(resolution_no="512-r", held_on=other.held_on + timedelta(days=7))
    Sitting.objects.filter(pk=other.pk).update(resolution_no="513-r")


@pytest.mark.walk
def test_a_case_is_on_an_agenda_once_by_constraint_too(world: World) -> None:
    sitting = call(world)
    item = sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
    item.pk, item.number = None, 2

    with pytest.raises(IntegrityError, match="case_once_per_agenda"), transaction.atomic():
        item.save(force_insert=True)
