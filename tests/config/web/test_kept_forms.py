"""What is sent without a sign-in is kept for the person whose page it was, offered again, and never acts by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from licensing.acts.licences.licence import surrender_licence
from licensing.acts.requests.questions import ask_question
from licensing.acts.requests.submission import submit_case, withdraw_case
from licensing.models import Case, KeptForm, Position, User, WorkingCopy
from tests.abuse.walking import Route, forms_on, ids_of, list_routes, open_pages, signed_in, with_question
from tests.admin.conftest import today
from tests.portal.visiting import _Reader
from tests.world import World

BACKEND = "django.contrib.auth.backends.ModelBackend"
HTMX = {"HX-Request": "true"}


def browser(user: User, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(user, backend=BACKEND)
    return client


def read_forms_of(page: Any) -> list[Any]:
    reader = _Reader()
    reader.feed(page.content.decode())
    return list(reader.forms)


def read_form(page: Any, *, having: str) -> dict[str, Any]:
    """What a browser would send of the form of a page that has this field."""
    found: dict[str, Any] = next(form for form in read_forms_of(page) if having in form.values).filled({})
    return found


def end_session(client: Client) -> None:
    client.cookies.pop("dozvil_session")


def send_signed_out(client: Client, path: str, having: str, **typed: Any) -> Any:
    sent = read_form(client.get(path), having=having) | typed
    end_session(client)
    return client.post(path, sent, headers={"Referer": f"http://testserver{path}"})


def sign_in(client: Client, user: User, answer: Any) -> Any:
    """Sign in and follow where the page of signing in leads."""
    kept = re.search(r"next=([^&]*)", answer.url)
    assert kept is not None
    client.force_login(user, backend=BACKEND)
    return client.get(kept[1].replace("%2F", "/"), follow=True)


def test_what_was_typed_stands_in_its_form_after_signing_in(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    path = f"/cases/{case.pk}/withdraw/"

    answer = send_signed_out(client, path, "reason", reason="The buyer <has> gone.")
    login = client.get(answer.url)
    page = sign_in(client, world.paula, answer)

    assert answer.status_code == 302
    assert "What you typed is kept" in login.content.decode()
    assert "buyer" not in login.content.decode()
    assert read_form(page, having="reason")["reason"] == "The buyer <has> gone."
    assert "Nothing was sent" in page.content.decode()
    assert Case.objects.get().state == "submitted"


def test_a_form_that_was_offered_again_acts_when_it_is_pressed_and_is_forgotten(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    path = f"/cases/{case.pk}/withdraw/"
    page = sign_in(client, world.paula, send_signed_out(client, path, "reason", reason="The buyer has gone."))

    done = client.post(path, read_form(page, having="reason"))

    assert done.status_code == 302
    assert Case.objects.get().state == "withdrawn"
    assert not KeptForm.objects.exists()


def test_somebody_else_who_signs_in_never_sees_it_and_it_is_gone(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    answer = send_signed_out(client, f"/cases/{case.pk}/withdraw/", "reason", reason="The buyer has gone.")

    page = sign_in(client, world.rita, answer)

    assert page.redirect_chain == [("/", 302)]
    assert "buyer has gone" not in page.content.decode()
    assert not KeptForm.objects.exists()


@pytest.mark.walk
def test_a_vote_is_never_cast_by_signing_in(world: World) -> None:
    case, client = world.with_need(), browser(world.greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])

    answer = send_signed_out(client, path, "comment", choice="object", grounds="R02", comment="Two brigades wait for it.")
    page = sign_in(client, world.greta, answer)

    assert not Position.objects.exists()
    sent = read_form(page, having="comment")
    assert (sent["comment"], sent["choice"], sent["grounds"]) == ("Two brigades wait for it.", "object", "R02")
    assert client.post(path, sent).status_code == 302
    assert Position.objects.get().comment == "Two brigades wait for it."


def test_files_are_named_to_be_chosen_again(world: World) -> None:
    case, client = world.accepted(), browser(world.paula)
    asked = ask_question(case, world.otto, text="Which depot?", due_on=today() + timedelta(days=9))
    path = f"/cases/{case.pk}/questions/{asked.pk}/"
    scan = SimpleUploadedFile("depot plan.pdf", b"%PDF-1.7 plan")

    page = sign_in(client, world.paula, send_signed_out(client, path, "text", text="Depot 7", manner="whole", file=scan))

    assert "depot plan.pdf" in page.content.decode()
    assert read_form(page, having="text")["text"] == "Depot 7"


def test_a_form_that_is_no_longer_there_gives_the_text_back(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    answer = send_signed_out(client, f"/cases/{case.pk}/withdraw/", "reason", reason="The buyer has gone.")
    withdraw_case(case, world.paula, reason="By a colleague")

    page = sign_in(client, world.paula, answer)

    assert "This can no longer be sent" in page.content.decode()
    assert "The buyer has gone." in page.content.decode()


def test_what_was_kept_can_be_thrown_away(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    sign_in(client, world.paula, send_signed_out(client, f"/cases/{case.pk}/withdraw/", "reason", reason="Gone."))
    path = reverse("kept_form", args=[KeptForm.objects.get().pk])

    assert client.post(path).url == "/"
    assert not KeptForm.objects.exists()


def test_a_script_is_told_to_ask_for_a_sign_in_and_gets_no_page_of_it(world: World) -> None:
    case, client = world.draft(), browser(world.paula)
    end_session(client)

    answer = client.post(f"/cases/{case.pk}/draft/about/", {"title": "New"}, headers=HTMX)

    assert (answer.status_code, answer["X-Form-Refused"], answer.content) == (401, "sign-in", b"")


def test_a_form_with_the_token_of_an_earlier_sign_in_is_kept_and_offered(world: World) -> None:
    case, client = world.filed(), browser(world.paula, strict=True)
    path = f"/cases/{case.pk}/withdraw/"
    old = read_form(client.get(path), having="reason") | {"reason": "The buyer has gone.", "csrfmiddlewaretoken": "x" * 64}

    refused = client.post(path, old, headers={"Referer": f"http://testserver{path}"})
    again = re.search(r'href="(/kept/[^"]*)"', refused.content.decode())

    assert refused.status_code == 403
    assert "You have signed in again since this page was opened" in refused.content.decode()
    assert again is not None
    sent = read_form(client.get(again[1], follow=True), having="reason")
    assert sent["reason"] == "The buyer has gone."
    assert client.post(path, sent).status_code == 302


def test_a_form_of_somebody_elses_page_is_sent_in_nobodys_name(world: World) -> None:
    case, client = world.filed(), browser(world.paula, strict=True)
    path = f"/cases/{case.pk}/withdraw/"
    old = read_form(client.get(path), having="reason") | {"reason": "The buyer has gone.", "csrfmiddlewaretoken": "x" * 64}
    client.force_login(world.rita, backend=BACKEND)

    refused = client.post(path, old)

    assert (refused.status_code, KeptForm.objects.count()) == (403, 0)
    assert "opened by somebody else" in refused.content.decode()


def test_a_page_of_another_site_is_refused_and_nothing_of_it_is_kept_or_offered(world: World) -> None:
    case, client = world.filed(), browser(world.paula, strict=True)

    refused = client.post(f"/cases/{case.pk}/withdraw/", {"reason": "Forged"}, headers={"Origin": "https://evil.example"})

    assert refused.status_code == 403
    assert "Forged" not in refused.content.decode()
    assert not KeptForm.objects.exists()


def test_a_script_is_told_that_its_token_is_old_or_the_person_another(world: World) -> None:
    case, client = world.draft(), browser(world.paula, strict=True)
    path = f"/cases/{case.pk}/draft/about/"
    old = read_form(client.get(path), having="title") | {"csrfmiddlewaretoken": "x" * 64}

    assert client.post(path, old, headers=HTMX)["X-Form-Refused"] == "token"
    client.force_login(world.rita, backend=BACKEND)
    assert client.post(path, old, headers=HTMX)["X-Form-Refused"] == "other-person"


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_page_of_an_old_token_is_in_the_readers_language(world: World, language: str) -> None:
    User.objects.filter(pk=world.paula.pk).update(language=language)
    client = browser(User.objects.get(pk=world.paula.pk), strict=True)

    page = client.post("/preferences/", {}).content.decode()

    assert ("Це не надіслано" in page) == (language == "uk")


def test_changing_the_language_within_a_form_loses_nothing(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    path = f"/cases/{case.pk}/withdraw/"
    typed = read_form(client.get(path), having="reason") | {"reason": "The buyer has gone."}

    page = client.post(f"/language/?to=uk&next={path}", typed, follow=True)

    assert 'lang="uk"' in page.content.decode()
    assert read_form(page, having="reason")["reason"] == "The buyer has gone."


def test_changing_the_language_of_an_untouched_form_leaves_no_notice(world: World) -> None:
    case, client = world.draft(), browser(world.paula)
    path = f"/cases/{case.pk}/draft/about/"

    page = client.post(f"/language/?to=uk&next={path}", read_form(client.get(path), having="title"), follow=True)

    assert page.status_code == 200
    assert "dz-keep" not in page.content.decode().partition("<main")[2].partition("</main>")[0]


def test_passwords_are_not_kept(world: World) -> None:
    client, path = browser(world.paula), "/accounts/password/change/"
    sent = read_form(client.get(path), having="page_token")
    end_session(client)

    client.post(path, sent | dict.fromkeys(("oldpassword", "password1", "password2"), "correct horse"))

    assert not KeptForm.objects.exists()


def test_a_form_that_was_taken_is_told_to_the_script_of_the_next_page(world: World) -> None:
    case, client = world.filed(), browser(world.paula)
    path = f"/cases/{case.pk}/withdraw/"
    sent = read_form(client.get(path), having="reason")

    client.post(path, sent | {"reason": "", "press": "firstpress"})
    assert "dozvil_done" not in client.cookies
    client.post(path, sent | {"reason": "Gone.", "press": "secondpress"})

    assert client.cookies["dozvil_done"].value == "secondpress"


def test_a_page_that_saves_itself_says_nothing_about_any_press(world: World) -> None:
    case, client = world.draft(), browser(world.paula)
    path = f"/cases/{case.pk}/draft/about/"
    sent = read_form(client.get(path), having="title") | {"title": "Renamed", "press": "firstpress"}

    saved = client.post(path, sent, headers=HTMX)

    assert saved["X-Form-Saved"] == "whole"
    assert "dozvil_done" not in client.cookies


@dataclass(frozen=True)
class Late:
    """A form that is sent after its moment: who sends it, where, what is typed, and what has happened meanwhile."""

    person: str
    make: Callable[[World], tuple[str, Callable[[], object]]]
    field: str
    more: Mapping[str, Any] = field(default_factory=dict)


def filed_meanwhile(path: str) -> Callable[[World], tuple[str, Callable[[], object]]]:
    def make(world: World) -> tuple[str, Callable[[], object]]:
        case = world.ready()
        return f"/cases/{case.pk}/{path}", lambda: submit_case(case, world.paula, declared=True)

    return make


def withdrawn_meanwhile(path: str, make_case: Callable[[World], Case]) -> Callable[[World], tuple[str, Callable[[], object]]]:
    def make(world: World) -> tuple[str, Callable[[], object]]:
        case = make_case(world)
        found = path.format(case=case.pk, question=case.questions.values_list("pk", flat=True).first())
        return found, lambda: withdraw_case(case, world.paula, reason="By a colleague")

    return make


def amended(world: World) -> Case:
    case = world.accepted()
    WorkingCopy.objects.create(case=case, author=world.paula, version=1, sections={"title": "Renamed"})
    return case


def asked(world: World) -> Case:
    case = world.accepted()
    ask_question(case, world.otto, text="Which depot?", due_on=today() + timedelta(days=9))
    return case


def surrendered_meanwhile(world: World) -> tuple[str, Callable[[], object]]:
    licence = world.licence()
    return f"/licences/{licence.pk}/surrender/", lambda: surrender_licence(licence, world.paula, reason="By a colleague")


SCAN = {"file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan")}
AT_DESK = "/admin/licensing/case/{case}/act"
LATE = {
    "section": Late("paula", filed_meanwhile("draft/end_use/"), "end_use-purpose"),
    "row": Late("paula", filed_meanwhile("draft/lists/items/0/"), "model"),
    "new row": Late("paula", filed_meanwhile("draft/lists/parties/add/"), "name"),
    "document": Late("paula", filed_meanwhile("draft/documents/"), "title", SCAN),
    "section of an amendment": Late("paula", withdrawn_meanwhile("/cases/{case}/draft/end_use/", amended), "end_use-purpose"),
    "amendment": Late("paula", withdrawn_meanwhile("/cases/{case}/amend/cost/", amended), "reason"),
    "question": Late("paula", withdrawn_meanwhile("/cases/{case}/questions/{question}/", asked), "text", {"manner": "whole"}),
    "withdrawal": Late("paula", withdrawn_meanwhile("/cases/{case}/withdraw/", World.filed), "reason"),
    "surrender": Late("paula", surrendered_meanwhile, "reason"),
    "send back": Late("otto", withdrawn_meanwhile(AT_DESK + "/send_back/", World.filed), "reason"),
    "sign": Late(
        "greta",
        withdrawn_meanwhile(AT_DESK + "/sign/", World.with_need),
        "comment",
        {"choice": "approve"},
    ),
}


@pytest.mark.walk
@pytest.mark.parametrize("name", LATE)
def test_what_is_sent_too_late_is_refused_in_words_and_shown(world: World, name: str) -> None:
    late = LATE[name]
    path, happen = late.make(world)
    client = browser(getattr(world, late.person))
    sent = read_form(client.get(path), having=late.field) | {late.field: "Two brigades <wait>", "press": "firstpress"}
    happen()

    refused = client.post(find_target(path), sent | late.more)

    # At the desk the form also says what was seen, and is older than what has happened.
    assert refused.status_code in (409, 412)
    assert "Two brigades &lt;wait&gt;" in refused.content.decode()
    assert "dozvil_done" not in client.cookies


def find_target(path: str) -> str:
    return path.replace("/amend/cost/", "/amend/file/")


@pytest.mark.parametrize("name", ["section", "row", "new row"])
def test_a_page_that_saves_itself_too_late_is_refused_and_gets_no_page(world: World, name: str) -> None:
    path, happen = LATE[name].make(world)
    client = browser(world.paula)
    sent = read_form(client.get(path), having=LATE[name].field) | {LATE[name].field: "Two brigades"}
    happen()

    assert client.post(path, sent, headers=HTMX).status_code == 409


def test_a_script_is_never_led_to_another_page(world: World) -> None:
    client = browser(world.otto)

    answer = client.post("/cases/new/", {"title": "New"}, headers=HTMX)

    assert (answer.status_code, answer["X-Form-Refused"], answer.content) == (409, "moved", b"")


@pytest.mark.walk
@pytest.mark.parametrize(
    ("name", "routes", "least"),
    [
        ("paula", lambda: list_routes(""), 10),
        ("otto", lambda: at_desk("case", "licence"), 3),
        ("dora", lambda: at_desk("case", "sitting"), 3),
        ("pol", lambda: at_desk("calendar", "condition", "exchangerate", "reminderrule", "procedure"), 4),
    ],
)
def test_every_form_of_every_page_gets_back_what_was_typed(
    world: World, name: str, routes: Callable[[], list[Route]], least: int
) -> None:
    asked = with_question(world, world.accepted())
    places = ids_of(world.draft(), asked, world.before_government(), Case.objects.get(pk=world.licence().case_id))
    client, lost, seen = signed_in(getattr(world, name)), [], set[frozenset[str]]()

    for path, page in open_pages(client, routes(), *list(places)):
        for form in forms_on(page):
            typed = {name: f"Typed into {name}" for name in form.typed}
            # One of each kind; a password is kept nowhere, and what anybody may send without signing in is not refused.
            if not typed or frozenset(form.values) in seen or "password" in path or path == "/register/":
                continue
            seen.add(frozenset(form.values))
            Client().post(path, form.values | typed, headers={"Referer": f"http://testserver{path}"})
            again = client.get(f"{path}?kept={KeptForm.objects.latest('kept_at').pk}")
            if not any(typed.items() <= other.filled({}).items() for other in read_forms_of(again)):
                lost.append(path)

    assert lost == []
    assert len(seen) >= least


def at_desk(*rows: str) -> list[Route]:
    return [route for route in list_routes("admin/") if route.row in rows and not str(route).endswith(("delete/", "history/"))]
