"""What goes into a tally, and what of it is kept."""

from __future__ import annotations

import pytest

from licensing.choices import PositionChoice, RuleKind
from licensing.models.signoff.round import serialize_tally
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import SeatPosition
from tests.policy.ballots import (
    say,
    seats,
)


def test_a_casting_vote_is_for_or_against():
    with pytest.raises(ValueError, match="for or against"):
        SeatPosition("s1", PositionChoice.ABSTAIN, casting=True)


def test_a_kept_tally_is_plain_json_in_every_language():
    places = seats(2)

    data = serialize_tally(tally(Rule(RuleKind.K_OF_N, k=1), places, say(places, "A O"), closed=False))

    assert data == {
        "outcome": "passed",
        "why": "votes",
        "settled": True,
        "can_pass": True,
        "all_spoken": True,
        "numbers": {
            "seats": 2,
            "recused": 0,
            "approvals": 1,
            "conditions": 0,
            "objections": 1,
            "abstentions": 0,
            "no_views": 0,
            "adjourns": 0,
            "silent": 0,
            "deemed": 0,
            "votes_for": 1,
            "votes_against": 1,
            "weight_for": "1",
            "weight_against": "1",
            "base": "2",
            "needed": "1",
            "quorum_base": 2,
            "quorum_needed": None,
            "quorum_present": 2,
            "tied": False,
            "casting": None,
            "cast": 2,
            "has_quorum": True,
        },
        "missing": [],
        "deemed": [],
        "vetoes": [],
        "dissent": ["s2"],
        "absolute": [],
        "explanation": {
            "en": "1 for, 1 against of 2 seats; 1 for are needed. Passed.",
            "uk": "За — 1, проти — 1, усього місць: 2; голосів за потрібно щонайменше 1. Рішення: погоджено.",
        },
    }
