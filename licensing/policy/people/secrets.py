"""Secrets of ours that are drawn at random: of programs, of links that are mailed, of tokens."""

from __future__ import annotations

import hashlib


def digest_secret(secret: str) -> str:
    """What is kept of a secret of ours. It is drawn at random, so that one round of SHA-256 hides it as well as many would."""
    # Whatever somebody types into an address arrives here, half a character of two included.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
