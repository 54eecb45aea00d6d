"""The import of items in a real browser: it shows how far it is, fits every width in both languages, and is fast enough."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import FilePayload, expect

from licensing.models import Case, Item
from tests.browser.conftest import Enter
from tests.browser.walking import Walker
from tests.policy.requests.sheets.books import workbook
from tests.world import World

HEADS = ["Назва", "К-сть", "Од. вим.", "Ціна за од.", "Валюта", "Країна походження", "Код УКТЗЕД", "Наш артикул"]
SECONDS = 20


def attach(walker: Walker, content: bytes, name: str = "Специфікація до договору.xlsx") -> None:
    file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    walker.page.locator("#id_file").set_input_files(file)


def odd_sheet() -> bytes:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[6].hidden = True
        sheet["D5"].number_format = "#,##0"

    rows = [
        ["Специфікація № 3"],
        [],
        HEADS,
        ["Безпілотник «Сова-7»", 40, "шт.", 80000, "EUR", "Україна", "8806", "A-1"],
        ["Щогла", 4, "компл.", 1234.5, "EUR", "UA", "8806 22 90 00", "A-2"],
        ["Стара позиція", 50, "шт.", 1, "EUR", "UA", "9301", "A-3"],
        ["Кабель", "1.500", "ярд", 2, "EUR", "UA", "8544", "A-4"],
        ["Разом", 94],
    ]
    return workbook(rows, hide)


def test_every_page_of_the_import_fits_in_both_languages(world: World, enter: Enter) -> None:
    case = world.draft(items=[])
    paula = enter(world.paula)
    paula.sign_in()
    for language in ("en", "uk"):
        if language == "uk":
            paula.page.locator("button[value=uk]").click()
        for width in (1280, 390):
            paula.page.set_viewport_size({"width": width, "height": 900})
            paula.go(f"/cases/{case.pk}/draft/items/import/")
            _look(paula, f"import-choose-{language}-{width}")
            attach(paula, odd_sheet())
            paula.page.locator("form[enctype] button").click()
            expect(paula.page.locator("#choices")).to_be_visible()
            _look(paula, f"import-preview-{language}-{width}")


def test_five_thousand_lines_are_imported_with_a_progress_bar(world: World, enter: Enter) -> None:
    case = world.draft(items=[])
    rows = [[f"Запасна частина {n}", n, "шт.", n + 0.25, "EUR", "Україна", "8806", f"A-{n}"] for n in range(1, 5001)]
    content = workbook([HEADS, *rows])
    paula = enter(world.paula)
    paula.sign_in()
    paula.go(f"/cases/{case.pk}/draft/items/import/")

    # The server works in this process: counted is what it takes, whatever else the machine has to do meanwhile.
    started = time.process_time()
    attach(paula, content)
    paula.press("Continue")
    expect(paula.page.locator("#checking progress")).to_have_attribute("max", "5000")
    _look(paula, "import-checking")
    paula.press("Import 5000 lines")
    expect(paula.page.get_by_text("5000 items were imported.")).to_be_visible()
    took = time.process_time() - started

    _look(paula, "import-done")
    assert Item.objects.filter(case=Case.objects.get(pk=case.pk)).count() == 5000
    assert took < SECONDS


def _look(walker: Walker, name: str) -> None:
    """No page is wider than its window."""
    walker.picture(name, whole=True)
    wide, window = walker.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide <= window, f"{name}: {wide} in {window}"
