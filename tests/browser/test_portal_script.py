"""What the portal's pages do better with a script: save themselves, wait for one another, and press once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from licensing.choices import CaseState
from licensing.models import Case, CaseVersion, Membership
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.by_hand import by_hand
from tests.world import World


@pytest.fixture
def paula(real_world: World, enter: Enter) -> Walker:
    walker = enter(real_world.paula)
    walker.sign_in()
    return walker


def test_a_section_saves_itself_and_the_list_of_what_is_missing_shrinks(real_world: World, paula: Walker) -> None:
    case = real_world.draft(end_use={})
    paula.go(f"/cases/{case.pk}/draft/end_use/")
    paula.sees("Say where the goods will be used.")

    paula.type("Where they will be used", "Tartu")

    paula.sees("Saved at")
    paula.misses("Say where the goods will be used.")
    assert Case.objects.get().end_use_location == "Tartu"


def test_a_press_of_the_button_while_it_saves_itself_is_no_conflict(real_world: World, paula: Walker) -> None:
    case = real_world.draft()
    paula.go(f"/cases/{case.pk}/draft/end_use/")

    for number in range(6):
        paula.type("Where they will be used", f"Tartu {number}")
        paula.page.keyboard.press("Tab")
        paula.page.wait_for_timeout(520)
    paula.type("Where they will be used", "Tartu")
    paula.page.keyboard.press("Tab")
    paula.page.wait_for_timeout(510)
    paula.press("Save")

    paula.sees("Saved: End use.")
    assert Case.objects.get().end_use_location == "Tartu"


def test_a_colleagues_change_is_told_while_typing(real_world: World, paula: Walker, enter: Enter) -> None:
    case = real_world.draft()
    with by_hand():
        Membership.objects.create(user=real_world.stella, organisation=real_world.partner, role="preparer")
    stella = enter(real_world.stella)
    stella.sign_in()
    paula.go(f"/cases/{case.pk}/draft/end_use/")
    stella.go(f"/cases/{case.pk}/draft/end_use/")
    stella.type("Programme", "Eastern shield")
    stella.sees("Saved at")

    paula.type("Where they will be used", "Tartu")
    paula.sees("Not saved: somebody else has changed this section meanwhile.")
    paula.press("Save")

    paula.sees("Somebody else changed this while you were writing", "Eastern shield")
    expect(paula.page.get_by_label("Where they will be used")).to_have_value("Tartu")
    paula.press("Save")
    paula.sees("Saved: End use.")
    now = Case.objects.get()
    assert (now.end_use_location, now.end_use_programme) == ("Tartu", "Eastern shield")


def test_a_double_click_submits_once(real_world: World, paula: Walker) -> None:
    case = real_world.ready()
    paula.go(f"/cases/{case.pk}/check/")
    paula.tick("For Fictional Ministry of Tallinn I declare that")

    paula.page.get_by_role("button", name="Submit", exact=True).dblclick()

    paula.sees("Request submitted")
    assert (Case.objects.get().state, CaseVersion.objects.count()) == (CaseState.SUBMITTED, 1)


def test_a_page_with_errors_begins_at_them_and_leads_to_the_field(real_world: World, paula: Walker) -> None:
    case = real_world.draft()
    paula.go(f"/cases/{case.pk}/draft/lists/items/add/")
    paula.press("Save")

    expect(paula.page.locator(".govuk-error-summary")).to_be_focused()
    paula.follow("Fill in “Quantity”.")
    expect(paula.page.locator("#id_quantity")).to_be_focused()


def test_long_lists_of_boxes_can_be_narrowed(real_world: World, paula: Walker) -> None:
    case = real_world.draft()
    paula.go(f"/cases/{case.pk}/draft/lists/items/0/")
    boxes = paula.page.locator("#id_control_entries-list .govuk-checkboxes__item:visible")

    paula.type("Show only entries with these words", "armour helmets")

    expect(boxes).to_have_text([re.compile("ML10"), re.compile("ML13")])


def test_everything_can_be_done_with_the_keyboard(real_world: World, paula: Walker) -> None:
    paula.go("/")
    paula.page.keyboard.press("Tab")
    expect(paula.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    paula.page.keyboard.press("Enter")
    expect(paula.page).to_have_url(re.compile("#main$"))

    paula.page.get_by_role("button", name="New request").focus()
    paula.page.keyboard.press("Enter")
    paula.page.get_by_label("Single permit", exact=True).focus()
    paula.page.keyboard.press("Space")
    paula.page.get_by_label("Title").focus()
    paula.page.keyboard.type("By keyboard alone")
    paula.page.keyboard.press("Enter")

    paula.sees("By keyboard alone", "Still missing")
