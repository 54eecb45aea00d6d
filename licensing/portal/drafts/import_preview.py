"""What a page shows of a spreadsheet before it is imported, and the choices that are made there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from licensing.messages import TranslatedText
from licensing.models import ItemImport
from licensing.policy.requests.sheets.delimited import ENCODINGS, SEPARATORS
from licensing.policy.requests.sheets.headings import COLUMNS, NEEDED
from licensing.policy.requests.sheets.reading import KEEP, SKIP, UNDECIDED
from licensing.policy.requests.sheets.rows import Oddity
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import Words
from licensing.portal.forms.sections import LIST_SECTIONS
from licensing.portal.forms.spreadsheet import describe_cell_fault
from licensing.portal.requests.reading import build_table_heads, build_table_rows

_SHOWN_LINES: Final = 20
# More odd rows of one kind than this are asked about together, unless somebody wants to answer for each.
_SINGLE_QUESTIONS: Final = 30
_EACH: Final = "each"
_SHOWN_CELLS: Final = 12
_SHOWN_FAULTS: Final = 200
_SEPARATORS: Final[Mapping[str, Words]] = {";": _("Semicolon"), ",": _("Comma"), "\t": _("Tab"), "|": _("Vertical bar")}
_ODDITIES: Final[Mapping[Oddity, Words]] = {
    Oddity.HIDDEN: _("Hidden in the sheet"),
    Oddity.TOTAL: _("Looks like a total"),
    Oddity.HEADINGS: _("Repeats the headings"),
    Oddity.NOTE: _("Looks like a note or the heading of a group"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """Odd rows that are asked about together: one of them, or many of a kind, under the name of their field."""

    name: str
    numbers: Sequence[int]
    text: str
    answer: str

    @property
    def label(self) -> str:
        """Which rows are asked about."""
        shown = ", ".join(map(str, self.numbers[:_SHOWN_CELLS])) + (" …" if len(self.numbers) > _SHOWN_CELLS else "")
        sentence = ngettext("%(count)d row: %(numbers)s", "%(count)d rows: %(numbers)s", len(self.numbers))
        return sentence % {"numbers": shown, "count": len(self.numbers)}


@dataclass(frozen=True, slots=True)
class FaultyCells:
    """Cells in which the same is wrong, as one line for a reader."""

    cells: Sequence[str]
    sentence: str

    @property
    def where(self) -> str:
        """The first of the cells, and how many more there are."""
        shown = ", ".join(self.cells[:_SHOWN_CELLS])
        more = len(self.cells) - _SHOWN_CELLS
        return (
            shown
            if more <= 0
            else ngettext("%(cells)s and %(more)d more", "%(cells)s and %(more)d more", more) % {"cells": shown, "more": more}
        )


def build_preview(kept: ItemImport, lists: Lists) -> dict[str, Any]:
    """Everything that the page shows: what was recognised, what is asked, what is wrong, and the first lines."""
    reading = kept.reading
    items = [line["item"] for line in reading["lines"]]
    faults = _group_faults(reading, [*reading["faults"], *kept.faults])
    section = LIST_SECTIONS["items"]
    return {
        "import": kept,
        "reading": reading,
        "sheets": reading["sheets"] if len(reading["sheets"]) > 1 else [],
        "encodings": [(code, ENCODINGS[code]) for code in reading["encodings"]],
        "separators": [(code, _SEPARATORS[code]) for code in SEPARATORS] if reading["separator"] else [],
        "columns": reading["columns"],
        "fields": [(name, field.label, name in NEEDED) for name, field in COLUMNS.items()],
        "undecided": UNDECIDED,
        "questions": list(_ask_about_rows(kept)),
        "problems": [TranslatedText(words) for words in reading["problems"]],
        "cell_faults": faults[:_SHOWN_FAULTS],
        "more_faults": len(faults) - _SHOWN_FAULTS,
        "fault_count": sum(len(one.cells) for one in faults),
        "notes": _group_faults(reading, reading["notes"])[:_SHOWN_FAULTS],
        "count": len(items),
        "checked": min(kept.checked, len(items)),
        "is_checked": kept.checked >= len(items),
        "is_ready": kept.checked >= len(items) and not (faults or reading["problems"]),
        "heads": build_table_heads(section),
        "lines": list(
            zip(
                [line["row"] for line in reading["lines"]],
                build_table_rows(section, items[:_SHOWN_LINES], lists),
                strict=False,
            )
        ),
        "shown": _SHOWN_LINES,
    }


def read_choices(sent: QueryDict, kept: ItemImport) -> dict[str, Any]:
    """The choices that a page was sent with, as they are kept.

    With another sheet, encoding, separator or row of headings, the columns and rows are other ones, and are recognised again.
    """
    reading, choices = kept.reading, dict(kept.choices)
    file = {
        "sheet": _read_whole(sent.get("sheet"), reading["sheet"]),
        "encoding": sent.get("encoding", reading["encoding"]),
        "separator": sent.get("separator", reading["separator"]),
        "head_row": _read_whole(sent.get("head_row"), reading["head_row"]),
    }
    if any(file[name] != reading[name] for name in file):
        # Of another sheet or another text the row of the headings is another one, unless somebody says which.
        same = file["head_row"] == reading["head_row"]
        return file | ({"head_row": None} if same else {})
    columns = {str(place): sent.get(f"column-{place}", _get_field(one)) for place, one in enumerate(reading["columns"])}
    if columns != {str(place): _get_field(one) for place, one in enumerate(reading["columns"])}:
        choices |= {"columns": columns}
    apart = {oddity.value for oddity in _ODDITIES if sent.get(f"rows-{oddity}") == _EACH} | set(choices.get("apart", ()))
    return choices | {"rows": _read_answers(sent, kept)} | ({"apart": sorted(apart)} if apart else {})


def has_new_layout(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether choices change which cells are read as what, so that the lines must be looked at again."""
    return any(before.get(name) != after.get(name) for name in ("sheet", "encoding", "separator", "head_row", "columns"))


def _get_field(column: Mapping[str, Any]) -> str:
    return UNDECIDED if column["undecided"] else str(column["field"])


def _read_answers(sent: QueryDict, kept: ItemImport) -> dict[str, str]:
    answers = dict(kept.choices.get("rows", {}))
    for question in _ask_about_rows(kept):
        if (answer := sent.get(question.name)) in (KEEP, SKIP):
            answers.update(dict.fromkeys(map(str, question.numbers), answer))
    return answers


def _ask_about_rows(kept: ItemImport) -> Iterator[Question]:
    answers, apart = kept.choices.get("rows", {}), kept.choices.get("apart", ())
    for oddity in _ODDITIES:
        rows = [row for row in kept.reading["odd_rows"] if row["oddity"] == oddity]
        groups = [rows] if len(rows) > _SINGLE_QUESTIONS and oddity not in apart else [[row] for row in rows]
        for group in groups:
            numbers = [row["row"] for row in group]
            given = {answers.get(str(number), "") for number in numbers}
            name = f"row-{numbers[0]}" if len(group) == 1 else f"rows-{oddity}"
            text = " / ".join(row["text"] for row in group[:3])
            yield Question(name, numbers, f"{_ODDITIES[oddity]}: {text}", given.pop() if len(given) == 1 else "")


def _group_faults(reading: Mapping[str, Any], faults: Iterable[Mapping[str, Any]]) -> list[FaultyCells]:
    """Faults by what is wrong, in the order of the sheet; many cells with one mistake are one line."""
    places = {one["field"]: place for place, one in enumerate(reading["columns"]) if one["field"]}
    ordered = sorted(faults, key=lambda fault: (fault["line"], places.get(fault["field"], -1)))
    grouped: dict[str, list[str]] = {}
    # One cell may break several rules at once; what is told first is what its reader has to mend.
    first = {(fault["line"], fault["field"]): fault for fault in reversed(ordered)}
    for fault in reversed(first.values()):
        line = reading["lines"][fault["line"]]
        letters = reading["columns"][places[fault["field"]]]["letters"] if fault["field"] in places else ""
        sentence = describe_cell_fault(fault, line["item"])
        grouped.setdefault(sentence, []).append(f"{letters}{line['row']}")
    return [FaultyCells(cells, sentence) for sentence, cells in grouped.items()]


def _read_whole(sent: str | None, otherwise: int) -> int:
    """A row or a place that was chosen; what is none is as if nothing was chosen."""
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 8 else otherwise
