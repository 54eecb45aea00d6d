"""A measure is settled once, and never by whoever prepared it."""

from __future__ import annotations

import pytest

from licensing.acts.plans.measures.officers import refuse_author, require_prepared
from licensing.choices import MeasureState
from licensing.errors import NotAllowed, WrongState
from licensing.models import Measure
from tests.world import World


def test_what_is_settled_is_settled_once_and_never_by_its_author(world: World) -> None:
    with pytest.raises(WrongState):
        require_prepared(Measure(state=MeasureState.PUBLISHED))
    with pytest.raises(NotAllowed):
        refuse_author(world.pol, world.pol.pk)
