"""A file of a list, read by the shape that it is said to have: entries, or a specific refusal for every broken row."""

from __future__ import annotations

from typing import Final

from licensing.choices import ListShape
from licensing.messages import Message
from licensing.policy.assessment.lists.consolidated import read_consolidated
from licensing.policy.assessment.lists.delimited import read_dpl, read_ofac, read_own
from licensing.policy.assessment.lists.entries import MOST_ENTRIES, ListFault, ReadList
from licensing.policy.assessment.lists.rows import BrokenFile

LARGEST: Final = 30 * 1024 * 1024


def read_list_file(shape: ListShape, content: bytes, aliases: bytes = b"") -> ReadList:
    """The entries of a file, or its faults by line and column. `aliases` is the second file of the OFAC shape."""
    if max(len(content), len(aliases)) > LARGEST:
        words = Message("The file is larger than %(limit)s MB.", limit=LARGEST // (1024 * 1024))
        return ReadList(faults=[ListFault(1, "–", words)])
    if not content.strip():
        return ReadList(faults=[ListFault(1, "–", Message("The file is empty."))])
    if aliases and shape is not ListShape.OFAC:
        return ReadList(faults=[ListFault(1, "–", Message("A list of this shape has no second file."))])
    try:
        read = _read_shape(shape, content, aliases)
    except BrokenFile as broken:
        return ReadList(faults=[broken.fault])
    if len(read.entries) > MOST_ENTRIES:
        words = Message("The list has more than %(limit)s parties.", limit=MOST_ENTRIES)
        return ReadList(faults=[ListFault(1, "–", words)])
    if not read.faults and not read.entries and shape is not ListShape.OWN:
        # A file that was cut off would clear everybody who stood on the list.
        return ReadList(faults=[ListFault(1, "–", Message("Nobody stands on this list. Only our own shape may be empty."))])
    return read


def _read_shape(shape: ListShape, content: bytes, aliases: bytes) -> ReadList:
    match shape:
        case ListShape.OFAC:
            return read_ofac(content, aliases)
        case ListShape.DPL:
            return read_dpl(content)
        case ListShape.UN:
            return read_consolidated(content)
        case ListShape.OWN:
            return read_own(content)
