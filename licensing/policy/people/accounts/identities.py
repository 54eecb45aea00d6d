"""Who somebody is at a sign-in service (OpenID Connect): its issuer and the subject there, and never an address of mail."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any


def build_identity_key(issuer: str, subject: str) -> str:
    """One name for an issuer and a subject, which together name a person for ever (OpenID Connect Core 1.0, 5.7)."""
    return hashlib.sha256(f"{issuer.rstrip('/')}\n{subject}".encode()).hexdigest()


def is_second_factor(claims: Mapping[str, Any], *, acr: Collection[str], amr: Collection[str]) -> bool:
    """Whether the service says, in a word that the installation believes, that the person gave a second factor there."""
    methods = claims.get("amr")
    used = {one for one in methods if isinstance(one, str)} if isinstance(methods, list) else set()
    return claims.get("acr") in acr or not used.isdisjoint(amr)


def read_auth_time(claims: Mapping[str, Any]) -> float:
    """When the service saw the person itself, in seconds since the epoch; 0, which is never recent, where it does not say."""
    moment = claims.get("auth_time")
    return float(moment) if isinstance(moment, int | float) and not isinstance(moment, bool) and moment > 0 else 0.0
