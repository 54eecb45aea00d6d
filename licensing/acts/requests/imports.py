"""Spreadsheets of items between being sent and being imported: kept, read under somebody's choices, checked line by line.

Nothing here touches the request. Whoever imports writes the lines as any other edit, with `edit_case`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from licensing.acts.acting import database_now
from licensing.acts.requests.codes import CODE_LISTS
from licensing.acts.requests.drafting import find_section_gaps
from licensing.acts.requests.retired import refuse_retired_kind
from licensing.errors import NotFound
from licensing.messages import Text
from licensing.models import Case, ItemImport, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.requests.sheets.cells import name_column
from licensing.policy.requests.sheets.headings import COLUMNS, list_heading_names
from licensing.policy.requests.sheets.reading import Choices, Language, Reading, read_file
from licensing.policy.requests.types import Choice, Code, CodeList

# How many lines are checked at a time: about half a second's work, so that a page can tell how far it is.
PORTION: Final = 1_000
KEPT_FOR: Final = timedelta(days=14)
_NAMED: Final = (CodeList.UNITS, CodeList.COUNTRIES)
# What people write for the commonest units.
_UNITS: Final = {
    **dict.fromkeys(("шт", "штук", "штука", "од", "pc", "pcs", "piece", "pieces", "ea", "each", "unit", "units"), "NAR"),
    **dict.fromkeys(("компл", "комплект", "к-т", "set", "sets"), "SET"),
    **dict.fromkeys(("пара", "пар", "pair", "pairs"), "NPR"),
    **dict.fromkeys(("кг", "kg", "kgs", "кілограм"), "KGM"),
    **dict.fromkeys(("г", "гр", "g"), "GRM"),
    **dict.fromkeys(("т", "тонна", "тонн", "t"), "TNE"),
    **dict.fromkeys(("м", "m", "метр", "метрів"), "MTR"),
    **dict.fromkeys(("л", "l", "літр", "літрів"), "LTR"),
}


def receive_file(case: Case, user: User, *, file_name: str, content: bytes) -> ItemImport:
    """Keep a spreadsheet and read it. Raises Invalid, and keeps nothing, when it is no sheet that we can read.

    Raises KindRetired for a country plan, into which nothing is written any more.

    What anybody has left lying for too long is forgotten on this occasion.
    """
    refuse_retired_kind(case.kind)
    kept = ItemImport(case=case, user=user, file_name=file_name[-200:], content=content, created_at=database_now())
    _read(kept)
    with transaction.atomic():
        ItemImport.objects.filter(created_at__lt=kept.created_at - KEPT_FOR).delete()
        kept.save(force_insert=True)
    check_lines(kept)
    return kept


def list_imports(case: Case, user: User) -> list[ItemImport]:
    """What this person has sent for a request and neither imported nor discarded, newest first, without its content."""
    found = ItemImport.objects.filter(case=case, user=user).order_by("-created_at")
    return list(found.defer("content", "reading", "faults")[:10])


def load_import(case: Case, user: User, import_id: UUID) -> ItemImport:
    """A spreadsheet that this person has sent for a request; NotFound for any other."""
    found = ItemImport.objects.filter(pk=import_id, case=case, user=user).defer("content").first()
    if found is None:
        raise NotFound
    return found


def choose_reading(kept: ItemImport, choices: Mapping[str, Any]) -> None:
    """Read a kept file again, by other choices. Raises Invalid, and keeps the former ones, when it cannot be read by them."""
    former, kept.choices = kept.choices, dict(choices)
    try:
        _read(kept)
    except Exception:
        kept.choices = former
        raise
    kept.save(update_fields=["choices", "reading", "checked", "faults"])
    check_lines(kept)


def check_lines(kept: ItemImport, *, most: int = PORTION) -> None:
    """Check the next lines of a kept file by the shape and the codes of the request."""
    with transaction.atomic():
        # Two pages of one person may check at once; each line is to be checked once, or its faults would be told twice.
        kept.checked, kept.faults = (
            ItemImport.objects.select_for_update().filter(pk=kept.pk).values_list("checked", "faults").get()
        )
        lines = kept.reading["lines"][kept.checked : kept.checked + most]
        unread = {(fault["line"], fault["field"]) for fault in kept.reading["faults"]}
        for gap in find_section_gaps({"items": [line["item"] for line in lines]}) if lines else []:
            steps = gap.path.split(".")
            line, name = kept.checked + int(steps[1]), steps[2] if len(steps) > 2 else ""
            # What could not be read is told already; that it is missing now is no second fault.
            if (line, name) not in unread:
                kept.faults.append(_serialize_fault(line, name, gap.code, gap.message))
        kept.checked += len(lines)
        kept.save(update_fields=["checked", "faults"])


def discard_import(kept: ItemImport) -> None:
    """Forget a spreadsheet: it was imported, or is not to be."""
    ItemImport.objects.filter(pk=kept.pk).delete()


def build_language() -> Language:
    """The words by which headings and codes are recognised: the labels and names of every language, and what people write."""
    labels: dict[str, list[str]] = {name: [] for name in COLUMNS}
    vocabulary: dict[str, dict[str, str]] = {name: {} for name in COLUMNS}
    vocabulary["unit"].update(_UNITS)
    names = {one: list(CODE_LISTS[one][0].objects.values_list("pk", "names")) for one in _NAMED}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for name, field in COLUMNS.items():
                labels[name].append(str(field.label))
                match field.type:
                    case Choice(options):
                        vocabulary[name].update((str(label).casefold(), value) for value, label in options.choices)
                    case Code(of) if of in names:
                        vocabulary[name].update(_list_names(names[of], language))
    return Language(list_heading_names(labels), vocabulary)


def _list_names(rows: Iterable[tuple[str, Mapping[str, str]]], language: str) -> dict[str, str]:
    return {texts[language].casefold(): code for code, texts in rows if texts.get(language)}


def _read(kept: ItemImport) -> None:
    reading = read_file(bytes(kept.content), parse_choices(kept.choices), build_language())
    kept.reading, kept.checked, kept.faults = _serialize_reading(reading), 0, []


def parse_choices(written: Mapping[str, Any]) -> Choices:
    """Choices as they are kept, in JSON, whose keys are texts."""
    columns = written.get("columns")
    return Choices(
        sheet=written.get("sheet"),
        encoding=written.get("encoding", ""),
        separator=written.get("separator", ""),
        head_row=written.get("head_row"),
        columns=None if columns is None else {int(place): name for place, name in columns.items()},
        rows={int(number): answer for number, answer in written.get("rows", {}).items()},
    )


def _serialize_reading(reading: Reading) -> dict[str, Any]:
    """What a page shows of a reading and what is imported, as JSON. Sentences are kept in every language."""
    sheet, head = reading.chosen, next((row for row in reading.chosen.rows if row.number == reading.head_row), None)
    examples = [row for row in sheet.rows if row.number > reading.head_row][:3]
    return {
        "encoding": reading.book.encoding,
        "encodings": list(reading.book.offered),
        "separator": reading.book.separator,
        "sheets": [{"name": one.name, "hidden": one.is_hidden, "rows": len(one.rows)} for one in reading.book.sheets],
        "sheet": reading.sheet,
        "head_row": reading.head_row,
        "above": sum(row.number < reading.head_row for row in sheet.rows),
        "columns": [
            {
                "letters": name_column(place),
                "heading": head.get(place).text if head else "",
                "field": reading.columns.get(place, ""),
                "undecided": reading.undecided.get(place, ""),
                "hidden": place in sheet.hidden_columns,
                "examples": [row.get(place).shown or row.get(place).text for row in examples],
            }
            for place in range(sheet.width)
        ],
        "odd_rows": [{"row": row.number, "oddity": str(row.oddity), "text": row.text} for row in reading.odd_rows],
        "problems": [render_in_every_language(problem) for problem in reading.problems],
        "lines": [{"row": line.row, "item": line.item} for line in reading.lines],
        "faults": [
            _serialize_fault(place, reading.columns[fault.column], "unreadable", fault.message)
            for place, line in enumerate(reading.lines)
            for fault in line.faults
        ],
        "notes": [
            _serialize_fault(place, reading.columns[note.column], "note", note.message)
            for place, line in enumerate(reading.lines)
            for note in line.notes
        ],
    }


def _serialize_fault(line: int, name: str, code: str, message: Text) -> dict[str, Any]:
    """What is wrong in a line, by its place among the lines and the name of its field."""
    return {"line": line, "field": name, "code": code, "message": render_in_every_language(message)}
