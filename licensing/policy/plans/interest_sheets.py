"""The goods of an offer as the rows of a sheet: family or words, unit, year and quantity."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.policy.input.numbers import parse_number
from licensing.policy.plans.interests import MOST_LINES, MOST_YEARS, Measured, WantedLine, YearVolume

COLUMNS: Final = ("goods", "unit", "year", "quantity")
_MOST_ROWS: Final = MOST_LINES * (MOST_YEARS + 1)
_YEAR_DIGITS: Final = 4


def read_goods(text: str, measured: Measured) -> tuple[WantedLine, ...]:
    """The lines of a sheet, one row for each kind of goods and year; goods that are the code of a family are that family.

    Raises Invalid with every row that cannot be read, by its number in the sheet.
    """
    found: list[Gap] = []
    volumes: dict[tuple[str, str], list[YearVolume]] = {}
    # Without the rules of CSV for quotes: what is typed has none, and a lone one would swallow the lines after it.
    rows = [[cell.strip() for cell in line.split(";")] for line in text.lstrip("\ufeff").splitlines()]
    for number, cells in enumerate(rows, start=1):
        if not any(cells) or tuple(cells) == COLUMNS:
            continue
        if number > _MOST_ROWS:
            found.append(Gap("too_many", "lines", Message("At most %(number)d rows.", number=_MOST_ROWS)))
            break
        if len(cells) != len(COLUMNS) or not _is_year(cells[2]):
            sentence = Message("Row %(row)d: write goods; unit; year; quantity, with semicolons between them.", row=number)
            found.append(Gap("cells", "lines", sentence))
            continue
        amount = parse_number(cells[3])
        if isinstance(amount, Decimal):
            volumes.setdefault((cells[0], cells[1]), []).append(YearVolume(int(cells[2]), amount))
        else:
            found.append(Gap("wrong_form", "lines", Message("Row %(row)d: %(why)s", row=number, why=amount)))
    if found:
        raise Invalid(gaps=found)
    return tuple(_build_wanted_line(goods, unit, tuple(of), measured) for (goods, unit), of in volumes.items())


def _is_year(cell: str) -> bool:
    # `isdigit` alone also takes the digits of other scripts.
    return len(cell) == _YEAR_DIGITS and cell.isascii() and cell.isdigit()


def _build_wanted_line(goods: str, unit: str, volumes: tuple[YearVolume, ...], measured: Measured) -> WantedLine:
    if goods in measured.families:
        return WantedLine(volumes, family=goods, unit=unit)
    return WantedLine(volumes, goods=goods, unit=unit)
