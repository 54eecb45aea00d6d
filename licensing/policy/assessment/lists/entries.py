"""A listed party as every list comes to say it, whatever the shape of its file; and what a version changed from another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from licensing.messages import Message
from licensing.policy.record.digests import compute_digest, to_canonical

# What is read of one list at the most. The largest that are published have some twenty thousand parties.
MOST_ENTRIES: Final = 100_000
LONGEST_NAME: Final = 400
_IMO: Final = re.compile(r"\b(?:IMO|ІМО|ИМО)", re.IGNORECASE)
_SEVEN_DIGITS: Final = re.compile("(?<![0-9])[0-9]{7}(?![0-9])")


@dataclass(frozen=True, slots=True)
class EntryName:
    """One name of a listed party, in any script; primary, or an alias."""

    text: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A listed party: its reference, unique on its list, its names, and the facts that help to tell it from others."""

    reference: str
    # person, entity, vessel or aircraft; empty where the list does not say.
    kind: str = ""
    names: tuple[EntryName, ...] = ()
    programme: str = ""
    country: str = ""
    dates: str = ""
    remarks: str = ""

    @property
    def name(self) -> str:
        """The name by which the list knows it first."""
        return next((one.text for one in self.names if one.is_primary), self.names[0].text if self.names else "")

    @property
    def vessel_numbers(self) -> frozenset[str]:
        """The IMO numbers that the list gives of it, which stand among its remarks or names, whatever the shape of the file.

        They have no column: an entry that says the same is the same entry, and what was said of a hit of it holds.
        """
        texts = [self.remarks, *(one.text for one in self.names)]
        told = [one for one in texts if self.kind == "vessel" or _IMO.search(one)]
        return frozenset(number for one in told for number in _SEVEN_DIGITS.findall(one))

    def as_data(self) -> dict[str, Any]:
        """The entry as plain values, as a version of its list keeps it."""
        return asdict(self) | {"names": [asdict(one) for one in self.names]}

    def compute_key(self, list_code: str) -> str:
        """What stands for all that a list says of it: another fact or alias is another entry."""
        return compute_digest([list_code, self.as_data()])


@dataclass(frozen=True, slots=True)
class ListFault:
    """What is wrong in a file: the line as an editor counts it, the column by its heading or number, and why."""

    line: int
    column: str
    sentence: Message

    def describe(self) -> Message:
        """The fault with its place, as one sentence."""
        return Message(
            "Line %(line)d, column %(column)s: %(sentence)s", line=self.line, column=self.column, sentence=self.sentence
        )


@dataclass(frozen=True, slots=True)
class ReadList:
    """A file that was read: its entries, or every fault of it, never both."""

    entries: Sequence[ListedEntry] = ()
    faults: Sequence[ListFault] = ()

    def count_names(self) -> int:
        """All names of all entries, aliases among them."""
        return sum(len(one.names) for one in self.entries)


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What a version brings over the one before it: entries that are new, that say something else, and that are gone."""

    added: Sequence[ListedEntry]
    changed: Sequence[tuple[ListedEntry, ListedEntry]]
    gone: Sequence[ListedEntry]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.added or self.changed or self.gone)


def compare_entries(before: Iterable[ListedEntry], after: Iterable[ListedEntry]) -> ListChanges:
    """What became of each listed party, by its reference."""
    old, new = {one.reference: one for one in before}, {one.reference: one for one in after}
    return ListChanges(
        [one for one in new.values() if one.reference not in old],
        [(old[one.reference], one) for one in new.values() if one.reference in old and old[one.reference] != one],
        [one for one in old.values() if one.reference not in new],
    )


def write_entries(entries: Sequence[ListedEntry]) -> str:
    """The entries as the text that a version keeps, by their references, whatever the order of the file was."""
    return to_canonical([one.as_data() for one in sorted(entries, key=lambda one: one.reference)]).decode()


def read_entries(text: str) -> list[ListedEntry]:
    """The entries of a version from its text."""
    return [build_entry(row) for row in json.loads(text)]


def build_entry(row: Mapping[str, Any]) -> ListedEntry:
    """An entry from its plain values."""
    return ListedEntry(**{**row, "names": tuple(EntryName(**one) for one in row["names"])})


def add_name(entry: ListedEntry, text: str, *, is_primary: bool = False) -> ListedEntry:
    """The entry with one more name; one that it has already adds nothing."""
    if not text or any(one.text == text for one in entry.names):
        return entry
    return replace(entry, names=(*entry.names, EntryName(text, is_primary)))
