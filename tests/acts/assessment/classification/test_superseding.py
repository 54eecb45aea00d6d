"""What rests on a list that changed holds no longer: with the reason, an event, and the officers told."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.assessment.classification.superseding import list_superseded_cases
from licensing.acts.assessment.standing import list_standings
from licensing.acts.clocks.reminders import lapse_due_assessments
from licensing.acts.signoff import positions
from licensing.choices import AssessmentKind, AssessmentState, LapseReason
from licensing.errors import NotAssessed
from licensing.models import AssessmentLapse, Case, ControlEntry, CriterionSet, Event
from tests.acts.assessment.assessed import CLASSIFICATION, CRITERIA, record, waiting_case
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, put, release
from tests.world import World, approve

C, CR = AssessmentKind.CLASSIFICATION, AssessmentKind.CRITERIA


def standing(case: Case) -> dict[str, tuple[str, list[str]]]:
    found = list_standings(case.rounds.open().select_related("stage__procedure__calendar").get(), at=now())
    return {one.kind: (one.state, [str(said) for said in one.because]) for one in found}


def classified(world: World) -> Case:
    case = waiting_case(world, CLASSIFICATION)
    world.state_need(case)
    record(case, world.mira)
    return case


@pytest.mark.walk
def test_a_changed_entry_voids_the_classification_that_rests_on_it_and_tells_the_officers(world: World) -> None:
    case = classified(world)
    pia = add_policy_officer("pia")
    release(world.pol, pia, put("control_entries", "ML1", unroca="IV"))
    assert (lapse_due_assessments(), list_superseded_cases()) == (0, [])

    release(world.pol, pia, put("control_entries", "ML10", unroca="IV"))

    # From the release on, whether the sweep has run or not.
    assert standing(case) == {C: (AssessmentState.LAPSED, ["Control entry ML10 was changed."])}
    with pytest.raises(NotAssessed, match="a list that it rests on has changed"):
        positions.sign_case(case, world.rhea, approve(), version=1)
    assert (lapse_due_assessments(), lapse_due_assessments()) == (1, 0)
    kept = AssessmentLapse.objects.get()
    assert (kept.reason, kept.because[0]["en"]) == (LapseReason.LIST, "Control entry ML10 was changed.")
    assert "ML10" in kept.because[0]["uk"]
    assert Event.objects.get(kind="assessment.lapsed").data["kind"] == "classification"

    record(case, world.mira)
    positions.sign_case(case, world.rhea, approve(), version=1)


def test_a_superseded_set_voids_the_findings_that_cite_it(world: World) -> None:
    case = waiting_case(world, CRITERIA)
    record(case, world.otto, CR)
    assert standing(case) == {CR: (AssessmentState.DONE, [])}

    with by_hand():
        CriterionSet.objects.filter(pk="EU").update(version="2027")

    [(state, said)] = standing(case).values()
    assert (state, len(said)) == (AssessmentState.LAPSED, 1)
    assert said[0].startswith("Set EU: version 2027 has taken the place of")


def test_an_entry_that_the_classification_does_not_name_voids_nothing(world: World) -> None:
    case = classified(world)

    with by_hand():
        ControlEntry.objects.filter(pk="ML1").update(unroca="IV")

    assert standing(case) == {C: (AssessmentState.DONE, [])}


def test_findings_lapse_when_the_goods_are_classified_otherwise_and_not_when_they_are_confirmed(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION, CRITERIA)
    record(case, world.otto, CR)

    record(case, world.mira)
    assert not AssessmentLapse.objects.exists()
    record(case, world.mira, result="changed", entries={1: ["ML10", "ML5"]}, told="It has a sight.")

    kept = AssessmentLapse.objects.get()
    assert (kept.assessment.kind, kept.reason) == ("criteria", LapseReason.CLASSIFIED)
    assert kept.because[0]["en"] == "Item 1 is classified otherwise."
