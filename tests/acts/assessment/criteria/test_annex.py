"""Findings in words: with their questions and the version of their set, in the language of who reads them."""

from __future__ import annotations

from django.utils import translation

from licensing.acts.assessment.criteria.annex import build_annex, list_worded_findings
from tests.acts.assessment.assessed import MITIGATED, keep_weighing
from tests.world import World


def test_findings_are_read_with_their_questions_in_both_languages(world: World) -> None:
    case = world.before_government()
    record = keep_weighing(case, world.otto, EU7=MITIGATED)

    [english] = [one for one in build_annex(case, record) if one.criterion == "EU7"]
    with translation.override("uk"):
        [ukrainian] = [one for one in build_annex(case, record) if one.criterion == "EU7"]

    assert (english.set, english.version, english.result, english.likelihood) == ("EU", "2025/779", "Risk mitigated", "Medium")
    assert english.answers.startswith("EU7.a Is there a risk of diversion to another end user or another use? Yes")
    assert (ukrainian.result, ukrainian.likelihood) == ("Ризик зменшено", "Середня")
    assert (english.recorded_by, english.case) == ("Otto", case.reference)


def test_every_criterion_that_was_asked_is_a_line(world: World) -> None:
    case = world.before_government()
    record = keep_weighing(case, world.otto)

    assert len(list_worded_findings(record)) == len(record.details["criteria"]) > 20
