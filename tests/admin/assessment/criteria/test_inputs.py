"""The table of criteria at the desk: quick where nothing was found, exact where something was, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.assessment.criteria.weighing import read_findings
from licensing.choices import AssessmentKind
from licensing.models import Assessment, Case
from tests.acts.assessment.assessed import CRITERIA, MITIGATED, record, waiting_case, weigh
from tests.admin.conftest import At, execute_act, text_of
from tests.world import World

ABSOLUTE = {f"answer:{code}": "no" for code in ("EU1.a", "EU1.b", "ATT6.1.a", "ATT6.2.a", "ATT6.3.a", "UA3.a")}
COMMON = {"findings": "Looked at by every criterion.", "data_on": "2026-01-02"}
COMMON |= {"register": "Reports of the embassy", "source_kind": "embassy"}
RISK = {
    "answer:EU7.a": "yes",
    "result:EU7": "mitigated",
    "likelihood:EU7": "low",
    "severity:EU7": "high",
    "mitigation:EU7": "Receipt is verified.",
    "sources:EU7": "Report of 12 March",
}


def assess(case: Case) -> str:
    return reverse("admin:licensing_case_assess", args=[case.pk, "criteria"])


def test_what_is_no_risk_takes_one_box_beside_the_absolute_ones(world: World, at: At) -> None:
    case = waiting_case(world, CRITERIA)

    done = execute_act(at(world.otto), assess(case), **COMMON, **ABSOLUTE, **RISK, rest_is_no="on")

    kept = Assessment.objects.get()
    found = {one.criterion: one for one in read_findings(kept)}
    assert (done.status_code, kept.result) == (302, "mitigated")
    assert {one.result for code, one in found.items() if code != "EU7"} == {"none"}
    assert (found["EU7"].likelihood, found["EU7"].mitigation) == ("low", "Receipt is verified.")


@pytest.mark.walk
def test_the_box_answers_no_absolute_criterion_and_what_was_typed_stays(world: World, at: At) -> None:
    case = waiting_case(world, CRITERIA)

    page = execute_act(at(world.otto), assess(case), **COMMON, **RISK, rest_is_no="on")

    shown = text_of(page)
    assert (page.status_code, Assessment.objects.exists()) == (400, False)
    assert "EU1.a: answer this question." in shown
    assert "ATT6.3.a: answer this question." in shown
    assert "EU8.a: answer this question." not in shown
    assert "Receipt is verified." in shown


def test_what_was_found_last_stands_in_the_table_again(world: World, at: At) -> None:
    case = waiting_case(world, CRITERIA)
    record(case, world.otto, AssessmentKind.CRITERIA, **weigh(case, EU7=MITIGATED))

    page = text_of(at(world.otto).get(assess(case)))

    assert "Receipt is verified at the border." in page
    assert "EU Common Position 2008/944/CFSP" in page
    assert "version 2025/779" in page
