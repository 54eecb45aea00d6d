"""Secrets of endpoints at rest: we must be able to read them to sign, and a copy of the database must not."""

from __future__ import annotations

from cryptography.fernet import InvalidToken

from licensing.models.record.encryption import derive_keys
from licensing.outbox.delivery.attempt import Undeliverable

_PURPOSE = b"dozvil endpoint secrets"


def encrypt(secret: str) -> str:
    """A secret as it is stored, encrypted under the present SECRET_KEY."""
    return derive_keys(_PURPOSE).encrypt(secret.encode()).decode()


def decrypt(seal: str) -> str:
    """A stored secret in the clear. Raises Undeliverable when its SECRET_KEY is neither present nor among the fallbacks."""
    try:
        return derive_keys(_PURPOSE).decrypt(seal.encode()).decode()
    except InvalidToken as lost:
        raise Undeliverable("the secret of the endpoint was sealed under a SECRET_KEY that is gone") from lost
