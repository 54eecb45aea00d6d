"""Links that are mailed to somebody without an account. Nothing in the database suffices to make one.

The secret part is derived from SECRET_KEY and the row, so that a letter can be written again at every try; only its digest is
stored, by which the row is found.
"""

from __future__ import annotations

import base64
from uuid import UUID

from django.utils.crypto import salted_hmac


def derive_token(purpose: str, row: UUID, sent: int) -> str:
    """The secret part of a link to a row; another one for each time that it is sent."""
    made = salted_hmac(f"dozvil {purpose}", f"{row}:{sent}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")
