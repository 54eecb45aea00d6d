"""What can go wrong: codes that callers rely on, HTTP statuses, and a sentence for the person."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from licensing import errors
from licensing.errors import Gap, Incomplete, Problem, Stale

PROBLEMS = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Problem)]


def test_every_problem_has_a_code_of_its_own() -> None:
    codes = [one.code for one in PROBLEMS]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_says_something_in_both_languages(problem: type[Problem]) -> None:
    with override("en"):
        english = str(problem.title)
    with override("uk"):
        ukrainian = str(problem.title)

    assert english
    assert ukrainian not in ("", english)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_refusal_is_the_callers_matter_but_for_a_busy_service(problem: type[Problem]) -> None:
    assert 400 <= problem.status < 500 or problem in (errors.Busy, errors.ReadOnly)


def test_a_problem_without_a_sentence_says_its_title() -> None:
    assert Stale().sentence == Stale.title
    assert str(Stale("Look at the change.")) == "Look at the change."


def test_a_problem_keeps_its_gaps_and_what_else_is_known() -> None:
    gap = Gap("required", "items.0.quantity", "Give a quantity.")

    problem = Incomplete(gaps=[gap], reference="SP/2026/000001")

    assert (problem.gaps, problem.extra) == ((gap,), {"reference": "SP/2026/000001"})
