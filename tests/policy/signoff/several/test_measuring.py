"""What tests count: bodies of the world by hand, and random rules against a model that shares nothing with the policy."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from licensing.choices import PositionChoice, RuleKind, StageOutcome
from licensing.policy.exact import format_decimal
from licensing.policy.signoff.simulation import simulate
from licensing.policy.signoff.tally_types import PASSING, SeatPosition, Tally, Why
from tests.languages import render
from tests.policy import several_model
from tests.policy.ballots import PENDING, rounds

HERE = Path(__file__).resolve().parent
BODIES = HERE.parents[3] / "seeds/example/bodies"
VECTORS = tomllib.loads((HERE / "vectors.toml").read_text(encoding="utf-8"))["vectors"]


def vote(vector: dict[str, Any]) -> Tally:
    document = tomllib.loads((BODIES / f"{vector['body']}.toml").read_text(encoding="utf-8"))
    away = {*vector.get("silent", ()), *vector.get("recused", ())}
    for seat in document["seats"]:
        seat["recused"] = seat["code"] in vector.get("recused", ())
    said = {code: choice for choice in ("object", "abstain") for code in vector.get(choice, ())}
    codes = [seat["code"] for seat in document["seats"] if seat["code"] not in away]
    positions = [{"seat": code, "choice": said.get(code, "approve")} for code in codes]
    return simulate({**document, "positions": positions}).tally


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{at}-{one['body']}" for at, one in enumerate(VECTORS)])
def test_bodies_of_the_world_come_to_what_was_counted_by_hand(vector):
    result = vote(vector)

    assert (str(result.outcome), [one.is_met for one in result.numbers.tests]) == (vector["outcome"], vector["met"])


def test_every_body_has_a_vector_that_passes_and_one_that_does_not():
    ends = {(one["body"], one["outcome"] == "passed") for one in VECTORS}

    assert ends == {(body.stem, end) for body in BODIES.glob("*.toml") for end in (True, False)}


several = rounds(kinds=[RuleKind.TESTS], most_seats=6, most_silent=3)


def end_of(result: Tally) -> str:
    return str(StageOutcome.PASSED if result.outcome in PASSING else result.outcome)


@given(several, st.booleans())
def test_random_rules_of_several_tests_come_to_what_the_model_finds(round_, closed):
    assume(any(seat.votes for seat in round_.seats))
    round_ = replace(round_, absolute=(), rule=replace(round_.rule, early_close=False))
    rule = round_.rule.as_data()
    result = round_.tally(closed=closed)
    ends = set(several_model.list_ends(rule, round_.seats, round_.positions, closed=closed))

    event(f"{result.outcome}, {len(ends)} ends")
    if result.why is Why.SILENCE:
        # Not decided by what was said: somebody who cannot be passed over kept silent, and that still could turn it.
        assert len(ends) > 1 or any(seat.must_speak for seat in round_.silent)
    elif result.outcome != PENDING:
        assert {end_of(result)} == ends
    else:
        assert result.can_pass == ("passed" in ends)
        certain = len(ends) == 1 and not (ends == {"passed"} and any(seat.must_speak for seat in round_.silent))
        assert result.settled == certain


@pytest.mark.walk
@given(several, st.booleans())
def test_an_early_close_comes_exactly_when_no_completion_differs(round_, closed):
    assume(round_.silent and not any(seat.must_speak for seat in round_.silent))
    round_ = replace(round_, absolute=(), rule=replace(round_.rule, early_close=True))
    ends = set(several_model.list_ends(round_.rule.as_data(), round_.seats, round_.positions, closed=False))

    result = round_.tally(closed=False)

    assert (result.outcome != PENDING) == (len(ends) == 1 and ends != {"pending"})


@given(several, st.booleans())
def test_the_words_name_the_figures_that_the_model_counts(round_, closed):
    result = round_.tally(closed=closed)
    assume(result.numbers.seats)
    rule, said = round_.rule.as_data(), {one.seat: str(one.choice.value) for one in round_.positions if not one.casting}
    asked = {seat.code for seat in round_.seats if seat.is_asked}
    said = {code: word for code, word in said.items() if code in asked} | {code: str(c.value) for code, c in result.deemed}
    deemed = {code for code, _choice in result.deemed}
    tests = sorted(rule["tests"], key=lambda one: one.get("way", 1))
    tests += sorted(rule.get("quorum_tests", ()), key=lambda one: one.get("way", 1))
    counted = [several_model.count_test(one, rule, round_.seats, said, deemed) for one in tests]

    found = re.findall(r"– ([\d.]+) of ([\d.]+).*?: (met|not met)", render(result.text, "en"))

    assert [(float(value), float(whole), words == "met") for value, whole, words in found] == [
        (value / 1000, whole / 1000, met) for value, whole, met in counted
    ]
    assert [(format_decimal(one.value), one.is_met) for one in result.numbers.tests] == [
        (format_decimal(one.value), one.is_met) for one in round_.tally(closed=closed).numbers.tests
    ]


@pytest.mark.walk
@given(several)
def test_a_recused_seat_weighs_only_in_the_whole_of_all(round_):
    """Whatever a recused seat says, and whatever it weighs, no other base has it."""
    assume(any(seat.recused for seat in round_.seats))
    heavier = tuple(replace(seat, weight=99) if seat.recused else seat for seat in round_.seats)
    tests = [one for one in round_.rule.tests if one.base != "all"]
    assume(tests)
    round_ = replace(round_, rule=replace(round_.rule, tests=tuple(tests), quorum_tests=()))
    louder = [SeatPosition(seat.code, PositionChoice.APPROVE) for seat in round_.seats if seat.recused]

    before = round_.tally(closed=True)
    after = replace(round_, seats=heavier).with_said(louder).tally(closed=True)

    assert (after.outcome, after.numbers.tests) == (before.outcome, before.numbers.tests)


def test_a_body_of_all_recused_is_referred_up_and_zero_weight_is_no_weight():
    weightless = vote({"body": "monetary-fund", "silent": list("ABCDEFGHI"), "object": []})
    empty = vote({"body": "consensus-minus-one", "recused": list("ABCDEF")})

    assert [(format_decimal(one.value), one.is_met) for one in weightless.numbers.tests] == [("1", False), ("4", False)]
    assert (str(empty.outcome), str(empty.why)) == ("escalated", "no_seats")
