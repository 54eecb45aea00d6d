"""A refusal names criteria by which a risk was found; where the findings stand against a grant, it names one at least."""

from __future__ import annotations

from dataclasses import replace

import pytest

from licensing.acts.assessment.criteria.naming import list_nameable
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.errors import Invalid
from licensing.models import Decision
from licensing.models.read_models.decision import read_decision
from tests.acts.assessment.assessed import CLEAR, MITIGATED, PROHIBITED, keep_weighing
from tests.acts.signoff.cases import reload_case
from tests.world import World, resolution

REFUSAL = resolution(grounds=["R05"], reasons="Diversion.")


def test_a_refusal_names_criteria_under_the_version_they_were_found_by(world: World) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, EU7=CLEAR, UA4=MITIGATED | {"answers": {"UA4.a": "yes"}})

    decision = government.refuse_case(reload_case(case), world.dora, replace(REFUSAL, criteria=["EU7"]))

    shown = read_decision(decision, applicant=True)
    assert [one.pk for one in list_nameable(case)] == ["EU7", "UA4"]
    assert [(one["code"], one["set"], one["version"]) for one in decision.criteria] == [("EU7", "EU", "2025/779")]
    assert shown["criteria"] == [
        {"code": "EU7", "title": "Risk of diversion or of unwanted re-export", "set": "EU", "version": "2025/779"}
    ]
    # The applicant reads the criterion, and nothing of what was found by it.
    assert "embassy" not in str(shown)
    assert verify_record().fault is None


def test_criteria_stand_in_the_order_of_their_articles(world: World) -> None:
    case = world.before_government()
    found = {code: CLEAR | {"answers": {f"{code}.a": "yes"}} for code in ("ATT11", "ATT8")}
    keep_weighing(case, world.otto, **found)

    decision = government.refuse_case(reload_case(case), world.dora, replace(REFUSAL, criteria=["ATT11", "ATT8"]))

    assert [one.pk for one in list_nameable(case)] == ["ATT8", "ATT11"]
    assert [one["code"] for one in decision.criteria] == ["ATT8", "ATT11"]


@pytest.mark.parametrize(
    ("found", "named", "path"),
    [
        ({"EU1": PROHIBITED}, [], "criteria"),
        ({"EU7": CLEAR}, [], "criteria"),
        ({"EU7": CLEAR}, ["EU7", "EU2"], "criteria.1"),
        ({"EU7": MITIGATED}, ["X9"], "criteria.0"),
        ({}, ["EU7"], "criteria.0"),
    ],
)
def test_what_was_not_found_is_not_named_and_what_stops_a_grant_is(
    world: World, found: dict[str, object], named: list[str], path: str
) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, **found)

    with pytest.raises(Invalid) as refused:
        government.refuse_case(reload_case(case), world.dora, replace(REFUSAL, criteria=named))

    assert [gap.path for gap in refused.value.gaps] == [path]
    assert not Decision.objects.exists()


def test_without_an_assessment_a_refusal_names_none(world: World) -> None:
    case = world.before_government()

    decision = government.refuse_case(reload_case(case), world.dora, REFUSAL)

    assert (decision.criteria, list_nameable(case)) == ([], [])
