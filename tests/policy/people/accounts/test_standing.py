"""How long the rules of staff hold for an account after it was one of the authority."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensing.policy.people.accounts.standing import STAFF_RULES_LAST, is_kept_as_staff

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("has_desk", "last_held_on", "kept"),
    [
        (True, None, True),
        (False, None, False),
        (False, TODAY, True),
        (False, TODAY - STAFF_RULES_LAST, True),
        (False, TODAY - STAFF_RULES_LAST - timedelta(days=1), False),
    ],
)
def test_an_account_is_kept_as_one_of_staff_for_a_time(has_desk: bool, last_held_on: date | None, kept: bool) -> None:
    assert is_kept_as_staff(has_desk=has_desk, last_held_on=last_held_on, today=TODAY) is kept
