"""Who has a second factor."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from config.accounts.second_factor import has_second_factor
from tests.world import World


def test_codes_of_an_app_are_a_second_factor_and_recovery_codes_alone_are_none(world: World) -> None:
    RecoveryCodes.activate(world.otto)
    assert not has_second_factor(world.otto)

    TOTP.activate(world.otto, generate_totp_secret())

    assert has_second_factor(world.otto)
