"""Acts that are judged by measures and those that change them wait for one another."""

from __future__ import annotations

import pytest
from django.db import transaction

from licensing.acts.plans.measures.officers import hold_acts, refuse_author, require_prepared
from licensing.choices import MeasureState
from licensing.errors import NotAllowed, WrongState
from licensing.models import Measure
from licensing.models.reference.change_sets import ReleaseHead
from tests.world import World


def test_the_lock_of_acts_is_there_before_anything_was_released(world: World) -> None:
    with transaction.atomic():
        hold_acts()

    assert ReleaseHead.objects.filter(name="releases").exists()


def test_what_is_settled_is_settled_once_and_never_by_its_author(world: World) -> None:
    with pytest.raises(WrongState):
        require_prepared(Measure(state=MeasureState.PUBLISHED))
    with pytest.raises(NotAllowed):
        refuse_author(world.pol, world.pol.pk)
