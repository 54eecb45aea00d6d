"""A measure tried before it is published: what it would stop, what is exempt and why, and of what value."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.trials import try_measure
from licensing.acts.requests import submission
from licensing.choices import InFlight, MeasureKind, QuotaPeriod
from licensing.policy.plans.measures.effects import Effect
from tests.acts.plans.measures.state import draft
from tests.world import World


@pytest.mark.walk
def test_a_trial_names_what_would_stop_and_what_would_go_on(world: World) -> None:
    filed, licence = world.filed(), world.licence(title="Licensed")
    over = submission.withdraw_case(world.filed(title="Over"), world.paula, reason="Other plans")

    trial = try_measure(prepare_measure(world.pol, draft()))

    groups = (trial.under_way, trial.licences, trial.past)
    assert [{one.case_id for one in group.covered} for group in groups] == [
        {filed.pk},
        {licence.case_id},
        {over.pk, licence.case_id},
    ]
    assert {one.effect for group in groups for one in group.covered} == {Effect.STOPPED}
    assert trial.licences.covered[0].licence == licence.number
    assert trial.under_way.add_up(Effect.STOPPED) == Decimal("3300000.00")


def test_cases_under_way_go_on_where_the_measure_says_so(world: World) -> None:
    world.filed()
    tomorrow = to_local_day(now()) + timedelta(days=1)

    trial = try_measure(prepare_measure(world.pol, draft(in_flight=InFlight.CONTINUE, valid_from=tomorrow)))

    assert (trial.on, trial.under_way.count(Effect.EXEMPT), trial.under_way.count(Effect.STOPPED)) == (tomorrow, 1, 0)
    assert "already under way" in str(trial.under_way.covered[0].reason)


@pytest.mark.walk
def test_the_trial_of_a_quota_says_what_has_no_room(world: World) -> None:
    licence = world.licence(title="Licensed")
    filed = world.filed()

    said = {"kind": MeasureKind.QUOTA, "unit": "NAR", "period": QuotaPeriod.YEAR}
    full, wide = (try_measure(prepare_measure(world.pol, draft(**said, ceiling=Decimal(most)))) for most in (40, 60))

    assert [(one.case_id, one.effect) for one in full.under_way.covered] == [(filed.pk, Effect.STOPPED)]
    assert "40 pieces are taken, 0 pieces are left; this asks for 40 pieces" in str(full.under_way.covered[0].reason)
    assert [one.effect for one in wide.under_way.covered] == [Effect.NOTED]
    assert [(one.licence, one.effect) for one in full.licences.covered] == [(licence.number, Effect.NOTED)]
