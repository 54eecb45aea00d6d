"""Item lines from a spreadsheet: looked at first, imported all or none, every fault with its cell; and written out again."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import load_workbook

from licensing.acts.requests import imports
from licensing.models import Case, ItemImport
from licensing.models.requests.composition import build_request_document
from licensing.policy.requests.sheets.headings import COLUMNS
from tests.policy.requests.sheets.books import FILES
from tests.portal.visiting import Visitor, count_selects, summary_of, text_of
from tests.world import World

HEADS = "name,quantity,unit,unit_price,currency,control_entries,origin\n"
GOOD = "Drone,40,NAR,80000,EUR,ML10;ML11,UA\n"


def items_of(case: Case) -> list[Any]:
    return build_request_document(Case.objects.get(pk=case.pk))["items"]


def sent(person: Visitor, case: Case, content: str | bytes, name: str = "items.csv") -> Any:
    """The page that a person comes to after sending a file; the one that refuses it, where it is refused."""
    data = content.encode() if isinstance(content, str) else content
    answer = person.send("import_items", case.pk, file=SimpleUploadedFile(name, data))
    return person.client.get(answer.url) if answer.status_code == 302 else answer


def pressed(person: Visitor, case: Case, page: Any, do: str = "import", **typed: Any) -> Any:
    """The answer to pressing a button of the preview, with what somebody has chosen there."""
    kept = page.context["import"]
    forms = 1 if "checking" in page.content.decode() else 0
    return person.send("import_preview", case.pk, kept.pk, into=page, form=forms, do=do, **typed)


def test_forty_lines_are_shown_and_then_imported_in_one_go(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    page = sent(paula, case, HEADS + GOOD * 40)
    before = items_of(case)
    answer = pressed(paula, case, page)

    assert "40 lines were read; nothing is imported yet" in text_of(page)
    assert before == []
    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/draft/lists/items/")
    assert len(items_of(case)) == 40
    assert items_of(case)[0]["control_entries"] == ["ML10", "ML11"]
    assert not ItemImport.objects.exists()


def test_all_faults_are_told_at_once_by_cell_and_nothing_is_imported(world: World, paula: Visitor) -> None:
    case = world.draft()
    before = items_of(case)
    lines = GOOD * 3 + "Drone,many,XYZ,80000,EUR,ML99,UA\n" + GOOD + ",5,NAR,1,EUR,ML10,UA\n" + "Drone,1.5,NAR,1,,ML10,UA\n"

    page = sent(paula, case, HEADS + lines)
    refused = pressed(paula, case, page, do="import")

    told = [(one.where, one.sentence) for one in page.context["cell_faults"]]
    assert told == [
        ("B5", "This is not a number. Write it in digits, such as 40 or 12.5."),
        ("C5", "There is no unit “XYZ”."),
        ("F5", "There is no control entry “ML99”."),
        ("A7", "This cell must not be empty."),
        ("B8", "NAR is counted with at most 0 decimals."),
        ("E8", "Say in which currency the price is."),
    ]
    assert (refused.status_code, items_of(case)) == (422, before)


def test_cells_with_the_same_fault_are_told_together(world: World, paula: Visitor) -> None:
    page = sent(paula, world.draft(), HEADS + "Drone,many,NAR,1,EUR,ML10,UA\n" * 20)

    [fault] = page.context["cell_faults"]
    assert fault.where == "B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13 and 8 more"


@pytest.mark.walk
def test_a_file_is_read_and_checked_once_while_nothing_is_chosen_otherwise(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    page = sent(paula, case, HEADS + GOOD * (imports.PORTION + 1))
    kept = page.context["import"]
    imports.check_lines(kept)
    page = paula.open("import_preview", case.pk, kept.pk)

    pressed(paula, case, page, do="look")

    assert ItemImport.objects.get(pk=kept.pk).checked == imports.PORTION + 1


def test_lines_replace_what_is_there_only_when_asked(world: World, paula: Visitor) -> None:
    case = world.draft()

    pressed(paula, case, sent(paula, case, HEADS + GOOD))
    added = len(items_of(case))
    pressed(paula, case, sent(paula, case, HEADS + GOOD + GOOD), mode="replace")

    assert (added, len(items_of(case))) == (3, 2)


@pytest.mark.walk
def test_more_items_than_a_request_holds_are_refused_whole(world: World, paula: Visitor) -> None:
    case = world.draft()
    page = sent(paula, case, "name,quantity,unit\n" + "Bolt,1,NAR\n" * 5000)
    kept = page.context["import"]
    paula.client.post(f"/cases/{case.pk}/draft/items/import/{kept.pk}/check/")

    refused = pressed(paula, case, paula.open("import_preview", case.pk, kept.pk))

    assert (refused.status_code, summary_of(refused)) == (422, ["At most 5000 entries."])
    assert len(items_of(case)) == 2


def test_a_row_is_kept_or_left_out_as_its_person_says(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    content = (FILES / "c12_totals_row.csv").read_bytes()

    page = sent(paula, case, content)
    unanswered = pressed(paula, case, page)
    answered = pressed(paula, case, page, row__4="skip")

    assert "Say which of these rows are lines: 4." in text_of(page)
    assert unanswered.status_code == 422
    assert (answered.status_code, [item["name"] for item in items_of(case)]) == (302, ["Sova", "Mast"])


def test_many_odd_rows_of_a_kind_are_asked_about_together(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    page = sent(paula, case, HEADS + GOOD + "Total,7,,,,,\n" * 40)

    [question] = page.context["questions"]
    pressed(paula, case, page, rows__total="skip")

    assert question.label == "40 rows: 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 …"
    assert len(items_of(case)) == 1


def test_columns_that_are_chosen_anew_are_looked_at_before_they_are_imported(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    page = sent(paula, case, "name,Benennung,quantity,unit\nA-1,Drone,3,NAR\n")

    shown = pressed(paula, case, page, column__0="model", column__1="name")
    nothing_yet = items_of(case)
    pressed(paula, case, shown)

    assert (shown.status_code, nothing_yet) == (422, [])
    assert [(item["name"], item["model"]) for item in items_of(case)] == [("Drone", "A-1")]


def test_a_file_is_read_again_in_another_encoding(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    page = sent(paula, case, "name;quantity;unit\nКабель;3;NAR\n".encode("koi8_u"))

    answer = pressed(paula, case, page, do="read", encoding="koi8_u")
    page = paula.client.get(answer.url)

    assert page.context["lines"][0][1][0] == "Кабель"


def test_what_was_sent_is_there_after_the_browser_has_gone(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft(items=[])
    kept = sent(paula, case, HEADS + GOOD, "our drones.csv").context["import"]

    mine, theirs = paula.open("import_items", case.pk), pavlo.open("import_items", case.pk)
    stranger = pavlo.open("import_preview", case.pk, kept.pk)

    assert "our drones.csv" in text_of(mine)
    assert "our drones.csv" not in text_of(theirs)
    assert (stranger.status_code, stranger.url) == (302, f"/cases/{case.pk}/draft/items/import/")


def test_a_file_is_discarded(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    kept = sent(paula, case, HEADS + GOOD).context["import"]

    paula.client.post(f"/cases/{case.pk}/draft/items/import/{kept.pk}/discard/")

    assert not ItemImport.objects.exists()
    assert items_of(case) == []


def test_an_import_that_is_sent_twice_is_carried_out_once(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    page = sent(paula, case, HEADS + GOOD)

    first, second = pressed(paula, case, page), pressed(paula, case, page)

    assert first.url == second.url
    assert len(items_of(case)) == 1


def test_many_lines_are_checked_portion_by_portion(world: World, paula: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PORTION", 2)
    monkeypatch.setattr(imports.check_lines, "__kwdefaults__", {"most": 2})
    case = world.draft(items=[])
    kept = sent(paula, case, HEADS + GOOD * 4 + "Drone,1,XYZ,1,EUR,ML10,UA\n").context["import"]
    url = f"/cases/{case.pk}/draft/items/import/{kept.pk}/check/"

    early = paula.open("import_preview", case.pk, kept.pk)
    without_script = paula.client.post(url)
    done = paula.client.get(without_script.url)

    assert "2 of 5 lines are checked." in text_of(early)
    assert "are checked" not in text_of(done)
    assert [one.where for one in done.context["cell_faults"]] == ["C6"]


@pytest.mark.walk
def test_a_page_with_script_asks_for_the_next_portion(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    kept = sent(paula, case, "name,quantity,unit\n" + "Bolt,1,NAR\n" * 2500).context["import"]
    url = f"/cases/{case.pk}/draft/items/import/{kept.pk}/check/"

    portion = paula.client.post(url, headers={"HX-Request": "true"})
    last = paula.client.post(url, headers={"HX-Request": "true"})

    assert "2000 of 2500 lines are checked." in " ".join(portion.content.decode().split())
    assert last.headers["HX-Redirect"] == f"/cases/{case.pk}/draft/items/import/{kept.pk}/"


def test_faults_are_told_in_the_language_of_whoever_reads(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    kept = sent(paula, case, HEADS + "Drone,1,XYZ,1.000,EUR,ML10,UA\n").context["import"]
    world.paula.language = "uk"
    world.paula.save()

    with translation.override("uk"):
        page = paula.client.get(f"/cases/{case.pk}/draft/items/import/{kept.pk}/", headers={"Accept-Language": "uk"})
        told = [str(one.sentence) for one in page.context["cell_faults"]]

    assert told[0].startswith("Немає")


def test_a_file_that_is_no_sheet_imports_nothing(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    page = sent(paula, case, b"\x89PNG\r\n\x1a\n\x00\x00")

    assert page.status_code == 422
    assert summary_of(page) == ["This is a picture."]
    assert not ItemImport.objects.exists()


@pytest.mark.walk
def test_what_is_written_out_and_imported_again_is_the_same(world: World, paula: Visitor) -> None:
    case = world.draft()
    before = items_of(case)

    for kind in ("csv", "xlsx"):
        exported = paula.open("export_items", case.pk, kind)
        page = sent(paula, case, exported.content, f"items.{kind}")
        pressed(paula, case, page, mode="replace")

        assert items_of(case) == before


def test_the_empty_sheets_hold_the_columns(world: World, paula: Visitor) -> None:
    csv = paula.open("empty_sheet", "csv")
    xlsx = paula.open("empty_sheet", "xlsx")

    assert csv.content.decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    book = load_workbook(io.BytesIO(xlsx.content))
    assert [cell.value for cell in book["items"][1]] == list(COLUMNS)
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(COLUMNS)


def test_a_preview_of_many_lines_reads_the_database_as_often_as_one_of_few(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    few = sent(paula, case, HEADS + GOOD).context["import"]
    many = sent(paula, case, HEADS + GOOD * 200).context["import"]

    counts = [count_selects(lambda kept=kept: paula.open("import_preview", case.pk, kept.pk)) for kept in (few, many)]

    assert counts[0] == counts[1]
