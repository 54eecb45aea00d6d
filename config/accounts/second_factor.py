"""Who has a second factor: a passkey or codes of an app."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

_SECOND_FACTORS: Final = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def has_second_factor(person: Any) -> bool:
    """Whether somebody has set up a second factor; recovery codes alone are none."""
    return bool(is_mfa_enabled(person, _SECOND_FACTORS))
