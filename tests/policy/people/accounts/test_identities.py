"""Who somebody is at a sign-in service, and what the service says of how they proved it."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.people.accounts.identities import build_identity_key, is_second_factor, read_auth_time


def test_issuer_and_subject_together_name_a_person() -> None:
    keys = {
        build_identity_key(*one) for one in (("https://a", "1"), ("https://a", "2"), ("https://b", "1"), ("https://a1", ""))
    }

    assert len(keys) == 4
    assert {len(key) for key in keys} == {64}


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({}, False),
        ({"acr": "high"}, True),
        ({"acr": "low"}, False),
        ({"amr": ["pwd"]}, False),
        ({"amr": ["pwd", "hwk"]}, True),
        ({"amr": "hwk"}, False),
        ({"amr": [["hwk"], 7]}, False),
    ],
)
def test_only_words_that_are_believed_count(claims: dict[str, Any], counts: bool) -> None:
    assert is_second_factor(claims, acr=["high"], amr=["hwk"]) is counts
    assert not is_second_factor(claims, acr=[], amr=[])


@pytest.mark.parametrize(("said", "seconds"), [(1764400000, 1764400000.0), (None, 0.0), ("1", 0.0), (True, 0.0), (-5, 0.0)])
def test_what_is_no_moment_is_never_recent(said: Any, seconds: float) -> None:
    assert read_auth_time({"auth_time": said}) == seconds
