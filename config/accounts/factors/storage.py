"""How the library stores the secrets of apps and recovery codes: encrypted, so that a copy of the database signs nobody in."""

from __future__ import annotations

from typing import Any, Final

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.models.record.encryption import derive_keys

_PURPOSE: Final = b"dozvil second factors"


class SealedFactors(DefaultMFAAdapter):
    """The secrets of second factors under our keys, and our words for what can be wrong."""

    error_messages: Any = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not fit. Take a new code, or use the passkey again."),
    }

    def encrypt(self, text: str) -> str:
        """The text under the present key."""
        return derive_keys(_PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The text again; what an earlier release stored as it was is given as it is."""
        try:
            return derive_keys(_PURPOSE).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return encrypted_text

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """The name of a passkey for which none was given."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site as a browser names it beside a passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": "Dozvil"}
