"""Every page of the portal, held against WCAG 2.2 AA by axe, on a wide screen and on a narrow one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.requests.questions import ask_question
from licensing.acts.requests.submission import send_back_case
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.world import World, clearance

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ON_A_NARROW_SCREEN = {"runOnly": ["target-size", "scrollable-region-focusable"]}
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
        look(visitor, ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/not/here/"]) == []
    )


def test_a_failed_sign_in_is_accessible(real_world: World, enter: Enter) -> None:
    visitor = enter(real_world.paula)
    visitor.go("/accounts/login/")
    visitor.type("Email", "nobody@example.org")
    visitor.type("Password", "wrong")
    visitor.press("Sign in")

    visitor.sees("There is a problem")
    assert violations(visitor.page) == []


def test_pages_of_a_person_are_accessible(paula: Walker) -> None:
    paths = ["/", "/cases/new/", "/licences/", "/colleagues/", "/preferences/"]
    account = ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]

    assert look(paula, [*paths, *account]) == []


def test_setting_up_a_second_factor_is_accessible(real_world: World, paula: Walker) -> None:
    paula.go("/accounts/2fa/totp/activate/")
    if "/reauthenticate/" in paula.page.url:
        assert violations(paula.page) == []
        paula.type("Password", "correct horse battery staple")
        paula.page.locator("main button[type=submit]").first.click()

    paula.sees("Authenticator secret")
    assert violations(paula.page) == []


def test_pages_of_a_draft_are_accessible(real_world: World, paula: Walker) -> None:
    draft, plan = real_world.ready(), real_world.draft(kind="country_plan", projects=[{"title": "One", "form": "mixed"}])
    for form in ("joint_venture", "mixed"):
        real_world.draft(cooperation_form=form)
    at = f"/cases/{draft.pk}/draft/"
    sheets = [f"{at}{slug}/" for slug in ("about", "end_use", "terms", "documents", "items/import")]
    rows = [f"{at}lists/{slug}/{page}" for slug in ("items", "parties", "route") for page in ("", "add/", "0/", "0/remove/")]
    others = [f"/cases/{draft.pk}/{page}" for page in ("check/", "content/", "withdraw/")]

    assert look(paula, [at, *sheets, *rows, *others, f"/cases/{plan.pk}/draft/lists/projects/add/"]) == []


def test_terms_of_every_form_are_accessible(real_world: World, paula: Walker) -> None:
    mixed = real_world.draft(cooperation_form="mixed")

    assert look(paula, [f"/cases/{mixed.pk}/draft/terms/"]) == []


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


def test_pages_of_a_filed_request_are_accessible(real_world: World, paula: Walker) -> None:
    due = to_local_day(now()) + timedelta(days=9)
    asked = ask_question(real_world.accepted(), real_world.otto, text="Which depot?", due_on=due)
    returned = send_back_case(real_world.filed(), real_world.otto, grounds=["N01"], reason="Name the end user.")
    granted = real_world.granted()
    pages = [f"/cases/{case.pk}/" for case in (asked.case, returned, granted)]
    more = [f"/cases/{granted.pk}/{page}" for page in ("content/", "versions/1/", "receipt/")]
    question = f"/cases/{asked.case_id}/questions/{asked.pk}/"

    assert look(paula, ["/", *pages, *more, question, f"/cases/{returned.pk}/draft/", f"/cases/{returned.pk}/check/"]) == []


def test_pages_of_a_licence_are_accessible(real_world: World, paula: Walker) -> None:
    licence = real_world.licence()
    draw_down_licence(licence, real_world.cus, clearance("m-1", 15))
    suspend_licence(licence, real_world.otto, reason="Urgent need at home.")

    assert look(paula, ["/licences/", f"/licences/{licence.pk}/", f"/licences/{licence.pk}/surrender/"]) == []


def test_pages_in_ukrainian_are_accessible(real_world: World, paula: Walker) -> None:
    granted = real_world.granted()
    paula.go("/")
    paula.press("Українська")
    paula.sees("Нова заява")

    assert look(paula, ["/", "/cases/new/", f"/cases/{granted.pk}/", f"/cases/{granted.pk}/content/"]) == []
