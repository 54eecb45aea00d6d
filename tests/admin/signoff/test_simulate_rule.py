"""A rule tried on imagined seats before it is published; nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.admin.conftest import At, text_of
from tests.world import World

RULE = reverse("admin:licensing_procedure_try")


TABLE = reverse("admin:licensing_routingrow_try")


def _seats(*rows: dict[str, str], **rule: str) -> dict[str, Any]:
    """What the page sends: a rule, and one row of fields for each seat."""
    sent = {f"rule-{name}": value for name, value in {"kind": "majority_cast", **rule}.items()}
    for number, row in enumerate(rows):
        sent |= {f"seat-{number}-{name}": value for name, value in {"role": "deliberative", "weight": "1", **row}.items()}
    return sent | {"rows": str(len(rows)), "try": "1"}


def _seat(code: str, choice: str = "", **more: str) -> dict[str, str]:
    return {"code": code, "choice": choice, **more}


def test_a_rule_is_counted_while_open_and_at_its_deadline(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "approve"), _seat("GS", "approve"), _seat("MFA"), kind="majority_seats")

    page = text_of(at(world.pol).post(RULE, sent))

    expected = ("While the round is open", "When its deadline has passed", "Already decided, whatever the rest say.", "Passed")
    assert [one for one in expected if one not in page] == []


def test_a_rule_says_that_it_can_no_longer_pass(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "object"), _seat("GS", "object"), _seat("MFA"), kind="k_of_n", k="2", tie="escalate")

    page = text_of(at(world.pol).post(RULE, sent))

    assert "Already decided, whatever the rest say." in page
    assert "Not passed" in page


def test_a_casting_vote_breaks_a_tie(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "approve", chair="on", casting="approve"), _seat("GS", "object"), tie="chair")

    page = text_of(at(world.pol).post(RULE, sent))

    assert "<dt>Casting vote</dt><dd>Approve</dd>" in page
    assert "Passed" in page


def test_a_published_stage_begins_a_trial(world: World, at: At) -> None:
    stage = world.stages[0]

    page = text_of(at(world.pol).get(RULE, {"stage": stage.pk}))

    assert [f'value="{body}"' in page for body in ("MOD", "GS", "MFA")] == [True] * 3
    assert 'name="seat-1-explicit" id="id_seat-1-explicit" value="on" checked' in page


@pytest.mark.walk
def test_policy_officers_and_auditors_try_and_nobody_else(world: World, at: At) -> None:
    statuses = {
        user.name: [at(user).get(url).status_code for url in (RULE, TABLE)]
        for user in (world.pol, world.audra, world.otto, world.dora, world.mira)
    }

    assert statuses == {"Pol": [200] * 2, "Audra": [200] * 2, "Otto": [403] * 2, "Dora": [403] * 2, "Mira": [403] * 2}


def test_a_rule_of_several_tests_is_tried_with_what_each_came_to(world: World, at: At) -> None:
    seats = {f"seat-{number}-code": body for number, body in enumerate(("MOD", "GS", "MFA"))}
    said = {f"seat-{number}-choice": choice for number, choice in enumerate(("approve", "approve", "object"))}
    tests = {
        "test-0-counted": "for",
        "test-0-bound": "at_least",
        "test-0-share": "2/3",
        "test-1-counted": "against",
        "test-1-bound": "at_most",
        "test-1-number": "0",
        "test-1-way": "1",
    }
    typed = {"rule-kind": "tests", "rows": "3", "tests": "3", "try": "1", **seats, **said, **tests}

    tried = at(world.pol).post(RULE, typed)
    wrong = at(world.pol).post(RULE, typed | {"test-1-bound": "at_least", "test-1-number": "1"})

    assert "seats for – 2 of 3, at least 2/3 (2) needed: met" in text_of(tried)
    assert "seats against – 1 of 3, at most 0 allowed, so 1 stop it: not met" in text_of(tried)
    assert (wrong.status_code, "So a vote for would do harm." in text_of(wrong)) == (422, True)
