"""Each kind of assessment names fields that a request has, and says which questions bring news of them."""

from __future__ import annotations

import pytest

from licensing.choices import AssessmentKind, Section
from licensing.policy.assessment.kinds import KINDS, RECORDED_KINDS
from licensing.policy.requests.changes.reliance import find_idle_name


def test_every_kind_is_declared_and_those_with_records_of_their_own_are_not_recorded() -> None:
    assert set(KINDS) == set(AssessmentKind)
    assert set(KINDS) - set(RECORDED_KINDS) == {AssessmentKind.SCREENING, AssessmentKind.NEED}


def test_every_field_that_a_kind_depends_on_is_one_of_a_request() -> None:
    assert [name for one in KINDS.values() for pattern in one.depends_on if (name := find_idle_name(pattern))] == []


@pytest.mark.parametrize(
    ("kind", "sections"),
    [
        (AssessmentKind.CLASSIFICATION, {Section.ITEMS, Section.DOCUMENTS}),
        (AssessmentKind.ROUTE, {Section.ROUTE, Section.PARTIES, Section.DOCUMENTS}),
        (AssessmentKind.CRITERIA, {Section.ABOUT, Section.ITEMS, Section.PARTIES, Section.END_USE, Section.ROUTE}),
        (AssessmentKind.NEED, set()),
    ],
)
def test_a_question_about_a_section_is_one_about_what_rests_on_it(kind: AssessmentKind, sections: set[str]) -> None:
    assert {one for one in Section if KINDS[kind].does_rest_on_section(one)} == sections
    assert KINDS[kind].does_rest_on_section("") == bool(sections)
