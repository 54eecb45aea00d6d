"""Who may be invited to an organisation, who settles its roles, and who may leave it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from licensing.choices import MembershipRole
from licensing.policy.people.memberships import (
    MOST_PENDING,
    Invited,
    Settler,
    find_invitation_gaps,
    find_leaving_refusal,
    find_membership_settler_refusal,
    needs_second_person,
)

READER = Invited(role=MembershipRole.READER, is_for_staff=False)
NOBODY = Settler(keeps_rights=False, administers=False, organisation_can=True, proposed_from_within=True)
ADMINISTRATOR, PREPARER = MembershipRole.ADMINISTRATOR, MembershipRole.PREPARER


def test_what_binds_the_organisation_takes_two_persons() -> None:
    assert {role for role in MembershipRole if needs_second_person(role, from_within=True)} == {PREPARER, ADMINISTRATOR}


def test_from_outside_every_role_takes_two_persons() -> None:
    assert all(needs_second_person(role, from_within=False) for role in MembershipRole)


@pytest.mark.parametrize(
    ("changes", "reason", "codes"),
    [
        ({}, "She joins.", []),
        ({}, "", ["required"]),
        ({"role": "owner"}, "She joins.", ["unknown_code"]),
        ({"is_for_staff": True}, "She joins.", ["unknown_code"]),
        ({"is_for_staff": True, "role": ""}, "She joins.", []),
        ({"is_own": True, "belongs_already": True}, "She joins.", ["own"]),
        ({"belongs_already": True, "is_invited": True}, "She joins.", ["twice"]),
        ({"is_invited": True}, "She joins.", ["twice"]),
        ({"pending": MOST_PENDING}, "She joins.", ["too_many"]),
    ],
)
def test_an_invitation_is_refused_with_what_is_wrong(changes: dict[str, Any], reason: str, codes: list[str]) -> None:
    assert [gap.code for gap in find_invitation_gaps(replace(READER, **changes), reason=reason)] == codes


@pytest.mark.parametrize(
    ("changes", "may"),
    [
        ({}, False),
        ({"administers": True}, True),
        ({"keeps_rights": True}, False),
        ({"keeps_rights": True, "organisation_can": False}, True),
        ({"keeps_rights": True, "proposed_from_within": False}, True),
        ({"organisation_can": False}, False),
    ],
)
def test_an_organisation_settles_its_roles_itself_where_it_can(changes: dict[str, Any], may: bool) -> None:
    assert (find_membership_settler_refusal(replace(NOBODY, **changes)) is None) == may


@pytest.mark.parametrize(("role", "others", "may"), [(ADMINISTRATOR, 0, False), (ADMINISTRATOR, 1, True), (PREPARER, 0, True)])
def test_an_organisation_keeps_somebody_who_administers_it(role: MembershipRole, others: int, may: bool) -> None:
    assert (find_leaving_refusal(role=role, other_administrators=others) is None) == may
