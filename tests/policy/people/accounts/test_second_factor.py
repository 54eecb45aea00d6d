"""Who must have a second factor, and that their last one stays."""

from __future__ import annotations

import pytest

from licensing.choices import MembershipRole
from licensing.policy.people.accounts.second_factor import find_removal_refusal, needs_second_factor


@pytest.mark.parametrize(
    ("is_staff", "is_system", "has_duty", "roles", "needed"),
    [
        (True, False, False, (), True),
        (False, False, False, (), False),
        # Somebody without the desk signs for a body over the API.
        (False, False, True, (), True),
        (False, False, False, (MembershipRole.READER, MembershipRole.DRAFTER), False),
        (False, False, False, (MembershipRole.READER, MembershipRole.PREPARER), True),
        (False, False, False, (MembershipRole.ADMINISTRATOR,), True),
        (False, True, True, (MembershipRole.PREPARER,), False),
    ],
)
def test_who_signs_submits_or_decides_needs_one(
    is_staff: bool, is_system: bool, has_duty: bool, roles: tuple[MembershipRole, ...], needed: bool
) -> None:
    assert needs_second_factor(is_staff=is_staff, is_system=is_system, has_duty=has_duty, roles=roles) is needed


def test_only_the_last_factor_of_whoever_needs_one_stays() -> None:
    assert find_removal_refusal(needed=True, left=0)
    assert not find_removal_refusal(needed=True, left=1)
    assert not find_removal_refusal(needed=False, left=0)
