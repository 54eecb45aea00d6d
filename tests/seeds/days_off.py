"""Writes seeds/reference/holidays.csv: `python -m tests.seeds.days_off` from the root of the repository.

The table is the truth, and people override it; this says where its rows came from.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Final

import holidays

TABLE: Final = Path(__file__).resolve().parents[2] / "seeds" / "reference" / "holidays.csv"
NAMES: Final = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
YEARS: Final = range(2025, 2032)
# Country, the library's word for the days, and whether a day that falls on a weekend moves to the next working day.
# Under martial law the library counts Ukraine's days as working days; their list is the same.
CALENDARS: Final = {
    "UA-PEACE": ("UA", "workday", True),
    "DK": ("DK", "public", False),
    "PL": ("PL", "public", False),
}
_SATURDAY: Final = 5


def table() -> str:
    """The whole file."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(["calendar", "on", "kind", "name_en", "name_uk"])
    for calendar in CALENDARS:
        rows.writerows([calendar, on.isoformat(), "off", *names] for on, names in sorted(_days(calendar)))
    return written.getvalue()


def _days(calendar: str) -> Iterator[tuple[date, tuple[str, str]]]:
    country, category, moves = CALENDARS[calendar]
    known = holidays.country_holidays(country, years=YEARS, language="en_US", observed=False, categories=[category])
    taken = set(known)
    for on, name in sorted(known.items()):
        english, ukrainian = NAMES[calendar][name]
        yield on, (english, ukrainian)
        if moves and on.weekday() >= _SATURDAY:
            free = on
            while free in taken or free.weekday() >= _SATURDAY:
                free += timedelta(days=1)
            taken.add(free)
            yield free, (f"{english} (day off moved)", f"{ukrainian} (перенесений вихідний)")


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
