"""Keys derived from SECRET_KEY: one for each purpose, and the former ones while they are being replaced."""

from __future__ import annotations

import pytest
from cryptography.fernet import InvalidToken
from django.conf import LazySettings

from licensing.models.record.encryption import derive_keys


def test_what_one_purpose_encrypted_no_other_can_read() -> None:
    sealed = derive_keys(b"one").encrypt(b"text")

    assert derive_keys(b"one").decrypt(sealed) == b"text"
    with pytest.raises(InvalidToken):
        derive_keys(b"other").decrypt(sealed)


def test_a_former_key_still_reads(settings: LazySettings) -> None:
    sealed = derive_keys(b"one").encrypt(b"text")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key"

    assert derive_keys(b"one").decrypt(sealed) == b"text"
