"""What is guessed at has a limit, and none of them counts by the account alone."""

from __future__ import annotations

import pytest
from allauth.core.internal.ratelimit import parse_rate

from licensing.policy.people.accounts.guesses import LIMITS, Guess


@pytest.mark.parametrize("guess", Guess)
def test_every_guess_is_bounded_here_and_on_a_known_device_by_itself(guess: Guess) -> None:
    limit = LIMITS[guess]

    for written in filter(None, (limit.here, limit.known, limit.place, limit.elsewhere)):
        assert 0 < parse_rate(written).amount / parse_rate(written).duration < 1, written
    # Beside it, whoever guesses at one account would keep out all others of the place.
    assert not limit.place or parse_rate(limit.here).amount < parse_rate(limit.place).amount


def test_codes_alone_are_bounded_from_everywhere_together() -> None:
    assert {guess for guess in Guess if LIMITS[guess].elsewhere} == {Guess.CODE}
