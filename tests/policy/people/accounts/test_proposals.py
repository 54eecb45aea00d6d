"""What two administrators do to an account: three different people, a reason, and something that can be done."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from licensing.choices import AccountStep
from licensing.policy.people.accounts.proposals import (
    AccountFacts,
    find_account_proposal_gaps,
    find_account_proposer_refusal,
    find_account_settler_refusal,
    find_reopening_refusal,
)

PERSON = AccountFacts(is_active=True, is_system=False, is_owner=False, has_second_factor=True, has_pending=False)
RESET, IDENTITY, REOPEN = AccountStep.RESET_FACTOR, AccountStep.CONNECT_IDENTITY, AccountStep.REOPEN


@pytest.mark.parametrize(
    ("step", "account", "reason", "code"),
    [
        (RESET, PERSON, "Lost.", None),
        (RESET, PERSON, " ", "required"),
        (RESET, replace(PERSON, has_second_factor=False), "Lost.", "nothing"),
        (IDENTITY, replace(PERSON, has_second_factor=False), "New.", None),
        (RESET, replace(PERSON, is_active=False), "Lost.", "inactive"),
        (RESET, replace(PERSON, is_system=True), "Lost.", "system_account"),
        (RESET, replace(PERSON, is_owner=True), "Lost.", "owner"),
        (IDENTITY, replace(PERSON, has_pending=True), "New.", "twice"),
        (REOPEN, PERSON, "He called.", "nothing"),
        (REOPEN, replace(PERSON, is_active=False), "He called.", None),
        (REOPEN, replace(PERSON, is_active=False, is_owner=True), "He called.", "owner"),
    ],
)
def test_what_cannot_be_done_is_named(step: AccountStep, account: AccountFacts, reason: str, code: str | None) -> None:
    assert [gap.code for gap in find_account_proposal_gaps(step, account, reason=reason)] == ([code] if code else [])


def test_one_administrator_opens_no_account_that_keeps_its_rights() -> None:
    reasons = ("holds_rights", "kept_as_staff", "taken_back")
    for reason in reasons:
        assert find_reopening_refusal(**{one: one == reason for one in reasons})
    assert find_reopening_refusal(**dict.fromkeys(reasons, False)) is None


def test_three_different_people_have_a_part_in_it() -> None:
    ada, bea, person = uuid4(), uuid4(), uuid4()

    assert find_account_proposer_refusal(proposer=person, person=person)
    assert not find_account_proposer_refusal(proposer=ada, person=person)
    assert find_account_settler_refusal(settler=ada, proposer=ada, person=person)
    assert find_account_settler_refusal(settler=person, proposer=ada, person=person)
    assert not find_account_settler_refusal(settler=bea, proposer=ada, person=person)
