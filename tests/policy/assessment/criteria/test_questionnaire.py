"""What is asked of a request: sets, criteria and questions that its goods and its destination call for."""

from __future__ import annotations

from licensing.policy.assessment.criteria.questionnaire import (
    CriteriaSet,
    Criterion,
    Question,
    build_code_key,
    compute_questionnaire_digest,
    index_criteria,
    select_applicable,
)

ALWAYS = Question("A1.a", "Embargo?", {})
POLICE = Question("A2.a", "Against crowds?", {"end_use.sector": ["police"]})
SETS = [
    CriteriaSet("A", "One", "1", {}, [Criterion("A1", "Law", "absolute", [ALWAYS]), Criterion("A2", "Use", "weigh", [POLICE])]),
    CriteriaSet("B", "Two", "1", {"partner_country": ["PL"]}, [Criterion("B1", "More", "weigh", [ALWAYS])]),
]


def test_only_what_the_request_calls_for_is_asked() -> None:
    plain = select_applicable(SETS, {"partner_country": "EE", "end_use": {"sector": "military"}})
    police = select_applicable(SETS, {"partner_country": "PL", "end_use": {"sector": "police"}})

    assert list(index_criteria(plain)) == ["A1"]
    assert list(index_criteria(police)) == ["A1", "A2", "B1"]


def test_a_criterion_of_which_no_question_applies_is_not_weighed() -> None:
    [one] = select_applicable([CriteriaSet("A", "One", "1", {}, [*SETS[0].criteria, Criterion("A3", "Step", "weigh", [])])], {})

    assert [row.code for row in one.criteria] == ["A1"]


def test_another_version_or_question_is_another_questionnaire() -> None:
    asked = SETS[:1]
    newer = [CriteriaSet("A", "One", "2", {}, SETS[0].criteria)]
    fewer = [CriteriaSet("A", "One", "1", {}, SETS[0].criteria[:1])]

    digests = {compute_questionnaire_digest(one) for one in (asked, newer, fewer)}

    assert len(digests) == 3
    assert compute_questionnaire_digest(asked) in digests


def test_codes_stand_in_the_order_of_their_articles() -> None:
    codes = ["ATT11", "ATT7.1b2", "ATT6.3", "EU10", "ATT7.1a", "EU2", "ATT6.1"]

    assert sorted(codes, key=build_code_key) == ["ATT6.1", "ATT6.3", "ATT7.1a", "ATT7.1b2", "ATT11", "EU2", "EU10"]
