"""Which column of a sheet is which: by the names that we give out, the labels of the form, and what people write instead."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.policy.requests.fields import Field
from licensing.policy.requests.sections import ITEM
from licensing.policy.requests.sheets.cells import Book, Row, Sheet

COLUMNS: Final[Mapping[str, Field]] = {field.name: field for field in ITEM.list_sheet_columns()}
NEEDED: Final = tuple(name for name, field in COLUMNS.items() if field.required)
# What people write over a column in English and in Ukrainian. “Amount” and “сума” are not here: they mean the money of a line.
_WORDS: Final[Mapping[str, str]] = {
    "name": """name | item name | item | description | description of goods | goods | goods description | product | product name
        | designation | nomenclature | назва | найменування | назва товару | найменування товару | опис | опис товару | товар
        | номенклатура | найменування продукції | назва виробу | найменування виробу | виріб""",
    "name_uk": """name uk | name in ukrainian | ukrainian name | назва українською | найменування українською
        | назва українською мовою | найменування українською мовою | назва укр""",
    "model": "model | type | model or type | model type | тип | марка | модель | модель або тип | тип модель | марка модель",
    "maker": "maker | manufacturer | producer | made by | виробник | завод виробник | підприємство виробник",
    "serial_numbers": """serial numbers | serial number | serial no | serial nos | serials | s n | sn | серійні номери
        | серійний номер | серійний | заводський номер | заводські номери""",
    "plan_line": "plan line | framework line | line of the framework | line of the plan | рядок рамки | рядок плану",
    "quantity": "quantity | qty | q ty | count | number of units | кількість | к сть | кіл сть | кіл | кількість одиниць",
    "unit": """unit | units | unit of measure | unit of measurement | uom | u m | measure | одиниця | одиниці | одиниця виміру
        | одиниці виміру | одиниця вимірювання | одиниці вимірювання | од вим | од виміру | од""",
    "unit_price": """unit price | price | price of one | price per unit | price unit | price each | ціна | ціна за одиницю
        | ціна одиниці | ціна за одну | ціна за од | ціна од""",
    "currency": "currency | currency code | curr | ccy | валюта | код валюти | вал",
    "control_entries": """control entries | control entry | control list entries | control list entry | control list
        | control code | ml | ml category | ml code | military list | позиції списку контролю | позиція списку контролю
        | позиція контролю | позиції контрольного списку | контрольний список | список контролю | код контролю""",
    "origin": "origin | country of origin | made in | країна походження | походження",
    "condition": "condition | state of goods | стан | стан товару",
    "foreign_content": "foreign content | foreign parts | іноземні складники | іноземний вміст | іноземні складові",
    "mtcr": "mtcr | mtcr category | категорія mtcr | категорія ркрт | ркрт",
    "uktzed": """uktzed | uktzed code | hs | hs code | cn code | cn | tariff code | customs code | tariff number
        | commodity code | уктзед | укт зед | код уктзед | код укт зед | код товару | код тн зед | тн зед""",
}
# What may stand beside the words of a heading without changing what is in its column. Of anything else (thousands, a total, the
# price of a hundred) we cannot know what it means.
_HARMLESS: Final = """code | codes | iso | iso code | optional | required | text | код | коди | необовязково | обовязково
    | текст"""
_CURRENCIES: Final = """eur | euro | euros | usd | us dollars | uah | gbp | chf | pln | czk | sek | nok | dkk | huf | ron | bgn
    | jpy | cad | aud | try | krw | євро | грн | гривня | гривні | гривень | долар | долари | доларів | дол | дол сша
    | доларів сша"""
_PIECES: Final = "pc | pcs | piece | pieces | ea | each | nar | шт | штук | штука | штуки"
_MEASURES: Final = """set | sets | pair | pairs | kg | kgm | kgs | g | t | tne | m | mtr | l | ltr | компл | комплект
    | комплекти | к т | пара | пар | кг | г | т | м | л"""
_BESIDE: Final[Mapping[str, str]] = {
    "quantity": f"{_PIECES} | {_MEASURES}",
    "unit_price": f"{_PIECES} | {_CURRENCIES}",
    "currency": _CURRENCIES,
}
# A row is looked for so far down; above it stand titles, addresses, the number of the annex.
_SEARCHED_ROWS: Final = 60
# One word of ours alone may stand in any row.
_FEWEST_HEADINGS: Final = 2


@dataclass(frozen=True, slots=True)
class Headings:
    """The row of the headings, and what its columns were recognised as. Somebody must decide on `undecided` ones."""

    row: int
    columns: Mapping[int, str]
    undecided: Mapping[int, str]


Names = Mapping[str, str]


def list_heading_names(labels: Mapping[str, Sequence[str]]) -> Names:
    """What each heading stands for, by its normal form; `labels` are those of the form by field, in every language."""
    known: dict[str, str] = {}
    for name in COLUMNS:
        for words in (name, *labels.get(name, ()), *_WORDS.get(name, "").split("|")):
            known.setdefault(clean_heading(words), name)
    return known


def identify_heading(text: str, names: Names) -> str:
    """The field that a heading names, whole or in a part of it (`Name / Назва`, `Price (EUR)`); empty for none or several."""
    if found := names.get(clean_heading(text)):
        return found
    parts = {names[part] for part in _split_heading(text) if part in names}
    return parts.pop() if len(parts) == 1 else ""


def has_unknown_part(text: str, names: Names) -> bool:
    """Whether a heading says more than what we know of its column: `Price (per 100 pcs)` is not the price of one."""
    name = identify_heading(text, names)
    if not name or clean_heading(text) in names:
        return False
    known = {one.strip() for one in f"{_HARMLESS} | {_BESIDE.get(name, '')}".split("|")}
    return any(part not in names and part not in known for part in _split_heading(text))


def count_headings(rows: Sequence[Row], names: Names) -> int:
    """How many different headings the best row has."""
    return max((len(set(_recognise_row(row, names).values())) for row in rows[:_SEARCHED_ROWS]), default=0)


def choose_sheet(book: Book, names: Names) -> int:
    """The sheet that is read unless somebody chooses another: never a hidden one while another is in sight."""
    seen = [place for place, sheet in enumerate(book.sheets) if not sheet.is_hidden]
    filled = [place for place in seen if book.sheets[place].rows]
    with_headings = [place for place in filled if count_headings(book.sheets[place].rows, names) >= _FEWEST_HEADINGS]
    return next(iter(with_headings or filled or seen), 0)


def find_headings(sheet: Sheet, names: Names, *, row: int | None = None) -> Headings:
    """Find the row of the headings, or take the one that somebody named (0: there is none), and recognise its columns.

    A hidden column, each of several that would be the same field, and one whose heading says more than we know is left to
    whoever imports: we cannot know what is meant.
    """
    rows = sheet.rows[:_SEARCHED_ROWS] if row is None else [one for one in sheet.rows if one.number == row]
    # Of rows with as many headings the first: further down the headings may be repeated on every printed page.
    best = max(rows, key=lambda one: len(set(_recognise_row(one, names).values())), default=None)
    if best is None or (row is None and len(set(_recognise_row(best, names).values())) < _FEWEST_HEADINGS):
        # A first row that is no row of headings is a line, and would be lost as one.
        return Headings(row or 0, {}, {})
    found = _recognise_row(best, names)
    counted = Counter(found.values())
    undecided = {
        place: name
        for place, name in found.items()
        if counted[name] > 1 or place in sheet.hidden_columns or has_unknown_part(best.get(place).text, names)
    }
    return Headings(best.number, {place: name for place, name in found.items() if place not in undecided}, undecided)


def clean_heading(text: str) -> str:
    """A heading without what does not tell it from another: case, signs, the mark of what must be filled in."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ").replace("'", "").replace("’", "")))


def _split_heading(text: str) -> list[str]:
    """The parts of a heading that say anything: words in brackets, after a comma, or in another language."""
    return [part for one in re.split(r"[/(),;:|\n\[\]]", text) if (part := clean_heading(one))]


def _recognise_row(row: Row, names: Names) -> dict[int, str]:
    recognised = {place: identify_heading(cell.text, names) for place, cell in enumerate(row.cells) if cell.text}
    return {place: name for place, name in recognised.items() if name}
