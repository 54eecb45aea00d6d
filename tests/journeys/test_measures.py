"""A measure of the state from its draft to its end: tried, published, felt by a case and at the gate, told, and lifted."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.acts.plans.measures.trials import try_measure
from licensing.acts.requests import submission
from licensing.choices import MeasureKind
from licensing.errors import StoppedByMeasure
from licensing.models import Event
from licensing.models.read_models.plans.measures import read_history
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.effects import Effect
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import draft, second_officer
from tests.world import REQUEST, World, clearance


def test_a_moratorium_is_tried_published_felt_and_lifted(world: World) -> None:
    licence, petra = world.licence(title="Licensed"), second_officer()
    small = [REQUEST["items"][0] | {"quantity": "1"}]
    case, exempt = world.filed(), world.filed(title="Small", items=small)
    allies = ExemptionDraft(
        {"en": "Small orders", "uk": "Малі замовлення"},
        "Cabinet of Ministers",
        Scope(countries=frozenset({"EE"}), value_to=Decimal(100000)),
    )
    measure = prepare_measure(world.pol, draft(kind=MeasureKind.MORATORIUM, exemptions=(allies,)))

    # Tried: what would stop, what is exempt and why, and of what value; nothing has changed.
    trial = try_measure(measure)
    assert {one.case_id: one.effect for one in trial.under_way.covered} == {case.pk: Effect.STOPPED, exempt.pk: Effect.EXEMPT}
    assert [one.licence for one in trial.licences.covered] == [licence.number]
    assert (trial.under_way.add_up(Effect.STOPPED), trial.under_way.add_up(Effect.EXEMPT)) == (3300000, 80000)

    # Published by another officer, it bites at once: on the case and at the gate, and not on what is exempt.
    publish_measure(measure, petra)
    with pytest.raises(StoppedByMeasure) as refused:
        submission.accept_case(case, world.otto)
    with pytest.raises(StoppedByMeasure):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    assert refused.value.extra["authority"] == "Cabinet of Ministers"
    [obstacle] = [one for one in list_obstacles(case, at=now()) if one.code == "measure"]
    assert str(obstacle.lift) == "An exception frees it: Small orders (Cabinet of Ministers)."
    assert submission.accept_case(exempt, world.otto).state == "ministry_review"
    assert tell_of_measures() == 2

    # Lifted with care, from a day: everything goes on, people hear of it, and the history stays for everybody.
    tomorrow = to_local_day(now()) + timedelta(days=1)
    words = {"authority": "Cabinet of Ministers", "document_no": "512", "reason": "Stocks are full."}
    confirm_end(propose_end(measure, world.pol, lifted_from=tomorrow, **words), petra)
    with at_time(now() + timedelta(days=1)):
        submission.accept_case(case, world.otto)
        ledger.draw_down_licence(licence, world.cus, clearance("m2", 1))
        assert tell_of_measures() == 2
    assert [one.document_no for one in read_history(measure)] == ["417", "512"]
    kinds = Event.objects.filter(kind__startswith="measure.").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["measure.prepared", "measure.published", "measure.end_proposed", "measure.ended"]
