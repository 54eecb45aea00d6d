"""Keys for what is stored encrypted: derived from SECRET_KEY, so that a copy of the database alone can read nothing of it."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def derive_keys(purpose: bytes) -> MultiFernet:
    """Keys for one purpose: the present SECRET_KEY encrypts; the earlier ones, in SECRET_KEY_FALLBACKS, still decrypt.

    `purpose` keeps the keys apart from every other that is derived from SECRET_KEY; changing it loses what is stored.
    """
    return MultiFernet([_derive(purpose, one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _derive(purpose: bytes, secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(purpose + b"\n" + secret_key.encode()).digest()))
