"""One file of reference data: read cell by cell, and a mistake is named by the line that an editor shows."""

from __future__ import annotations

from pathlib import Path

from licensing.acts.reference.seed_files import SeedList, SeedReader
from licensing.models import Unit

HEADER = "code,name_en,name_uk,decimals\n"


def read_units(folder: Path, text: str) -> SeedReader:
    path = folder / "units.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    reader = SeedReader(path, SeedList(Unit, ("code",)))
    reader.read_rows()
    return reader


def test_a_cell_over_several_lines_does_not_shift_the_numbers(tmp_path: Path) -> None:
    reader = read_units(tmp_path, 'A,"two\nlines",два,0\nB,pieces,штуки,many\n')

    assert [gap.path for gap in reader.gaps] == ["units.csv:4:decimals"]


def test_a_code_that_stands_twice_is_a_mistake_of_the_second(tmp_path: Path) -> None:
    reader = read_units(tmp_path, "A,pieces,штуки,0\nA,pairs,пари,0\n")

    assert [(gap.code, gap.path) for gap in reader.gaps] == [("twice", "units.csv:3:code")]


def test_cells_pass_the_gate_of_all_texts(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(HEADER + "A, pie\u200bces ,шту\u0301ки,0\nB,\u202episces,пари,0\n", encoding="utf-8")
    reader = SeedReader(path, SeedList(Unit, ("code",)))

    [row] = reader.read_rows()

    assert row["names"]["en"] == "pieces"
    assert [(gap.code, gap.path) for gap in reader.gaps] == [("wrong_form", "units.csv:3:name_en")]
