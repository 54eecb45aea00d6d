"""A second decider's name under a decision: once, by somebody who has no other part in the case."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import appeal, countersigning, government
from licensing.acts.record.verification import verify_record
from licensing.errors import ConflictOfDuties, NotAllowed, WrongState
from licensing.models import Appointment, Case, CaseDuty, Countersignature, Event
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.disclosure import disclose_to_applicant
from tests.trial import make_refused_case
from tests.world import ALWAYS, World, resolution


def test_a_second_decider_countersigns_a_grant(world: World) -> None:
    case, dmytro = world.granted(), world.decider()

    countersigned = countersigning.countersign_case(case, dmytro)

    kept = Countersignature.objects.get(decision=Case.objects.get(pk=case.pk).decision)
    event = Event.objects.get(kind="decision.countersigned")
    assert kept == countersigned
    assert kept.digest == compute_digest(
        {"decision": kept.decision.digest, "person": str(dmytro.pk), "countersigned_at": kept.countersigned_at}
    )
    assert (event.actor, event.data) == (
        dmytro,
        {
            "decision": str(kept.decision_id),
            "countersignature": str(kept.pk),
            "digest": kept.digest,
            "under": dmytro.appointments.get().pk,
        },
    )
    assert disclose_to_applicant(event.kind, event.data) is None
    assert CaseDuty.objects.get(case=case, person=dmytro).duty == "countersigned"
    assert Case.objects.get(pk=case.pk).state == "granted"
    assert verify_record().fault is None


def test_a_refusal_is_countersigned_too(world: World) -> None:
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))

    countersigning.countersign_case(case, world.decider())

    assert Countersignature.objects.get().decision.outcome == "refuse"


def test_a_licence_is_in_force_without_a_countersignature(world: World) -> None:
    licence = world.licence()

    assert (licence.state, Countersignature.objects.count()) == ("issued", 0)


def test_a_decision_is_countersigned_once(world: World) -> None:
    case = world.granted()
    countersigning.countersign_case(case, world.decider())

    with pytest.raises(WrongState, match="countersigned already"):
        countersigning.countersign_case(case, world.decider("daria"))


@pytest.mark.parametrize("name", ["dora", "rhea", "otto", "paula"])
def test_whoever_had_another_part_in_the_case_does_not_countersign(world: World, name: str) -> None:
    case, person = world.granted(), getattr(world, name)
    Appointment.objects.update_or_create(user=person, kind="decider", defaults={"period": ALWAYS})

    with pytest.raises(ConflictOfDuties):
        countersigning.countersign_case(case, person)

    assert not Countersignature.objects.exists()


@pytest.mark.walk
def test_only_a_decider_countersigns_and_only_what_is_decided(world: World) -> None:
    case, waiting, dmytro = world.granted(), world.before_government(), world.decider()

    with pytest.raises(NotAllowed):
        countersigning.countersign_case(case, world.audra)
    with pytest.raises(WrongState):
        countersigning.countersign_case(waiting, dmytro)


def test_who_countersigned_a_refusal_does_not_decide_the_appeal(world: World) -> None:
    case, dmytro = make_refused_case(world), world.decider()
    countersigning.countersign_case(case, dmytro)
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    with pytest.raises(ConflictOfDuties):
        government.grant_case(case, dmytro, resolution())
