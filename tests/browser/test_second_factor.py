"""A real browser makes a passkey, signs in with it, and proves with it who signs a position."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect
from pytest_django import Settings

from config.accounts.sessions.store import SessionStore
from licensing.models import Position, Session
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.world import World

# What a laptop with a fingerprint reader is to a page.
KEY: dict[str, Any] = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in_key(walker: Walker) -> None:
    session = walker.page.context.new_cdp_session(walker.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def age_proofs(minutes: int) -> None:
    """As if whoever is signed in had proved so long ago who they are."""
    # By its row: a session is kept under a digest, and nobody opens one without the key in the browser.
    for row in Session.objects.all():
        kept = SessionStore().decode(row.session_data)
        for record in kept.get("account_authentication_methods", []):
            record["at"] -= 60 * minutes
        row.session_data = SessionStore().encode(kept)
        row.save(update_fields=["session_data"])


def test_a_passkey_is_set_up_first_and_proves_who_signs(real_world: World, enter: Enter, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = settings.STEP_UP = True
    case = real_world.with_need()
    greta = enter(real_world.greta)
    plug_in_key(greta)

    greta.sign_in()
    greta.sees("Set up a second factor first")
    greta.picture("second-factor", whole=True)
    greta.follow("Add a passkey")
    greta.type("Name", "Office laptop")
    greta.picture("passkey", whole=True)
    greta.press("Add the passkey")
    greta.sees("The passkey is added.")
    greta.press("Make the codes and show them")
    greta.sees("They are not shown again.")
    greta.follow("I have kept them")
    greta.sees("Office laptop", "10 codes are left")
    greta.picture("second-factor-set-up", whole=True)

    greta.press("Sign out")
    greta.sign_in()
    greta.sees("Second step")
    greta.picture("second-step", whole=True)
    greta.press("Use the passkey")
    greta.sees("My desk")

    age_proofs(31)
    greta.go(reverse("admin:licensing_case_act", args=[case.pk, "sign"]))
    greta.tick("Approve")
    greta.page.locator("#id_comment").fill("Two brigades wait for it.")
    greta.press("Sign for your body")
    greta.sees("Confirm that it is you", "what you typed is kept")
    greta.picture("confirm", whole=True)
    greta.press("Use the passkey")
    expect(greta.page.locator("#id_comment")).to_have_value("Two brigades wait for it.")
    expect(greta.page.get_by_label("Approve", exact=True)).to_be_checked()
    assert not Position.objects.exists()

    greta.press("Sign for your body")
    greta.sees("Your position is recorded.")
    assert Position.objects.get().comment == "Two brigades wait for it."
    assert greta.complaints == []
