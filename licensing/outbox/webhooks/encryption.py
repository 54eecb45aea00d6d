"""Secrets of endpoints at rest: we must be able to read them to sign, and a copy of the database must not."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from licensing.outbox.delivery.attempt import Undeliverable


def encrypt(secret: str) -> str:
    return _keys().encrypt(secret.encode()).decode()


def decrypt(seal: str) -> str:
    try:
        return _keys().decrypt(seal.encode()).decode()
    except InvalidToken as lost:
        raise Undeliverable("the secret of the endpoint was sealed under a SECRET_KEY that is gone") from lost


def _keys() -> MultiFernet:
    """The present SECRET_KEY seals; the earlier ones still open."""
    return MultiFernet([_key(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"dozvil endpoint secrets\n" + secret_key.encode()).digest()))
