"""Secrets of endpoints at rest: we must be able to read them to sign, and a copy of the database must not."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from licensing.outbox.delivery.attempt import Undeliverable


def encrypt(secret: str) -> str:
    """A secret as it is stored, encrypted under the present SECRET_KEY."""
    return _keys().encrypt(secret.encode()).decode()


def decrypt(seal: str) -> str:
    """A stored secret in the clear. Raises Undeliverable when its SECRET_KEY is neither present nor among the fallbacks."""
    try:
        return _keys().decrypt(seal.encode()).decode()
    except InvalidToken as lost:
        raise Undeliverable("the secret of the endpoint was sealed under a SECRET_KEY that is gone") from lost


def _keys() -> MultiFernet:
    """The present SECRET_KEY encrypts; the earlier ones, in SECRET_KEY_FALLBACKS, still decrypt."""
    return MultiFernet([_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> Fernet:
    # The prefix keeps this key apart from every other that is derived from SECRET_KEY; changing it loses all secrets.
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"dozvil endpoint secrets\n" + secret_key.encode()).digest()))
