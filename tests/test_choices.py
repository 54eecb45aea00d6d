"""Facts that belong to the words of the vocabulary."""

from __future__ import annotations

from licensing.choices import SPEAKING_ROLES, VOTING_ROLES, SeatRole


def test_who_votes_also_speaks_and_advisers_speak_without_a_vote() -> None:
    assert VOTING_ROLES == (SeatRole.DELIBERATIVE,)
    assert SPEAKING_ROLES == (SeatRole.DELIBERATIVE, SeatRole.CONSULTATIVE)
