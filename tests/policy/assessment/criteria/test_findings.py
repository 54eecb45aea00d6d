"""What was found by a criterion: no result contradicts its answers, and no risk stands without what describes it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from licensing.choices import CriterionResult
from licensing.policy.assessment.criteria.findings import (
    CriterionFinding,
    derive_result,
    find_finding_gaps,
    sum_findings,
)
from licensing.policy.assessment.criteria.questionnaire import CriteriaSet, Criterion, Question

RESULTS = ("none", "mitigated", "clear_risk", "absolute")


def ask(test: str = "weigh", code: str = "X1", questions: int = 2) -> list[CriteriaSet]:
    asked = [Question(f"{code}.{letter}", "Is there a risk?", {}) for letter in "abc"[:questions]]
    return [CriteriaSet("X", "Ours", "3", {}, [Criterion(code, "Diversion", test, asked)])]


def gaps_of(sets: list[CriteriaSet], *found: CriterionFinding, cited: Any = None) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in find_finding_gaps(sets, cited or {"X": "3"}, found)]


def is_sound(test: str, said: set[str], result: str, levels: tuple[str, str], mitigation: str, sources: str) -> bool:
    """The rule once more, as a table of who may say what: independent of how the policy is written."""
    risky = said != {"no"}
    if test == "absolute":
        if "unclear" in said:
            return False
        return result == "none" if not risky else result == "absolute" and bool(sources)
    if result == "absolute" or risky != (result != "none"):
        return False
    if result == "none":
        return True
    described = all(levels) and bool(sources)
    return described and (bool(mitigation) if result == "mitigated" else levels != ("low", "low"))


def test_every_combination_is_taken_or_refused_by_the_rule() -> None:
    seen = set()
    levels = [("", ""), ("low", "low"), ("low", "high"), ("medium", "")]
    for test, first, second, result, level, mitigation, sources in product(
        ("absolute", "clear_risk", "weigh"), *[("no", "yes", "unclear")] * 2, RESULTS, levels, ("", "Escort"), ("", "Report")
    ):
        answers = {"X1.a": first, "X1.b": second}
        one = CriterionFinding("X1", result, answers, *level, mitigation, sources)

        expected = is_sound(test, {first, second}, result, level, mitigation, sources)

        assert (gaps_of(ask(test), one) == []) is expected, (test, one)
        seen.add(expected)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("found", "gaps"),
    [
        ([], [("required", "criteria.X1.result")]),
        ([CriterionFinding("X1", "", {"X1.a": "no"})], [("required", "criteria.X1.result")]),
        ([CriterionFinding("X1", "none", {})], [("required", "criteria.X1.X1.a")]),
        ([CriterionFinding("X1", "none", {"X1.a": "no", "X1.z": "no"})], [("unknown_code", "criteria.X1.X1.z")]),
        ([CriterionFinding("X1", "fine", {"X1.a": "no"})], [("unknown_code", "criteria.X1.result")]),
        ([CriterionFinding("X1", "none", {"X1.a": "perhaps"})], [("unknown_code", "criteria.X1.X1.a")]),
        ([CriterionFinding("X1", "none", {"X1.a": "no"}, likelihood="huge")], [("unknown_code", "criteria.X1.likelihood")]),
        ([CriterionFinding("X1", "none", {"X1.a": "no"}, mitigation="x" * 4_001)], [("too_long", "criteria.X1.mitigation")]),
        ([CriterionFinding("X1", "none", {"X1.a": "no"})] * 2, [("twice", "criteria")]),
        (
            [CriterionFinding("X1", "none", {"X1.a": "no"}), CriterionFinding("Z9", "none")],
            [("unknown_code", "criteria.Z9")],
        ),
    ],
)
def test_what_is_missing_or_unknown_is_named_by_its_place(found: list[CriterionFinding], gaps: list[tuple[str, str]]) -> None:
    assert gaps_of(ask(questions=1), *found) == gaps


def test_findings_cite_the_version_in_force_and_no_other_set() -> None:
    sound = CriterionFinding("X1", "none", {"X1.a": "no"})

    assert gaps_of(ask(questions=1), sound, cited={"X": "2"}) == [("stale", "sets.X")]
    assert gaps_of(ask(questions=1), sound, cited={"Y": "3"}) == [("stale", "sets.X"), ("unknown", "sets.Y")]


def test_a_request_comes_to_the_worst_that_was_found() -> None:
    for some in product(RESULTS, repeat=3):
        found = [CriterionFinding(str(place), result) for place, result in enumerate(some)]

        assert RESULTS.index(sum_findings(found)) == max(map(RESULTS.index, some))
    assert sum_findings([]) == CriterionResult.NONE


def test_answers_that_leave_no_choice_give_the_result() -> None:
    weighed, absolute = (ask(test)[0].criteria[0] for test in ("weigh", "absolute"))

    assert derive_result(weighed, {"X1.a": "no", "X1.b": "no"}) == "none"
    assert derive_result(weighed, {"X1.a": "no", "X1.b": "yes"}) == ""
    assert derive_result(weighed, {"X1.a": "no"}) == ""
    assert derive_result(absolute, {"X1.a": "no", "X1.b": "yes"}) == "absolute"
    assert derive_result(absolute, {"X1.a": "unclear", "X1.b": "no"}) == ""


def test_a_finding_is_read_as_it_was_kept() -> None:
    one = CriterionFinding("X1", "clear_risk", {"X1.b": "yes", "X1.a": "no"}, "low", "high", " Escort ", " Report ")

    kept = one.as_data()

    assert list(kept["answers"]) == ["X1.a", "X1.b"]
    assert CriterionFinding.parse(kept).as_data() == kept
    assert (CriterionFinding.parse(kept).is_unmitigated, CriterionFinding.parse(kept | {"mitigation": ""}).is_unmitigated) == (
        False,
        True,
    )
