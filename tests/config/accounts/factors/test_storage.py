"""The secrets of second factors are stored encrypted, and those of an earlier release are still read."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from config.accounts.factors.storage import SealedFactors
from tests.world import World


def test_a_copy_of_the_database_holds_no_secret(world: World) -> None:
    secret = generate_totp_secret()

    stored = TOTP.activate(world.otto, secret).instance.data["secret"]

    assert secret not in stored
    assert SealedFactors().decrypt(stored) == secret


def test_a_secret_of_an_earlier_release_is_read_as_it_is() -> None:
    assert SealedFactors().decrypt("JBSWY3DPEHPK3PXP") == "JBSWY3DPEHPK3PXP"


def test_a_passkey_without_a_name_gets_the_next_number(world: World) -> None:
    assert SealedFactors().generate_authenticator_name(world.otto, Authenticator.Type.WEBAUTHN) == "Passkey 1"
