"""The goods of an expression of interest or counter-offer as people type them: a row for each kind, a column for each year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from licensing.errors import Gap
from licensing.messages import Message
from licensing.models import ItemFamily
from licensing.policy.input.numbers import format_for_typing, parse_number
from licensing.policy.plans.interests import MOST_LINES, MOST_YEARS, WantedLine, YearVolume
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.pages import index_faults
from licensing.portal.forms.parts import Fault

# So many years have a column, from this one on; others have one where they are named, and one more when that is asked for.
YEARS: Final = 5
_NAMED_YEAR: Final = re.compile(r"y([0-9]{4})-[0-9]+", re.ASCII)
_FIRST_ROWS: Final = 3
_NO_FAMILY: Final = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """The field of one year in a row."""

    name: str
    year: int
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one kind of goods."""

    number: int
    family: str
    goods: str
    unit: str
    cells: Sequence[Cell]
    faults: Mapping[str, str]


@dataclass(slots=True)
class GoodsTable:
    """Rows as they were typed, the lines that they come to, and where each fault of a line belongs."""

    typed: Mapping[str, str]
    first_year: int
    gaps: list[Gap] = field(default_factory=list)
    # The row of each line, since empty rows make no line.
    rows_of_lines: list[int] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """How many years have a column from the present one on, whether anything is named in them or not."""
        asked = self._count("years", YEARS) + ("more_years" in self.typed)
        return max(YEARS, min(asked, MOST_YEARS + 1))

    @property
    def years(self) -> list[int]:
        """The years that have a column: no year that was typed or offered lacks one, unless it could never be meant."""
        found = [_NAMED_YEAR.fullmatch(name) for name, value in self.typed.items() if value.strip()]
        named = {int(one[1]) for one in found if one}
        meant = range(self.first_year - MOST_YEARS, self.first_year + MOST_YEARS + 1)
        return sorted({*range(self.first_year, self.first_year + self.columns), *(year for year in named if year in meant)})

    @property
    def number(self) -> int:
        """How many rows are shown: those that were, and more where that was asked for."""
        rows = self._count("rows", _FIRST_ROWS)
        return max(1, min(rows + (_FIRST_ROWS if "more" in self.typed else 0), MOST_LINES))

    @property
    def wants_more(self) -> bool:
        """Whether more rows, or one more year, were asked for, and nothing else."""
        return "more" in self.typed or "more_years" in self.typed

    def _count(self, name: str, otherwise: int) -> int:
        shown = self.typed.get(name, "")
        return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 4 else otherwise

    def read_lines(self) -> tuple[WantedLine, ...]:
        """What was typed, as lines; what is no number is kept in `gaps`."""
        lines: list[WantedLine] = []
        for row in range(1, self.number + 1):
            said = {name: self.typed.get(f"{name}-{row}", "").strip() for name in ("family", "goods", "unit")}
            amounts = {year: self.typed.get(f"y{year}-{row}", "").strip() for year in self.years}
            # A unit alone says nothing: it may have been left from the row above.
            if not (said["family"] or said["goods"] or any(amounts.values())):
                continue
            place = len(lines)
            volumes = self._read_volumes(amounts, place)
            # A family has its unit, whatever stands beside it.
            unit = "" if said["family"] else said["unit"]
            goods = "" if said["family"] else said["goods"]
            lines.append(WantedLine(volumes, family=said["family"], goods=goods, unit=unit))
            self.rows_of_lines.append(row)
        return tuple(lines)

    def _read_volumes(self, amounts: Mapping[int, str], place: int) -> tuple[YearVolume, ...]:
        volumes = []
        for year, typed in amounts.items():
            amount = parse_number(typed) if typed else None
            if isinstance(amount, Message):
                self.gaps.append(Gap("wrong_form", f"lines.{place}.y{year}", amount))
            elif amount is not None:
                volumes.append(YearVolume(year, amount))
        return tuple(volumes)

    def list_faults(self, gaps: Sequence[Gap], lines: Sequence[WantedLine]) -> list[Fault]:
        """What is wrong, each with the field that it belongs to."""
        return [Fault(gap.sentence, f"id_{self._find_field(gap.path, lines)}") for gap in gaps]

    def _find_field(self, path: str, lines: Sequence[WantedLine]) -> str:
        steps = path.split(".")
        if steps[0] != "lines":
            return path
        if len(steps) < 3 or not steps[1].isdigit():
            return "goods-1"
        row = self.rows_of_lines[int(steps[1])]
        if steps[2] != "volumes":
            return f"{steps[2]}-{row}"
        year = lines[int(steps[1])].volumes[int(steps[3])].year if len(steps) > 3 else self.first_year
        return f"y{year}-{row}"

    def build_context(self, faults: Sequence[Fault]) -> dict[str, Any]:
        """What the template of the table shows."""
        fault_at = index_faults(faults)
        lists = Lists()
        families = ItemFamily.objects.filter(active=True).select_related("unit").order_by("pk")
        return {
            "rows": [self._build_goods_row(number, fault_at) for number in range(1, self.number + 1)],
            "row_number": self.number,
            "may_add_rows": self.number < MOST_LINES,
            "years": self.years,
            "year_number": self.columns,
            "may_add_year": self.columns <= MOST_YEARS,
            "families": [(_NO_FAMILY, _("Other goods")), *((one.pk, f"{one.name} ({one.unit.name})") for one in families)],
            "units": [("", _("Choose")), *lists.units.items()],
        }

    def _build_goods_row(self, number: int, fault_at: Mapping[str, str]) -> Row:
        def get(name: str) -> str:
            return self.typed.get(f"{name}-{number}", "")

        cells = [Cell(f"y{year}-{number}", year, get(f"y{year}"), fault_at.get(f"y{year}-{number}", "")) for year in self.years]
        faults = {name: fault_at.get(f"{name}-{number}", "") for name in ("family", "goods", "unit")}
        return Row(number, get("family"), get("goods"), get("unit"), cells, faults)


def fill_in_lines(lines: Sequence[WantedLine]) -> dict[str, str]:
    """Lines as they would be typed, to begin a counter-offer with."""
    typed = {"rows": str(max(len(lines), 1))}
    for row, line in enumerate(lines, start=1):
        typed |= {f"family-{row}": line.family, f"goods-{row}": line.goods, f"unit-{row}": "" if line.family else line.unit}
        typed |= {f"y{one.year}-{row}": format_for_typing(one.quantity) for one in line.volumes}
    return typed
