"""Criteria of the shipped sets: each belongs to a set under a version, and is settled by questions of its own."""

from __future__ import annotations

import pytest

from licensing.models import Criterion, CriterionQuestion, CriterionSet

pytestmark = pytest.mark.django_db

# What article 7 says of how an assessment is made; nothing is asked of them.
STEPS = {"ATT7.2", "ATT7.3", "ATT7.7"}


def test_shipped_criteria_belong_to_sets_and_have_questions() -> None:
    sets = {one.pk: one.version for one in CriterionSet.objects.current()}
    criteria = dict(Criterion.objects.current().values_list("code", "set"))
    asked = set(CriterionQuestion.objects.current().values_list("criterion", flat=True))

    assert sets == {"EU": "2025/779", "ATT": "2014", "UA": "1"}
    assert set(criteria.values()) == set(sets)
    assert criteria.keys() - asked == STEPS


def test_a_question_is_read_with_its_code_in_the_language_of_the_reader() -> None:
    question = CriterionQuestion(code="X1.a", texts={"en": "Is there a risk?", "uk": "Чи є ризик?"})

    assert str(question) == "X1.a Is there a risk?"
