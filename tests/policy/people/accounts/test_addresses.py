from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from licensing.choices import AddressState
from licensing.policy.people.accounts.addresses import find_address_gaps, find_address_settler_refusal, is_undoable

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "is_valid", "asked", "codes"),
    [
        ("new@example.org", True, 0, []),
        ("new@example.org", True, 4, []),
        ("new@example.org", True, 5, ["too_many"]),
        ("old@example.org", True, 9, ["same"]),
        ("no address", False, 0, ["invalid"]),
        ("", False, 0, ["required"]),
    ],
)
def test_an_address_is_another_and_asked_for_a_few_times_a_day(
    address: str, is_valid: bool, asked: int, codes: list[str]
) -> None:
    gaps = find_address_gaps(address=address, current="old@example.org", is_valid=is_valid, asked_today=asked)

    assert [gap.code for gap in gaps] == codes


def test_nobody_settles_their_own_address() -> None:
    person = uuid4()

    assert find_address_settler_refusal(settler=person, person=person)
    assert find_address_settler_refusal(settler=uuid4(), person=person) is None


@pytest.mark.parametrize(
    ("state", "days", "expected"),
    [
        (AddressState.SENT, None, True),
        (AddressState.CONFIRMED, None, True),
        (AddressState.CHANGED, 6, True),
        (AddressState.CHANGED, 7, False),
        (AddressState.UNDONE, 1, False),
        (AddressState.DECLINED, None, False),
        (AddressState.REPLACED, None, False),
    ],
)
def test_the_former_address_undoes_what_waits_and_what_is_a_week_old(
    state: AddressState, days: int | None, expected: bool
) -> None:
    changed_at = None if days is None else AT - timedelta(days=days)

    assert is_undoable(state, changed_at, at=AT) is expected
