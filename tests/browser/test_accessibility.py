"""Pages that no link leads to, held against WCAG 2.2 AA by axe: before signing in, at signing out, and with errors.

What links lead to, the crawler holds against the same (test_pages.py).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from licensing.acts.people.organisations.registrations import attach_to_registration, request_registration
from licensing.models import Invitation, Registration
from tests.browser.conftest import Enter
from tests.browser.crawling import ON_A_NARROW_SCREEN, RULES
from tests.browser.furnishing import LONG_WORD, furnish_people
from tests.browser.walking import Walker
from tests.policy.people.test_registrations import DETAILS
from tests.world import World

NARROW, WIDE = ViewportSize(width=390, height=844), ViewportSize(width=1280, height=900)


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe finds wrong on the page as it is, in a line each; and whether it must be moved sideways to be read."""
    found: list[dict[str, Any]] = Axe().run(page, options=rules).response["violations"]
    lines = [f"{page.url}: {one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        lines.append(f"{page.url}: wider than the screen")
    return lines


def look(walker: Walker, paths: list[str]) -> list[str]:
    """Every page in full on a wide screen; on a narrow one, what narrowness can spoil."""
    found: list[str] = []
    for path in paths:
        walker.page.set_viewport_size(WIDE)
        walker.go(path)
        found += violations(walker.page)
        walker.page.set_viewport_size(NARROW)
        found += violations(walker.page, ON_A_NARROW_SCREEN)
    return found


@pytest.fixture
def paula(real_world: World, enter: Enter) -> Walker:
    walker = enter(real_world.paula)
    walker.sign_in()
    return walker


@pytest.mark.parametrize("language", ["en", "uk"])
def test_pages_before_signing_in_are_accessible(real_world: World, enter: Enter, language: str) -> None:
    visitor = enter(real_world.paula)
    visitor.go("/accounts/login/")
    if language == "uk":
        visitor.press("Українська")
        visitor.sees("Увійти")

    assert (
        look(
            visitor,
            [
                "/accounts/login/",
                "/accounts/password/reset/",
                "/accounts/password/reset/done/",
                "/accounts/address/undo/x/",
                "/not/here/",
            ],
        )
        == []
    )


@pytest.mark.parametrize("language", ["en", "uk"])
def test_pages_behind_a_link_in_a_letter_are_accessible(real_world: World, enter: Enter, language: str) -> None:
    furnish_people(real_world)
    links = {row.language: f"/accounts/invitation/{row.token}/" for row in Invitation.objects.all()}
    request_registration(replace(DETAILS, name="Open"), email="open@depot.example", language=language)
    registration = Registration.objects.latest("asked_at")
    attach_to_registration(registration, b"Extract of the register", f"{LONG_WORD}.txt")
    visitor = enter(real_world.paula)
    visitor.go("/accounts/login/")
    if language == "uk":
        visitor.press("Українська")
        visitor.sees("Увійти")
    link = f"/register/link/{registration.token}/"
    visitor.go(links[language])
    visitor.sees("xxxxx@example.org" if language == "uk" else "nele@example.org")
    visitor.go(link)
    visitor.sees(LONG_WORD)

    found = look(visitor, ["/register/", "/register/sent/", link, f"{link}details/", links[language], "/register/link/x/"])

    assert found == []


def test_a_failed_sign_in_is_accessible(real_world: World, enter: Enter) -> None:
    visitor = enter(real_world.paula)
    visitor.go("/accounts/login/")
    visitor.type("E-mail", "nobody@example.org")
    visitor.type("Password", "wrong")
    visitor.press("Sign in")

    visitor.sees("There is a problem")
    assert violations(visitor.page) == []


def test_signing_out_is_accessible(real_world: World, paula: Walker) -> None:
    assert (
        look(
            paula,
            [
                "/accounts/logout/",
                "/accounts/address/",
                "/accounts/sessions/",
                "/accounts/password/change/",
                "/accounts/programs/",
            ],
        )
        == []
    )


def test_setting_up_a_second_factor_is_accessible(real_world: World, paula: Walker) -> None:
    paula.go("/accounts/2fa/app/")
    paula.sees("Scan this picture")

    assert look(paula, ["/accounts/2fa/", "/accounts/2fa/app/", "/accounts/2fa/passkeys/add/", "/accounts/confirm/"]) == []


def test_pages_that_report_errors_are_accessible(real_world: World, paula: Walker) -> None:
    draft = real_world.draft()
    paula.go(f"/cases/{draft.pk}/draft/lists/items/add/")
    paula.type("Quantity", "1,000")
    paula.press("Save")
    paula.sees("There is a problem")
    found = violations(paula.page)
    paula.go(f"/cases/{draft.pk}/check/")
    found += violations(paula.page)
    paula.go("/cases/new/")
    paula.press("Begin")
    paula.sees("There is a problem")

    assert found + violations(paula.page) == []
