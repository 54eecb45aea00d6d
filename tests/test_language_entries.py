"""A third language is a line of the settings and texts in the rows: every entry point shows it, and asks no more for it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.reference.lists import read_lists
from licensing.acts.reference.procedures import build_procedure_document, compute_procedure_digest, store_procedure
from licensing.models import CaseKind, Country, Procedure, Unit, User
from tests.api.calling import Caller
from tests.portal.visiting import Visitor, text_of
from tests.trial import GOVERNMENT, MINISTRIES
from tests.world import World

POLISH = "Zezwolenie jednorazowe"
SEEDS = Path(__file__).resolve().parents[1] / "seeds" / "reference"
ESTONIA = reverse("admin:licensing_country_change", args=["EE"])
REWORD = reverse("admin:licensing_country_reword_row", args=["EE"])


@pytest.fixture(autouse=True)
def _polish(settings: LazySettings) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("pl", "Polish")]


def _signed_in(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(language="pl")
    client = Client()
    client.force_login(user)
    return client


def _statements(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def test_the_portal_shows_a_kind_of_request_in_it(world: World) -> None:
    kind = CaseKind.objects.get(pk="single_permit")
    CaseKind.objects.filter(pk=kind.pk).update(names=kind.names | {"pl": POLISH})
    User.objects.filter(pk=world.paula.pk).update(language="pl")

    page = Visitor(world.paula).open("new")

    assert POLISH in text_of(page)
    assert CaseKind.objects.get(pk="general_permit").names["en"] in text_of(page)


def test_the_desk_edits_and_lists_a_name_in_it(world: World) -> None:
    client = _signed_in(world.pol)
    sent = {"names_en": "Estonia", "names_uk": "Естонія", "names_pl": "Estonia (pl)", "reason": "In Polish too."}

    form = client.get(REWORD).content.decode()
    answer = client.post(REWORD, sent)
    listed = client.get(reverse("admin:licensing_country_changelist"), {"q": "estonia (PL)"}).content.decode()

    assert 'name="names_pl"' in form
    assert answer.status_code == 302
    assert Country.objects.get(pk="EE").names == {"en": "Estonia", "uk": "Естонія", "pl": "Estonia (pl)"}
    assert "Estonia (pl)" in listed


def test_who_only_reads_the_desk_reads_it_there_too(world: World) -> None:
    Country.objects.filter(pk="EE").update(names={"en": "Estonia", "uk": "Естонія", "pl": "Estonia (pl)"})

    page = _signed_in(world.otto).get(ESTONIA).content.decode()

    assert "Estonia (pl)" in page
    assert "Естонія" in page
    assert 'name="names_pl"' not in page


def test_a_name_in_a_language_that_the_desk_does_not_show_is_kept(world: World, settings: LazySettings) -> None:
    Country.objects.filter(pk="EE").update(names={"en": "Estonia", "uk": "Естонія", "pl": "Estonia (pl)"})
    settings.LANGUAGES = [("en", "English"), ("uk", "Ukrainian")]
    sent = {"names_en": "Eesti", "names_uk": "", "note": "", "reason": "Its own name."}

    answer = _signed_in(world.pol).post(REWORD, sent)

    assert answer.status_code == 302
    assert Country.objects.get(pk="EE").names == {"en": "Eesti", "pl": "Estonia (pl)"}


def test_a_form_without_english_is_refused_beside_the_field(world: World) -> None:
    sent = {"names_en": "", "names_uk": "Естонія", "names_pl": "", "reason": "A slip."}

    page = _signed_in(world.pol).post(REWORD, sent)

    assert page.status_code == 400
    assert ": this text is needed." in page.content.decode()
    assert Country.objects.get(pk="EE").names["en"] == "Estonia"


def test_the_api_reads_a_list_in_it(world: World) -> None:
    Unit.objects.filter(pk="KGM").update(names={"en": "kilogram", "uk": "кілограм", "pl": "kilogram (pl)"})

    rows = {row["code"]: row for row in Caller(world.paula).get("reference/units/").json()}

    assert rows["KGM"]["more"] == {"decimals": 3, "pl": "kilogram (pl)"}
    assert rows["NAR"]["more"] == {"decimals": 0}


def test_a_column_of_a_file_is_the_language(db: None, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SEEDS, tmp_path / "reference"))
    original = (folder / "currencies.csv").read_text(encoding="utf-8")
    lines = original.splitlines()
    further = [f"{lines[0]},name_pl", *(f"{line},{'złoty' if line.startswith('PLN') else ''}" for line in lines[1:])]
    (folder / "currencies.csv").write_text("\n".join(further) + "\n", encoding="utf-8")

    names = {row["code"]: row["names"] for row in read_lists(folder)["currencies"]}

    assert names["PLN"]["pl"] == "złoty"
    assert {language for language, text in names["EUR"].items() if text} == {"en", "uk"}


def test_a_procedure_is_published_with_its_names_in_it(db: None) -> None:
    document = {
        "code": "further",
        "version": 1,
        "valid_from": "2024-01-01",
        "name_en": "Trial",
        "name_uk": "Спроба",
        "name_pl": "Próba",
        "calendar": "UA",
        "term": {"amount": 45},
        "stages": [stage | {"name_pl": "Etap"} for stage in (MINISTRIES, GOVERNMENT)],
    }

    procedure, _is_new = store_procedure(document)

    stored = Procedure.objects.get(pk=procedure.pk)
    assert (stored.names["pl"], stored.stages.get(number=1).names["pl"]) == ("Próba", "Etap")
    assert build_procedure_document(stored)["name_pl"] == "Próba"
    assert compute_procedure_digest(stored) == stored.digest


@pytest.mark.walk
@pytest.mark.parametrize("name", ["country", "unit", "body", "requirement", "procedure"])
def test_a_list_at_the_desk_asks_as_much_for_all_rows_and_languages_as_for_one(
    world: World, settings: LazySettings, name: str
) -> None:
    client = _signed_in(world.pol)
    page = reverse(f"admin:licensing_{name}_changelist")
    three, one_row = _statements(client, page), _statements(client, f"{page}?q=zzzzzz")

    settings.LANGUAGES = [("en", "English")]

    assert _statements(client, page) == three
    assert one_row <= three <= one_row + 1


def test_a_list_at_the_portal_asks_as_much_for_more_rows(world: World) -> None:
    client, page = _signed_in(world.paula), reverse("portal:new")
    before = _statements(client, page)
    for number in range(3):
        names = {"en": f"Kind {number}", "pl": f"Rodzaj {number}"}
        CaseKind.objects.create(code=f"kind{number}", prefix=f"K{number}", names=names, permit="none")

    assert _statements(client, page) == before
