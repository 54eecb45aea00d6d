"""Many hostile sheets: what is imported is what a person sees in them, or they are asked or told; nothing else."""

from __future__ import annotations

import io
import os
import zipfile
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.conftest import Note
from tests.policy.requests.sheets.books import read, read_or_refuse
from tests.policy.requests.sheets.hostile import Hostile, find_differences, hostile_files, hostile_texts, to_csv, to_xlsx

PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
DAMAGE = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=3)
        | st.sampled_from([b'"9"', b'"-1"', b'"x"', b"1E999", b'r="A0"', b"</c>", b"NaN", b"<v/>"]),
    ),
    min_size=1,
    max_size=5,
)
EXAMPLES = int(os.environ.get("FUZZ_SHEETS", "500"))
COMPARED: Counter[str] = Counter()


@pytest.fixture(autouse=True)
def _total(request: pytest.FixtureRequest, note: Note) -> Iterator[None]:
    yield
    if files := COMPARED.pop(request.node.name, 0):
        note(f"Sheets: {files} files, {request.node.name.removeprefix('test_').replace('_', ' ')}")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_files(12))
def test_a_workbook_is_read_as_it_is_seen(file: Hostile) -> None:
    COMPARED["test_a_workbook_is_read_as_it_is_seen"] += 1
    assert find_differences(file, read(to_xlsx(file))) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_the_reader_fail(content: bytes) -> None:
    COMPARED["test_no_bytes_make_the_reader_fail"] += 1
    read_or_refuse(content)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_texts(12), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]))
def test_a_text_file_is_read_as_it_is_seen(file: Hostile, separator: str, encoding: str) -> None:
    COMPARED["test_a_text_file_is_read_as_it_is_seen"] += 1
    assert find_differences(file, read(to_csv(file, separator, encoding))) == []


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_files(3), st.sampled_from(PARTS), DAMAGE)
def test_no_damage_makes_the_reader_fail(file: Hostile, part: str, damage: list[tuple[float, bytes]]) -> None:
    COMPARED["test_no_damage_makes_the_reader_fail"] += 1
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(to_xlsx(file))) as whole, zipfile.ZipFile(out, "w") as forged:
        for name in whole.namelist():
            content = whole.read(name)
            forged.writestr(name, spoil(content, damage) if name == part else content)

    read_or_refuse(out.getvalue())
    read_or_refuse(spoil(out.getvalue(), damage))


def spoil(content: bytes, damage: list[tuple[float, bytes]]) -> bytes:
    """The same bytes with others written over them here and there."""
    spoilt = bytearray(content)
    for where, other in damage:
        place = int(where * len(spoilt))
        spoilt[place : place + len(other)] = other
    return bytes(spoilt)
