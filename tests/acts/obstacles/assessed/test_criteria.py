"""What was found by the criteria stops a grant, whatever the votes; a mitigation that is written down lets it through."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.errors import ProhibitedByCriterion, RiskNotMitigated
from licensing.models import AssessmentLapse, Case, Decision
from tests.acts.assessment.assessed import CLEAR, MITIGATED, PROHIBITED, keep_weighing
from tests.acts.signoff.cases import reload_case
from tests.by_hand import by_hand
from tests.world import World, resolution


def codes_of(case: Case) -> dict[str, str]:
    found = list_obstacles(reload_case(case), at=now())
    return {one.code: str(one.message) for one in found if one.code in ("criterion_absolute", "clear_risk", "risk_mitigated")}


def grant(world: World, case: Case) -> object:
    return government.grant_case(reload_case(case), world.dora, resolution(reasons="Decided so."))


def test_votes_pass_and_an_absolute_criterion_still_refuses_the_grant(world: World) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, EU1=PROHIBITED)

    with pytest.raises(ProhibitedByCriterion) as refused:
        grant(world, case)

    [stage] = case.rounds.filter(closed_at__isnull=False)
    assert stage.outcome == "passed"
    assert refused.value.extra == {"criteria": ["EU1"]}
    assert str(refused.value.sentence) == (
        "A criterion prohibits the transfer and cannot be out-voted:"
        " EU1 “Sanctions, treaty duties and commitments of the control regimes”."
    )
    assert not Decision.objects.exists()


def test_what_prohibits_stands_after_its_assessment_lapsed_until_it_is_weighed_again(world: World) -> None:
    case = world.before_government()
    record = keep_weighing(case, world.otto, EU1=PROHIBITED)
    with by_hand():
        AssessmentLapse.objects.create(assessment=record, reason="changed", because=[], lapsed_at=now())

    lapsed = codes_of(case)
    keep_weighing(case, world.otto)

    assert list(lapsed) == ["criterion_absolute"]
    assert codes_of(case) == {}


def test_a_clear_risk_waits_for_a_written_mitigation(world: World) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, EU7=CLEAR)

    with pytest.raises(RiskNotMitigated) as refused:
        grant(world, case)
    keep_weighing(case, world.otto, EU7=CLEAR | {"mitigation": "Receipt is verified at the border."})
    told = codes_of(case)
    grant(world, case)

    assert refused.value.extra == {"criteria": ["EU7"]}
    assert list(told) == ["risk_mitigated"]
    assert Decision.objects.count() == 1


def test_a_mitigated_risk_is_a_note_and_no_risk_is_nothing(world: World) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, EU7=MITIGATED)
    mitigated = codes_of(case)
    keep_weighing(case, world.otto)

    assert mitigated == {
        "risk_mitigated": "Risks were found, and what mitigates them is written down:"
        " EU7 “Risk of diversion or of unwanted re-export”."
    }
    assert codes_of(case) == {}


def test_an_assessment_in_words_alone_stops_by_its_result(world: World) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, details={}, result="absolute")

    with pytest.raises(ProhibitedByCriterion):
        grant(world, case)
