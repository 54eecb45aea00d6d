"""A duty of the state stands in the decision and on the licence, computed on what was granted, under the digest."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.choices import MeasureKind
from licensing.models import Decision, Licence
from licensing.models.read_models.licences.shipment import load_granted_request
from tests.acts.plans.measures.state import publish
from tests.world import World, resolution


def test_the_decision_and_the_licence_say_what_is_owed(world: World) -> None:
    case = world.before_government()
    measure = publish(world, kind=MeasureKind.DUTY, percent=Decimal(20))

    granted = resolution(quantities={1: Decimal(10)}, reasons="As much as can be spared.")
    decision = government.grant_case(case, world.dora, granted)

    assert decision.charges == [
        {
            "measure": measure.code,
            "version": 1,
            "titles": {"en": "Stop of UAVs", "uk": "Зупинення БпЛА"},
            "percent": "20",
            "value": "800000.00",
            "amount": "160000.00",
            "currency": "EUR",
        }
    ]
    assert list(load_granted_request(Licence.objects.get()).charges) == decision.charges
    assert verify_record().fault is None


def test_without_a_duty_nothing_is_charged(world: World) -> None:
    world.granted()

    assert Decision.objects.get().charges == []
