"""A list leaves as a sheet, and a sheet comes in: all its faults at once, or what it changes, and then into a draft."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from licensing.admin.reference.change_sets.governed_lists import MODELS
from licensing.models import ChangeLine, ChangeSet, Unit, User
from licensing.policy.reference.governed import GOVERNED
from tests.admin.conftest import At, Hidden, text_of
from tests.by_hand import by_hand
from tests.change_sets import draft
from tests.world import World

PAGE = reverse("admin:licensing_unit_import")
HEAD = "code,name_en,name_uk,decimals\n"
WORDS = {"title": "Units", "reason": "A new edition of the list."}


def sheet(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("units.csv", (HEAD + text).encode(encoding), "text/csv")


def test_a_sheet_is_shown_as_its_changes_and_then_put_into_a_draft(world: World, at: At) -> None:
    client = at(world.pol)

    shown = client.post(
        PAGE, {"file": sheet("KGM,kilograms,кілограми,2\nNAR,pieces,штуки,0\nZZZ,barrels,барелі,1\n", "cp1251")}
    )
    hidden = Hidden(shown.content.decode()).values
    done = client.post(PAGE, hidden | WORDS)

    assert (shown.status_code, done.status_code) == (200, 302)
    assert "<del><bdi>3</bdi></del>" in text_of(shown)
    assert "The sheet was read as Windows-1251." in text_of(shown)
    assert {one.key: one.after["names"]["uk"] for one in ChangeLine.objects.all()} == {"KGM": "кілограми", "ZZZ": "барелі"}
    assert (Unit.objects.get(pk="KGM").decimals, Unit.objects.filter(pk="ZZZ").exists()) == (3, False)


def test_nothing_is_imported_while_anything_is_wrong(world: World, at: At) -> None:
    client = at(world.pol)
    change_set = draft(world.pol)
    answer = client.post(PAGE, {"file": sheet("ZZZ,barrels,барелі,many\nYYY,,бочки,0\n")})
    forced = client.post(PAGE, {"sheet": HEAD + "YYY,,бочки,0\n", "import": "1", "into": str(change_set.pk)})

    page = text_of(answer)
    assert (answer.status_code, forced.status_code) == (400, 400)
    assert [one in page for one in ("<bdi>decimals</bdi>", "<bdi>name_en</bdi>", "must be an integer")] == [True, True, True]
    assert (change_set.lines.count(), ChangeSet.objects.count()) == (0, 1)


def test_a_row_whose_quotation_is_not_closed_is_named_by_its_line_in_the_language_of_the_reader(world: World, at: At) -> None:
    client = at(world.pol)
    text = 'KGM,"kilo\ngrams",кілограми,2\nZZZ,"barrels,барелі,1\n'

    pages = []
    for language in ("en", "uk"):
        with by_hand():
            User.objects.filter(pk=world.pol.pk).update(language=language)
        pages.append(text_of(client.post(PAGE, {"file": sheet(text)})))

    assert '<td class="dz-number">4</td>' in pages[0]
    assert "The row is broken: a quotation is not closed, or open." in pages[0]
    assert "Рядок пошкоджено: лапки не закрито або не відкрито." in pages[1]
    assert not ChangeLine.objects.exists()


def test_what_is_no_sheet_or_too_large_is_refused_by_its_name(world: World, at: At) -> None:
    client = at(world.pol)

    refusals = [
        text_of(client.post(PAGE, {"file": SimpleUploadedFile("x.csv", content)} if content else {}))
        for content in (b"%PDF-1.7", b"x" * (2 * 1024 * 1024 + 1), b"")
    ]

    assert ["This is a PDF file." in refusals[0], "larger than 2 MB" in refusals[1], "The file is empty." in refusals[2]] == [
        True,
        True,
        True,
    ]


def test_a_sheet_that_changes_nothing_says_so(world: World, at: At) -> None:
    client = at(world.pol)
    written = client.get(reverse("admin:licensing_unit_export"))

    answer = client.post(PAGE, {"file": SimpleUploadedFile("units.csv", written.content)})

    assert written["Content-Disposition"] == 'attachment; filename="units.csv"'
    assert "Nothing: the list says all this already." in text_of(answer)
    assert at(world.otto).get(reverse("admin:licensing_unit_export")).status_code == 200


def test_every_list_has_a_file_to_take_and_a_page_that_takes_one() -> None:
    names = [MODELS[code]._meta.model_name for code in GOVERNED]

    assert all(reverse(f"admin:licensing_{name}_{what}") for name in names for what in ("export", "import"))


def test_the_decision_table_comes_in_by_the_file_in_which_it_left(world: World, at: At) -> None:
    page, client = reverse("admin:licensing_routingrow_import"), at(world.pol)
    written = client.get(reverse("admin:licensing_routingrow_export"))
    assert written["Content-Disposition"] == 'attachment; filename="routing.toml"'
    text = written.content.decode().replace("priority = 200\n", "priority = 210\n", 1)

    shown = client.post(page, {"file": SimpleUploadedFile("routing.toml", text.encode())})
    done = client.post(page, Hidden(shown.content.decode()).values | WORDS)
    wrong = text_of(client.post(page, {"file": SimpleUploadedFile("routing.toml", text.replace("because_en", "why").encode())}))

    assert (shown.status_code, done.status_code) == (200, 302)
    assert {one.key for one in ChangeLine.objects.all()} == {"treaty-partner-small-sale", "treaty-partner-small-sale-2"}
    assert "<bdi>rows.0.why</bdi>" in wrong
    assert at(world.otto).get(page).status_code == 404


def test_days_off_and_procedures_leave_for_whoever_reads_them(world: World, at: At) -> None:
    client = at(world.audra)

    assert "UA-PEACE" in client.get(reverse("admin:licensing_holiday_export")).content.decode()
    assert "[[procedures.stages]]" in client.get(reverse("admin:licensing_procedure_export")).content.decode()
    for page in ("calendar", "procedure", "routingrow"):
        assert reverse(f"admin:licensing_{page}_export") in text_of(client.get(reverse(f"admin:licensing_{page}_changelist")))
