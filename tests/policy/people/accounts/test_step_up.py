"""How old the proof of who somebody is may be for an act, and which proof of a session counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from licensing.choices import Freshness
from licensing.policy.people.accounts.step_up import find_confirmed_at, is_fresh

AT = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
SECONDS = AT.timestamp()


@pytest.mark.parametrize(
    ("needed", "age", "enough"),
    [
        (Freshness.SITTING, timedelta(minutes=30), True),
        (Freshness.SITTING, timedelta(minutes=30, seconds=1), False),
        (Freshness.NOW, timedelta(minutes=5), True),
        (Freshness.NOW, timedelta(minutes=5, seconds=1), False),
        (Freshness.NOW, timedelta(seconds=-60), True),
        (Freshness.NOW, timedelta(seconds=-61), False),
    ],
)
def test_a_proof_is_as_old_as_the_act_allows(needed: Freshness, age: timedelta, enough: bool) -> None:
    assert is_fresh(needed, confirmed_at=AT - age, at=AT) is enough


def test_whoever_never_proved_anything_is_never_fresh() -> None:
    assert not any(is_fresh(needed, confirmed_at=None, at=AT) for needed in Freshness)


@pytest.mark.parametrize(
    ("records", "seconds_ago"),
    [
        ([], None),
        ([{"method": "password"}], None),
        ([{"method": "password", "at": "soon"}], None),
        ([{"method": "password", "at": SECONDS - 60}], 60),
        ([{"method": "password", "at": SECONDS - 60}, {"method": "password", "at": SECONDS - 9}], 9),
        # A second factor was used, so a password alone proves nothing any more.
        ([{"method": "mfa", "at": SECONDS - 900}, {"method": "password", "at": SECONDS}], 900),
        ([{"method": "socialaccount", "at": SECONDS, "auth_time": SECONDS - 300}], 300),
        # A service that claims to see a person in the future is not believed.
        ([{"method": "socialaccount", "at": SECONDS, "auth_time": SECONDS + 300}], 0),
        ([{"method": "socialaccount", "at": SECONDS - 7, "second_factor": True}, {"method": "password", "at": SECONDS}], 7),
    ],
)
def test_the_strongest_proof_of_the_session_counts(records: list[dict[str, Any]], seconds_ago: int | None) -> None:
    found = find_confirmed_at(records)

    assert found == (None if seconds_ago is None else AT - timedelta(seconds=seconds_ago))
