"""The end of a measure takes two policy officers as well, and is never backwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.ending import confirm_end, decline_end, propose_end
from licensing.choices import MeasureState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Measure, MeasureEnd
from tests.acts.plans.measures.state import publish, second_officer
from tests.world import World


def _propose(world: World, lifted_from: date | None = None) -> MeasureEnd:
    day = lifted_from or to_local_day(now())
    said = {"authority": "Cabinet of Ministers", "document_no": "512", "reason": "Stocks are full."}
    return propose_end(Measure.objects.get(), world.pol, lifted_from=day, **said)


def test_an_end_holds_once_another_officer_confirmed_it(world: World) -> None:
    publish(world)
    end, today = _propose(world), to_local_day(now())

    with pytest.raises(NotAllowed):
        confirm_end(end, world.pol)
    before = Measure.objects.in_force(today).count()
    confirm_end(end, second_officer())

    assert (before, Measure.objects.in_force(today).count()) == (1, 0)


def test_a_measure_does_not_end_backwards(world: World) -> None:
    publish(world)

    with pytest.raises(Invalid) as refused:
        _propose(world, to_local_day(now()) - timedelta(days=1))

    assert [gap.code for gap in refused.value.gaps] == ["backdated"]
    assert not MeasureEnd.objects.exists()


def test_one_end_waits_at_a_time_and_a_declined_one_leaves_the_measure(world: World) -> None:
    publish(world)
    end = _propose(world)

    with pytest.raises(WrongState):
        _propose(world)
    declined = decline_end(end, second_officer(), reason="Not yet.")

    assert (declined.state, Measure.objects.get().lifted_from) == (MeasureState.DECLINED, None)
