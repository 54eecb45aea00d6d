"""An entry of a list, and what a version changes from another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from licensing.messages import Message
from licensing.policy.assessment.lists.entries import (
    EntryName,
    ListedEntry,
    ListFault,
    ReadList,
    add_name,
    build_entry,
    compare_entries,
    read_entries,
    write_entries,
)

FIRST = ListedEntry("1", "entity", (EntryName("Vyhadka Trade", is_primary=True), EntryName("Vyhadka")), country="EE")
SECOND = ListedEntry("2", "person", (EntryName("Vyhadko", is_primary=True),))


def test_a_version_is_read_as_it_was_written_in_the_order_of_references() -> None:
    text = write_entries([SECOND, FIRST])

    assert read_entries(text) == [FIRST, SECOND]
    assert build_entry(FIRST.as_data()) == FIRST
    assert ReadList([FIRST, SECOND]).count_names() == 3


def test_what_a_version_changes_is_told_by_reference() -> None:
    moved = replace(FIRST, country="FI")

    changes = compare_entries([FIRST, SECOND], [moved, replace(SECOND, reference="3")])

    assert ([one.reference for one in changes.added], [one.reference for one in changes.gone]) == (["3"], ["2"])
    assert list(changes.changed) == [(FIRST, moved)]
    assert compare_entries([FIRST], [FIRST]).is_empty
    assert FIRST.compute_key("UN") not in (moved.compute_key("UN"), FIRST.compute_key("EU"))


def test_a_name_is_added_once() -> None:
    assert add_name(FIRST, "Vyhadka") is FIRST
    assert [one.text for one in add_name(SECOND, "Вигадко").names] == ["Vyhadko", "Вигадко"]
    assert (FIRST.name, ListedEntry("4").name) == ("Vyhadka Trade", "")


def test_a_fault_says_where_it_is() -> None:
    fault = ListFault(7, "name", Message("This must not be empty."))

    assert str(fault.describe()) == "Line 7, column name: This must not be empty."


@pytest.mark.parametrize(
    ("kind", "remarks", "numbers"),
    [
        ("vessel", "Flag unknown; Vessel Registration Identification IMO 1234567", {"1234567"}),
        ("vessel", "1234567 (now), 7654329 (before)", {"1234567", "7654329"}),
        ("entity", "IMO number: 1234567. Phone 0441234567.", {"1234567"}),
        ("entity", "Номер ІМО 1234567", {"1234567"}),
        ("entity", "Passport 1234567", set()),
        ("vessel", "MMSI 256845000; flag of nobody", set()),
    ],
)
def test_the_numbers_of_a_vessel_stand_among_what_the_list_remarks(kind: str, remarks: str, numbers: set[str]) -> None:
    entry = ListedEntry("1", kind, (EntryName("Vyhadana Zirka", is_primary=True),), remarks=remarks)

    assert entry.vessel_numbers == numbers


def test_a_number_may_stand_as_an_alias() -> None:
    assert add_name(FIRST, "IMO 1234567").vessel_numbers == {"1234567"}
