"""Obstacles as values: what they stop, for whom, and what an applicant may read of them."""

from __future__ import annotations

from dataclasses import replace

from licensing.choices import Step
from licensing.errors import Gap, Invalid, NeedNotStated
from licensing.policy.obstacles import Obstacle, select_for_applicant, select_stopping

NEED = Obstacle(
    "need", "No need", "Law", "State it", frozenset({Step.SIGN}), frozenset({"MOD"}), refusal=NeedNotStated, data={"a": 1}
)
QUESTION = Obstacle("question", "A question", "Question 1", "Answer it", frozenset({Step.GRANT}), for_applicant="Yours")
NOTE = Obstacle("note", "Worth knowing", "Plan", "Wait")


def test_what_concerns_single_seats_stops_nobody_else() -> None:
    stopped = [seat for seat in ("MOD", "MFA", "") if select_stopping([NEED, QUESTION, NOTE], Step.SIGN, seat=seat)]

    assert stopped == ["MOD"]


def test_a_note_stops_nothing() -> None:
    assert NOTE.is_note
    assert [step for step in Step if NOTE.does_stop(step)] == []


def test_a_refusal_has_the_code_the_sentence_and_the_data_of_its_obstacle() -> None:
    problem = NEED.as_problem()

    assert (type(problem), problem.sentence, problem.extra) == (NeedNotStated, "No need", {"a": 1})


def test_an_act_of_the_applicant_is_refused_in_their_words() -> None:
    asked = [(one.as_problem().sentence, one.as_problem(for_applicant=True).sentence) for one in (QUESTION, NEED)]

    assert asked == [("A question", "Yours"), ("No need", "No need")]


def test_what_stops_a_field_of_the_act_is_refused_as_invalid_there() -> None:
    gap = Gap("beyond_need", "need_override", "Say why")
    problem = replace(NEED, gap=gap).as_problem()

    assert (type(problem), problem.gaps, problem.extra) == (Invalid, (gap,), {})


def test_an_applicant_reads_only_what_is_meant_for_them() -> None:
    assert select_for_applicant([NEED, QUESTION, NOTE]) == [QUESTION]
