"""A governed list at the desk: read by everybody, changed in a draft alone, reworded by one person and given back."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.html import escape

from licensing.admin.reference.change_sets.governed_lists import MODELS
from licensing.admin.reference.change_sets.row_words import WORDS as CODES
from licensing.admin.reference.change_sets.row_words import RowWords, get_label
from licensing.admin.reference.coded_columns import CODED
from licensing.models import ChangeLine, ChangeSet, Condition, Country, ReminderRule, Requirement, Rewording, User
from tests.admin.conftest import At, execute_act, open_form, text_of
from tests.change_sets import draft, exclude
from tests.world import World

ESTONIA = {"alpha3": "EST", "tier": "excluded"}
WORDS = {"title": "Another tier", "reason": "The government decided so."}
RULE = {"offset_days": "-12", "unit": "calendar", "audience": "officers", "by_mail": "on", "quiet": "night"}


def page_of(model: str, page: str, *args: Any) -> str:
    return reverse(f"admin:licensing_{model}_{page}", args=args)


def test_a_proposed_change_stands_in_a_draft_and_nothing_else_changes(world: World, at: At) -> None:
    done = execute_act(at(world.pol), page_of("country", "propose_row", "EE"), **ESTONIA, **WORDS)

    change_set = ChangeSet.objects.get()
    assert (done.status_code, change_set.drafted_by, change_set.title) == (302, world.pol, "Another tier")
    assert [(one.key, one.before["tier"], one.after["tier"]) for one in change_set.lines.all()] == [
        ("EE", "europe", "excluded")
    ]
    assert Country.objects.get(pk="EE").tier == "europe"


def test_a_second_row_goes_into_the_same_draft(world: World, at: At) -> None:
    first, client = draft(world.pol, exclude("EE")), at(world.pol)
    new = {"code": "XX", "alpha3": "XXX", "tier": "other", "names_en": "Nowhere", "names_uk": "Ніде", "note": ""}

    execute_act(client, page_of("country", "propose"), into=str(first.pk), **new)

    assert {one.key: one.after["names"]["uk"] for one in first.lines.all()} == {"EE": "Естонія", "XX": "Ніде"}
    assert "Nowhere" in text_of(client.get(page_of("country", "propose") + "?row=XX"))


@pytest.mark.parametrize(
    ("model", "row", "given", "words"),
    [
        ("reminderrule", quote("legal_t10"), RULE | {"repeat_every": "0"}, "At least every day"),
        ("reminderrule", quote("legal_t10"), RULE | {"repeat_until": "9"}, "Nothing is repeated"),
        (
            "reminderrule",
            quote("legal_t10"),
            RULE | {"repeat_every": "2", "repeat_until": "3", "offset_days": "5"},
            "The last repeat cannot come before the first reminder.",
        ),
        ("reminderrule", quote("legal_t10"), RULE | {"offset_days": "-800"}, "At most two years before or after."),
        ("reminderrule", quote("legal_t10"), RULE | {"audience": "systems"}, "Systems hear of what the applicant"),
        ("reminderrule", quote("legal_t10"), RULE | {"by_webhook": "on"}, "Only the applicant can be reminded by webhook."),
        ("country", "EE", ESTONIA | {"reason": ""}, "Say why this is changed."),
        ("country", "EE", ESTONIA | {"alpha3": "TOO LONG"}, "at most 3 characters"),
        ("currency", "EUR", {"decimals": "two"}, "Enter a whole number."),
        ("country", "EE", {"alpha3": "EST", "tier": "europe"}, "This row says what it says already."),
    ],
)
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(
    world: World, at: At, model: str, row: str, given: dict[str, str], words: str
) -> None:
    answer = execute_act(at(world.pol), page_of(model, "propose_row", row), **WORDS | given)

    assert answer.status_code >= 400
    assert words in text_of(answer)
    assert "Another tier" in text_of(answer)
    assert (ChangeSet.objects.count(), ReminderRule.objects.get(pk="legal_t10").offset_days) == (0, -10)


def test_only_rows_that_can_end_do(world: World, at: At) -> None:
    client = at(world.pol)

    execute_act(client, page_of("casekind", "end_row", quote("single_permit")), **WORDS)
    refused = client.get(page_of("country", "end_row", "EE"))

    assert ChangeLine.objects.get().key == "single_permit"
    assert (refused.status_code, "is not changed in this way" in text_of(refused)) == (403, True)


def test_others_read_the_list_and_find_no_page_that_changes_it(world: World, at: At, ada: User) -> None:
    draft(world.pol, exclude("EE"))
    pages = [page_of("country", "propose"), page_of("country", "import")]
    pages += [page_of("country", page, "EE") for page in ("propose_row", "end_row", "reword_row")]

    for person in (world.otto, ada):
        client = at(person)
        row = text_of(client.get(page_of("country", "change", "EE")))

        assert ("A change of this row is under way" in row, "Propose a change" in row) == (True, False)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {client.post(page, ESTONIA | WORDS).status_code for page in pages} == {404}


def test_one_person_rewords_a_row_and_another_gives_the_words_back(world: World, at: At, pat: User) -> None:
    given = {"names_en": "Republic of Estonia", "names_uk": "Естонія", "note": "", "reason": "In full."}

    execute_act(at(world.pol), page_of("country", "reword_row", "EE"), **given)
    reworded, client = Country.objects.get(pk="EE").name, at(pat)
    row = text_of(client.get(page_of("country", "change", "EE")))
    execute_act(client, page_of("country", "undo_rewording", "EE", Rewording.objects.get().pk), reason="Too long.")

    assert (reworded, Country.objects.get(pk="EE").name) == ("Republic of Estonia", "Estonia")
    assert "<del><bdi>Estonia</bdi></del>" in row
    assert "Undone: Too long." in text_of(client.get(page_of("country", "change", "EE")))


def test_a_rewording_of_another_row_is_not_found(world: World, at: At) -> None:
    client = at(world.pol)
    execute_act(client, page_of("country", "reword_row", "EE"), names_en="Eesti", names_uk="Естонія", reason="Own name.")

    assert client.get(page_of("country", "undo_rewording", "LV", Rewording.objects.get().pk)).status_code == 404
    assert client.get(page_of("country", "reword_row", "QQ")).status_code == 404


def test_a_form_is_filled_with_what_is_there(world: World, at: At) -> None:
    page = text_of(at(world.pol).get(page_of("reminderrule", "propose_row", quote("legal_t10"))))

    assert 'value="-10"' in page
    assert open_form(at(world.pol), page_of("reminderrule", "propose_row", quote("legal_t10")))["key"]


@pytest.mark.walk
def test_a_row_says_its_lists_and_conditions_in_words(world: World, at: At) -> None:
    empty = Requirement.objects.filter(applies_if={}).earliest("pk")
    asked = Requirement.objects.exclude(applies_if={}).earliest("pk")

    pages = [
        page_of("requirement", "change", empty.pk),
        page_of("requirement", "change", asked.pk),
        page_of("condition", "change", Condition.objects.filter(parameters=[]).earliest("pk").pk),
    ]

    for url in pages:
        # The framework shows JSON as highlighted code.
        assert 'class="highlight"' not in at(world.pol).get(url).content.decode(), url
    assert "none" in text_of(at(world.pol).get(pages[0]))


@pytest.mark.parametrize(("code", "column"), sorted({*CODED, *CODES, ("requirements", "applies_if"), ("requirements", "kind")}))
def test_the_page_of_a_row_says_each_code_in_words_and_once(world: World, at: At, code: str, column: str) -> None:
    model = MODELS[code]
    rows = [row for row in model._default_manager.order_by("pk") if getattr(row, column) or column == "kind"]
    value = rows[0].serializable_value(column)
    words, label = RowWords([(code, {column: value})]).describe(code, column, value), get_label(code, column)

    page = text_of(at(world.pol).get(page_of(str(model._meta.model_name), "change", rows[0].pk)))

    said = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.partition('id="content"')[2]))
    assert escape(words) in page
    assert words != value
    assert said.count(f" {label} {escape(words)} ") == 1
