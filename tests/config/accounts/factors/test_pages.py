"""The list of factors says what there is, what is needed, and in the demo that nothing is."""

from __future__ import annotations

from pytest_django import Settings

from tests.config.web.test_kept_forms import browser
from tests.members import add_reader
from tests.world import World


def test_the_list_is_for_whoever_is_signed_in_and_in_their_language(world: World) -> None:
    world.paula.language = "uk"
    world.paula.save()

    assert "Другий чинник" in browser(world.paula).get("/accounts/2fa/").content.decode()
    assert "Second factor" in browser(world.otto).get("/accounts/2fa/").content.decode()


def test_the_list_says_to_whoever_needs_one_that_the_last_one_stays(world: World, settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True

    assert "Your account needs one" in browser(world.otto).get("/accounts/2fa/").content.decode()
    assert "Your account needs one" not in browser(add_reader(world)).get("/accounts/2fa/").content.decode()
