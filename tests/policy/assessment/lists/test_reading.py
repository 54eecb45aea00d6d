"""A file is read by the shape that it is said to have, whole or not at all."""

from __future__ import annotations

import pytest

from licensing.choices import ListShape
from licensing.policy.assessment.lists import reading
from licensing.policy.assessment.lists.reading import read_list_file
from tests.policy.assessment.lists.test_consolidated import LIST
from tests.policy.assessment.lists.test_delimited import ALT, DPL_HEADER, SDN

OWN = b"entity_id,kind,type,name\nA,primary,,Vyhadka\n"
DPL = (DPL_HEADER + "VYHADKO\t\t\t\tEE\t\t01/02/2020\t\t\t\t\t\n").encode()


@pytest.mark.parametrize(
    ("shape", "content", "aliases", "names"),
    [
        (ListShape.OWN, OWN, b"", 1),
        (ListShape.OFAC, SDN, ALT, 5),
        (ListShape.DPL, DPL, b"", 1),
        (ListShape.UN, LIST.encode(), b"", 4),
    ],
)
def test_each_shape_is_read(shape: ListShape, content: bytes, aliases: bytes, names: int) -> None:
    read = read_list_file(shape, content, aliases)

    assert (read.faults, read.count_names()) == ((), names)


@pytest.mark.parametrize(
    ("shape", "content", "aliases", "sentence"),
    [
        (ListShape.OWN, b" ", b"", "The file is empty."),
        (ListShape.OWN, OWN, ALT, "A list of this shape has no second file."),
        (ListShape.DPL, DPL_HEADER.encode(), b"", "Nobody stands on this list. Only our own shape may be empty."),
        (ListShape.UN, OWN, b"", "This is no XML that we read."),
    ],
)
def test_what_cannot_be_a_list_is_refused(shape: ListShape, content: bytes, aliases: bytes, sentence: str) -> None:
    assert [str(one.sentence) for one in read_list_file(shape, content, aliases).faults] == [sentence]


def test_a_file_and_a_list_may_be_only_so_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ENTRIES", 0)
    many = read_list_file(ListShape.OWN, OWN)
    monkeypatch.setattr(reading, "LARGEST", 10)
    large = read_list_file(ListShape.OWN, OWN)

    assert (len(many.faults), len(large.faults)) == (1, 1)
    # Nobody on our own list: so a list is ended.
    monkeypatch.undo()
    assert read_list_file(ListShape.OWN, b"entity_id,kind,type,name\n") == reading.ReadList(entries=[])
