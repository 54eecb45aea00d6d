"""What is kept of a secret."""

from __future__ import annotations

from licensing.policy.people.secrets import digest_secret


def test_the_same_secret_has_the_same_digest_and_another_has_another() -> None:
    assert digest_secret("one") == digest_secret("one") != digest_secret("two")


def test_half_a_character_typed_into_an_address_has_a_digest_too() -> None:
    assert len(digest_secret("x\ud800")) == 64
