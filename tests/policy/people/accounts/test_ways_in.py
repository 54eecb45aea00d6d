"""What ends of an account that somebody else may have had: nothing stands without a reason."""

from __future__ import annotations

import pytest

from licensing.choices import WayIn
from licensing.policy.people.accounts.ways_in import MADE_OF_THE_PASSWORD, STANDING, Recovery, list_ended_ways

# Whoever has one of these gets in, whatever else ends.
OPENS = {WayIn.IDENTITY, WayIn.SESSION, WayIn.UNFINISHED, WayIn.PROGRAM, WayIn.CODE, WayIn.ADDRESS_CHANGE, WayIn.RESET_LINK}


@pytest.mark.parametrize("recovery", Recovery)
def test_nothing_that_opens_an_account_by_itself_stands(recovery: Recovery) -> None:
    ended = set(list_ended_ways(recovery))

    assert ended >= OPENS
    assert ended | STANDING[recovery].keys() == set(WayIn)
    assert not ended & STANDING[recovery].keys()
    assert all(reason.endswith(".") for reason in STANDING[recovery].values())


@pytest.mark.parametrize("recovery", Recovery)
def test_what_is_made_of_the_password_ends_where_there_is_another_or_none(recovery: Recovery) -> None:
    is_new = recovery == Recovery.NEW_PASSWORD

    assert set(list_ended_ways(recovery)) >= MADE_OF_THE_PASSWORD
    assert is_new or WayIn.PASSWORD in list_ended_ways(recovery)
