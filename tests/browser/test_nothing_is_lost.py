"""Nothing typed is lost, in any kind of form: leaving, a crash, another language, an ended session, an old token."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.requests.questions import ask_question
from licensing.acts.requests.submission import submit_case
from licensing.models import Case, Event, Session, WorkingCopy
from tests.browser.conftest import Enter
from tests.browser.test_accessibility import violations
from tests.browser.walking import Album, Walker
from tests.trial import make_refused_case
from tests.world import PASSWORD, World

TEXT = "Two brigades <wait> for it & need it."


@dataclass(frozen=True)
class Kind:
    """A kind of form: who fills it in, where, the field that is typed into, and what is pressed."""

    person: str
    make_path: Callable[[World], str]
    field: str
    button: str

    def __str__(self) -> str:
        return self.button


def _question(world: World) -> str:
    asked = ask_question(world.accepted(), world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=9))
    return f"/cases/{asked.case_id}/questions/{asked.pk}/"


def _report(world: World) -> str:
    licence = world.licence()
    surrender_licence(licence, world.paula, reason="No longer needed.")
    return f"/licences/{licence.pk}/reports/1/use/"


def _amendment(world: World) -> str:
    case = world.accepted()
    WorkingCopy.objects.create(case=case, author=world.paula, version=1, sections={"title": "Renamed"})
    return f"/cases/{case.pk}/amend/cost/"


def _at_desk(verb: str, make: Callable[[World], Case]) -> Callable[[World], str]:
    return lambda world: reverse("admin:licensing_case_act", args=[make(world).pk, verb])


KINDS = {
    "section": Kind("paula", lambda world: f"/cases/{world.draft().pk}/draft/end_use/", "#id_end_use-purpose", "Save"),
    "row": Kind("paula", lambda world: f"/cases/{world.draft().pk}/draft/lists/items/0/", "#id_model", "Save"),
    "new row": Kind("paula", lambda world: f"/cases/{world.draft().pk}/draft/lists/parties/add/", "#id_name", "Save"),
    "document": Kind("paula", lambda world: f"/cases/{world.draft().pk}/draft/documents/", "#id_title", "Attach"),
    "question": Kind("paula", _question, "#id_text", "Send"),
    "appeal": Kind("paula", lambda world: f"/cases/{make_refused_case(world).pk}/appeal/", "#id_reason", "File the appeal"),
    "amendment": Kind("paula", _amendment, "#id_reason", "File the new version"),
    "new request": Kind("paula", lambda _world: "/cases/new/", "#id_title", "Begin"),
    "withdrawal": Kind("paula", lambda world: f"/cases/{world.filed().pk}/withdraw/", "#id_reason", "Withdraw the request"),
    "report": Kind("paula", _report, "#id_note", "File the report"),
    "sign": Kind("greta", _at_desk("sign", World.with_need), "#id_comment", "Sign for your body"),
    "decide": Kind("dora", _at_desk("refuse", World.before_government), "#id_reasons", "Record the government's refusal"),
    "send back": Kind("otto", _at_desk("send_back", World.filed), "#id_reason", "Send the request back to the applicant"),
}


def field_of(page: Page, kind: Kind) -> Locator:
    return page.locator(kind.field)


def press(page: Page, kind: Kind) -> None:
    form = page.locator("form").filter(has=page.locator(kind.field))
    form.get_by_role("button", name=kind.button, exact=True).click()


def sign_in(walker: Walker, page: Page) -> None:
    page.get_by_label("E-mail").fill(walker.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^(Sign in|Увійти)$")).click()


def type_into(page: Page, kind: Kind, text: str = TEXT) -> None:
    field_of(page, kind).fill(text)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", KINDS)
def test_what_was_typed_outlives_the_session_and_acts_only_when_pressed(
    real_world: World, enter: Enter, name: str, script: bool
) -> None:
    kind = KINDS[name]
    path = kind.make_path(real_world)
    walker = enter(getattr(real_world, kind.person), script=script)
    walker.sign_in()
    walker.go(path)
    before = Event.objects.count()
    Session.objects.all().delete()

    type_into(walker.page, kind)
    press(walker.page, kind)
    walker.sees("What you typed is kept")
    walker.misses("brigades")
    sign_in(walker, walker.page)

    walker.sees("What you typed stands in the form again. Nothing was sent.")
    expect(field_of(walker.page, kind)).to_have_value(TEXT)
    assert Event.objects.count() == before
    if script:
        # The pages of the framework behind the desk have faults of their own.
        assert "/admin/" in path or violations(walker.page) == []
        leave_and_stay(walker.page)
    # The token of the page is that of an earlier sign-in: as after signing in again in another tab.
    walker.page.context.clear_cookies(name="csrftoken")
    press(walker.page, kind)
    walker.sees("This was not sent")
    assert not script or violations(walker.page) == []
    walker.follow("Go on with what you typed")
    expect(field_of(walker.page, kind)).to_have_value(TEXT)
    assert Event.objects.count() == before


def leave_and_stay(page: Page) -> None:
    """Whoever leaves a page with unsent text is asked first, and may stay."""
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => { location.href = '/preferences/'; })")
    assert asked.value.type == "beforeunload"


@pytest.mark.parametrize("name", KINDS)
def test_what_was_typed_is_offered_again_after_a_crash(real_world: World, enter: Enter, name: str) -> None:
    kind = KINDS[name]
    path = kind.make_path(real_world)
    walker = enter(getattr(real_world, kind.person))
    walker.sign_in()
    walker.go(path)
    # A section would save itself: not so without a connection.
    walker.page.context.set_offline(True)
    field_of(walker.page, kind).press_sequentially("Two brigades", delay=5)
    expect(walker.page.get_by_role("status").filter(has_text="kept in this browser").first).to_be_visible()
    # It says so from the first copy on, and a busy machine may not have made the one of the last key yet.
    walker.page.wait_for_function("text => Object.values(localStorage).some((copy) => copy.includes(text))", arg="Two brigades")

    crashed, again = walker.page, walker.page.context.new_page()
    walker.page = again
    crashed.close()
    again.context.set_offline(False)
    again.goto(path)

    expect(again.get_by_text("You typed something here that was not sent:")).to_be_visible()
    again.get_by_role("button", name="Put it back into the form").click()
    expect(field_of(again, kind)).to_have_value(re.compile("^Two brigades"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("name", ["section", "document", "question", "report"])
def test_another_language_shows_what_was_typed(real_world: World, enter: Enter, name: str, script: bool) -> None:
    kind = KINDS[name]
    walker = enter(real_world.paula, script=script)
    walker.sign_in()
    walker.go(kind.make_path(real_world))

    type_into(walker.page, kind)
    walker.press("Українська")

    expect(walker.page.locator("html")).to_have_attribute("lang", "uk")
    expect(field_of(walker.page, kind)).to_have_value(TEXT)


def test_a_page_goes_on_by_itself_after_signing_in_in_another_tab(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(f"/cases/{real_world.draft().pk}/draft/end_use/")
    Session.objects.all().delete()
    paula.type("Where they will be used", "Tartu")
    paula.sees("You have been signed out", "Not saved: you are signed out.")
    paula.misses("Password")
    assert violations(paula.page) == []

    with paula.page.context.expect_page() as opened:
        paula.follow("Sign in (in a new tab)")
    sign_in(paula, opened.value)
    expect(opened.value.get_by_role("heading", name="You are signed in")).to_be_visible()
    opened.value.close()

    paula.sees("Saved at")
    paula.misses("You have been signed out")
    assert Case.objects.get().end_use_location == "Tartu"


def test_a_page_leaves_when_somebody_else_signs_in_and_their_copies_are_erased(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(KINDS["withdrawal"].make_path(real_world))
    type_into(paula.page, KINDS["withdrawal"])
    paula.sees("Not sent yet.")
    Session.objects.all().delete()

    other = paula.page.context.new_page()
    other.goto("/")
    sign_in(Walker(other, real_world.rita, Album("")), other)

    expect(paula.page).to_have_url(re.compile("/$"))
    paula.misses("brigades")
    assert [key for key in copies(other) if not key.endswith("try")] == []
    other.close()


def test_signing_out_erases_what_is_kept_in_the_browser(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(KINDS["withdrawal"].make_path(real_world))
    type_into(paula.page, KINDS["withdrawal"])
    paula.sees("Not sent yet.")
    assert len(copies(paula.page)) == 1

    paula.page.once("dialog", lambda dialog: dialog.accept())
    paula.press("Sign out")

    paula.sees("Password")
    assert copies(paula.page) == []


def test_a_section_waits_for_the_connection_and_saves_itself_then(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(f"/cases/{real_world.draft().pk}/draft/end_use/")
    paula.page.context.set_offline(True)
    paula.type("Where they will be used", "Tartu")
    paula.sees("Not saved: the connection was lost.")
    paula.press("Save")
    paula.sees("You are offline, so nothing was sent.")

    paula.page.context.set_offline(False)

    paula.sees("Saved at")
    assert Case.objects.get().end_use_location == "Tartu"
    assert copies(paula.page) == []
    paula.type("Where they will be used", "Narva")
    paula.press("Save")
    paula.sees("Saved: End use.")


def test_one_malformed_field_is_left_out_stays_in_sight_and_is_offered_again(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    case = real_world.draft()
    paula.sign_in()
    paula.go(f"/cases/{case.pk}/draft/lists/items/0/")

    paula.page.locator("#id_quantity").fill("many")
    paula.page.locator("#id_model").fill("Z-41")

    paula.sees("Saved at", "except:", "Write a number such as 40 or 12.5")
    item = Case.objects.get().items.get(number=1)
    assert (item.model, item.quantity) == ("Z-41", 40)
    paula.page.once("dialog", lambda dialog: dialog.accept())
    paula.go("/")
    paula.go(f"/cases/{case.pk}/draft/lists/items/0/")
    paula.press("Put it back into the form")
    expect(paula.page.locator("#id_quantity")).to_have_value("many")


def test_a_new_row_saves_itself_once(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    case = real_world.draft(parties=[])
    paula.sign_in()
    paula.go(f"/cases/{case.pk}/draft/lists/parties/add/")
    paula.choose("Role in the transfer", "buyer")
    paula.tick("Government")
    paula.choose("Country", "EE")
    paula.type("Name", "Fictional Ministry")
    paula.sees("Saved at")

    paula.type("Address", "Narva mnt 1")
    paula.press("Save")

    paula.sees("Add a party")
    assert [(one.name, one.address) for one in Case.objects.get().parties.all()] == [("Fictional Ministry", "Narva mnt 1")]


def test_two_tabs_keep_their_own_text(real_world: World, enter: Enter) -> None:
    kind = KINDS["withdrawal"]
    paula = enter(real_world.paula)
    path = kind.make_path(real_world)
    paula.sign_in()
    paula.go(path)
    type_into(paula.page, kind, "In the first tab")
    paula.sees("Not sent yet.")

    other = paula.page.context.new_page()
    other.goto(path)
    type_into(other, kind, "In the second tab")

    expect(other.get_by_text("You typed something here")).to_have_count(0)
    expect(field_of(paula.page, kind)).to_have_value("In the first tab")
    other.close()


def test_a_form_that_was_sent_leaves_no_copy_behind(real_world: World, enter: Enter) -> None:
    kind = KINDS["withdrawal"]
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(kind.make_path(real_world))
    type_into(paula.page, kind)
    paula.sees("Not sent yet.")
    assert len(copies(paula.page)) == 1

    press(paula.page, kind)

    paula.sees("The request is withdrawn.")
    assert copies(paula.page) == []


def test_a_press_that_failed_keeps_its_copy_though_the_page_had_saved_itself_before(real_world: World, enter: Enter) -> None:
    paula = enter(real_world.paula)
    path = f"/cases/{real_world.draft().pk}/draft/end_use/"
    paula.sign_in()
    paula.go(path)
    paula.type("Where they will be used", "Tartu")
    paula.sees("Saved at")

    paula.page.route(f"**{path}", fail_the_press)
    paula.page.locator("#id_end_use-purpose").fill(TEXT)
    paula.press("Save")
    paula.sees("Not at present")
    paula.page.unroute(f"**{path}")
    paula.go("/")
    paula.go(path)

    paula.press("Put it back into the form")
    expect(paula.page.locator("#id_end_use-purpose")).to_have_value(TEXT)


def fail_the_press(route: Route) -> None:
    """Something on the way answers: nothing reaches the server, of what the page would save by itself neither."""
    if route.request.method != "POST":
        route.continue_()
    elif "hx-request" in route.request.headers:
        route.abort()
    else:
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><main>Not at present</main>")


def test_a_section_that_was_filed_meanwhile_says_so_and_keeps_what_is_typed(real_world: World, enter: Enter) -> None:
    paula, case = enter(real_world.paula), real_world.ready()
    paula.sign_in()
    paula.go(f"/cases/{case.pk}/draft/end_use/")
    submit_case(case, real_world.paula, declared=True)

    paula.page.locator("#id_end_use-purpose").fill(TEXT)

    paula.sees("Not saved: this form is not taken any more.")
    expect(paula.page.locator("h1")).to_have_count(1)
    assert len(copies(paula.page)) == 1
    paula.press("Save")
    paula.sees("This was not done", "What you typed", TEXT)
    assert violations(paula.page) == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_sign_in_that_ends_soon_is_told_and_can_be_kept(
    real_world: World, enter: Enter, settings: object, language: str
) -> None:
    settings.SESSION_COOKIE_AGE = 16  # type: ignore[attr-defined]
    real_world.paula.language = language
    real_world.paula.save()
    paula = enter(real_world.paula)
    paula.sign_in()
    paula.go(KINDS["withdrawal"].make_path(real_world))

    stay = "Stay signed in" if language == "en" else "Залишитися в системі"
    expect(paula.page.get_by_role("button", name=stay)).to_be_focused()
    assert violations(paula.page) == []
    with paula.page.expect_response(re.compile("/session/$")) as renewed:
        paula.press(stay)

    assert renewed.value.json()["seconds"] > 10
    expect(paula.page.get_by_role("button", name=stay)).to_be_hidden()


def copies(page: Page) -> list[str]:
    """The copies in the browser."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('dozvil:'))")
    return found
