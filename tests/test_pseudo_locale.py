"""A third language is a catalogue and rows: with those alone, no page and no letter says anything in another language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.conf.locale import LANG_INFO
from django.db import transaction
from django.test import Client
from django.utils import translation

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government as decision
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.requests import amending, questions
from licensing.acts.signoff import positions as signoff
from licensing.choices import PositionChoice
from licensing.messages import Message
from licensing.models import Case, Delivery, LicenceCondition, Round, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.outbox import mail, routes
from tests import pseudo
from tests.abuse.walking import (
    Ids,
    Route,
    administrator,
    forms_on,
    ids_of,
    list_routes,
    open_pages,
    signed_in,
    with_endpoint,
    with_question,
)
from tests.world import REQUEST, World, clearance, resolution

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
NOBODY = pseudo.Written([], frozenset())
OF_CASES = ("", "case", "licence", "event")
OF_PEOPLE = ("user", "membership", "mandate", "appointment", "organisation", "body", "endpoint", "delivery")


@pytest.fixture
def third_language(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A language that the site has by a line of its settings and a catalogue, and that everybody here reads."""
    pseudo.write_catalogue(tmp_path)
    name = pseudo.translate("Accented")
    # Real languages stand there by themselves.
    monkeypatch.setitem(LANG_INFO, pseudo.CODE, {"bidi": False, "code": pseudo.CODE, "name": name, "name_local": name})
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    settings.LANGUAGES = [*settings.LANGUAGES, (pseudo.CODE, name)]
    with translation.override(pseudo.CODE):
        yield


def under_review(world: World) -> Case:
    """A case with a statement of need, an answer, a question that waits, and a position with a condition."""
    case = world.with_need()
    due = to_local_day(now()) + timedelta(days=9)
    asked = questions.ask_question(case, world.otto, text="Which unit uses them?", due_on=due)
    questions.answer_question(case, world.paula, asked.pk, text="The first one.")
    wanted = [{"code": "", "parameters": {}, "text": "Only by road."}]
    signoff.sign_case(case, world.rhea, signoff.PositionInput(PositionChoice.CONDITIONS, conditions=wanted), version=1)
    return with_question(world, Case.objects.get(pk=case.pk))


def amended(case: Case, world: World) -> Case:
    """A case whose request was changed in fields of every kind, after a position was given."""
    changes = {
        "urgency": {"urgent": True, "reason": "Soon."},
        "items": [REQUEST["items"][0] | {"serial_numbers": "0001", "unit": "SET"}, REQUEST["items"][1]],
        "end_use": REQUEST["end_use"] | {"purpose": "Training only.", "sector": "police"},
    }
    amending.amend_case(case, world.paula, changes, reason="A mistake.")
    return Case.objects.get(pk=case.pk)


def under_licence(world: World) -> Case:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("M-1", 1))
    suspend_licence(licence, world.otto, reason="Somebody asked.")
    return Case.objects.get(pk=licence.case_id)


def at_the_desk(*rows: str) -> list[Route]:
    """Pages of the desk, with those on which another row is added, but without deleting and the theme's own history."""
    return [
        route
        for route in list_routes("admin/")
        if route.row in rows and (not route.is_of_framework or str(route).endswith("/add/"))
    ]


def acts_at_the_desk() -> list[Route]:
    return [route for route in at_the_desk("case") if "/act/" in str(route)]


def lists_at_the_desk() -> list[Route]:
    return at_the_desk(*{route.row for route in list_routes("admin/")} - {*OF_CASES, *OF_PEOPLE})


def in_one_language() -> list[Route]:
    """Pages of the portal, without the check of a paper: whoever asks, it answers in both languages of papers."""
    return [route for route in list_routes("") if not str(route).startswith("check/")]


WALKS: dict[str, Callable[[], Sequence[Route]]] = {
    "nobody": lambda: [*list_routes("accounts/"), *in_one_language()],
    "paula": in_one_language,
    "otto": lambda: at_the_desk(*OF_CASES),
    "mira": acts_at_the_desk,
    "dora": lambda: [*acts_at_the_desk(), *at_the_desk("sitting")],
    "pol": lists_at_the_desk,
    "ada": lambda: at_the_desk(*OF_PEOPLE),
}


@pytest.mark.walk
@pytest.mark.parametrize("name", WALKS)
def test_no_page_holds_a_text_that_is_not_translated(third_language: None, world: World, name: str) -> None:
    with_endpoint(world.paula)
    places = list(ids_of(world.draft(), amended(under_review(world), world), under_licence(world)))
    person = administrator() if name == "ada" else getattr(world, name, None)
    User.objects.update(language=pseudo.CODE)
    written = pseudo.written_by_people()
    client = signed_in(person and User.objects.get(pk=person.pk), headers={"accept-language": pseudo.CODE})

    pages = list(_pages(client, WALKS[name](), places[-1:] if name in ("pol", "ada", "nobody") else places))

    where = {pseudo.normalize(text): path for path, page in pages for text in pseudo.visible_texts(page)}
    assert len(pages) > 5
    assert [f"{where[text]}: {text}" for text in pseudo.untranslated(where, written)] == []


def _pages(client: Client, walked: Sequence[Route], places: Sequence[Ids]) -> Iterator[tuple[str, str]]:
    """The pages of these routes, and what comes back when every form on them is sent with nothing filled in."""
    for path, page in open_pages(client, walked, *places):
        assert page.status_code < 500, path
        if page.headers.get("Content-Type", "").startswith("text/html"):
            yield path, page.content.decode()
        for form in forms_on(page):
            refused = _tried(client, path, form.values | dict.fromkeys(form.typed, ""))
            if refused.headers.get("Content-Type", "").startswith("text/html"):
                yield f"POST {path}", refused.content.decode()


def _tried(client: Client, path: str, values: dict[str, Any]) -> Any:
    """The answer to a form, of which nothing stays, so that the next one finds the same."""
    with transaction.atomic():
        answer = client.post(path, values)
        transaction.set_rollback(True)
    return answer


@pytest.mark.walk
def test_no_letter_holds_a_text_that_is_not_translated(third_language: None, world: World) -> None:
    User.objects.update(language=pseudo.CODE)
    under_review(world)
    under_licence(world)
    while routes.fan_out():
        pass
    written = pseudo.written_by_people()
    letters = [mail.compose([one]) for one in Delivery.objects.filter(channel="mail").select_related("event", "person")]

    texts = {text for one in letters for text in (one.subject, *str(one.body).splitlines())}

    assert len(letters) > 10
    assert pseudo.untranslated(texts, written) == []


def test_what_a_record_keeps_is_kept_in_the_third_language_too(third_language: None, world: World) -> None:
    case = world.before_government()
    decision.grant_case(case, world.dora, resolution(conditions=[{"code": "P22", "parameters": {"agreement": "the loan"}}]))

    languages = {"en", "uk", pseudo.CODE}
    ended = Round.objects.filter(case=case)
    assert [set(one.result["explanation"]) for one in ended] == [languages] * 2
    assert [one.explanation for one in ended] == [one.result["explanation"][pseudo.CODE] for one in ended]
    assert [set(one.texts) for one in LicenceCondition.objects.filter(licence__case=case)] == [languages]
    assert render_in_every_language(Message("Not passed."))[pseudo.CODE] == "⟦Ñóţ ṕáššéđ.⟧"


def test_no_template_says_a_word_by_itself() -> None:
    """Also those that no walk comes by. The contract of the API is in English alone, as it is published."""
    said = {
        f"{path.relative_to(TEMPLATES)}: {text}"
        for path in TEMPLATES.rglob("*")
        if path.suffix in {".html", ".txt"} and path.parent.name != "api"
        for text in pseudo.untranslated(pseudo.visible_texts(pseudo.literal_page(path.read_text())), NOBODY)
    }

    # Names of blocks and attributes that pages hand to their parts.
    assert {text for text in said if "dz-" not in text and "aria-describedby" not in text} == set()


@pytest.mark.parametrize(
    "page",
    [
        "<p>Plain words</p>",
        "<p>⟦Ţŕáńšĺáţéđ⟧ and not</p>",
        '<input placeholder="Plain">',
        '<a title="Plain">⟦ó⟧</a>',
        '<input type="submit" value="Save">',
        "<p>Звичайні слова</p>",
    ],
)
def test_a_text_that_is_not_translated_would_be_noticed(page: str) -> None:
    assert pseudo.untranslated(pseudo.visible_texts(page), NOBODY)


def test_what_people_wrote_and_codes_are_let_through() -> None:
    page = "<p>⟦Ŵŕíţţéñ ƀý⟧ Otto Officer, 28</p><p>decided_by</p><script>var words</script><code>open</code>"

    written = pseudo.Written(["Otto Officer"], {"decided_by"})

    assert pseudo.untranslated(pseudo.visible_texts(page), written) == []


def test_parameters_and_markup_are_left_as_they_are() -> None:
    assert pseudo.translate(" %(count)d day <b>left</b> %% ") == " ⟦%(count)d đáý <b>ĺéƒţ</b> %%⟧ "
