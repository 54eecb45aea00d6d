"""Lists that are text files: our own with a header, the OFAC shape without one, the US denied persons as tab text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

from licensing.messages import Message
from licensing.policy.assessment.lists.entries import EntryName, ListedEntry, ListFault, ReadList, add_name
from licensing.policy.assessment.lists.rows import (
    Row,
    cut_rows,
    find_name_fault,
    find_width_fault,
    name_cells,
    read_header,
)
from licensing.policy.record.digests import compute_digest

_EMPTY: Final = "-0-"
_SDN_COLUMNS: Final = (
    *("ent_num", "name", "type", "programme", "title", "call sign", "vessel type", "tonnage", "GRT", "flag", "owner"),
    "remarks",
)
_ALT_COLUMNS: Final = ("ent_num", "alt_num", "type", "name", "remarks")
_DPL_REQUIRED: Final = ("name", "country", "effective_date")
_DPL_OPTIONAL: Final = (
    *("street_address", "city", "state", "postal_code", "expiration_date", "standard_order", "last_update", "action"),
    "fr_citation",
)
_OWN_REQUIRED: Final = ("entity_id", "kind", "type", "name")
_OWN_OPTIONAL: Final = ("programme", "country", "dates", "remarks")
_KINDS: Final = {
    "individual": "person",
    "person": "person",
    "entity": "entity",
    "vessel": "vessel",
    "aircraft": "aircraft",
    "": "",
}
_TWICE: Final = Message("This reference stands on the list already.")
_NO_SUCH_PARTY: Final = Message("No party of the list has this reference.")


def read_own(content: bytes) -> ReadList:
    """Our own shape: one row per name, with a header; rows of one reference are one party.

    A header with nothing under it is a list on which nobody stands, by which a list is ended.
    """
    rows = cut_rows(content, separator=",")
    headings = read_header(rows, required=_OWN_REQUIRED, optional=_OWN_OPTIONAL)
    entries: dict[str, ListedEntry] = {}
    primary: set[str] = set()
    faults: list[ListFault] = []
    lines: dict[str, int] = {}
    for row in rows:
        if wrong := find_width_fault(row, len(headings)):
            faults.append(wrong)
            continue
        cells = name_cells(row, headings)
        if found := list(_find_own_faults(row, cells, primary)):
            faults += found
            continue
        reference, is_primary = cells["entity_id"], cells["kind"] == "primary"
        lines.setdefault(reference, row.line)
        if is_primary:
            primary.add(reference)
        entries[reference] = _merge_own(entries.get(reference), cells, is_primary=is_primary)
    faults += [
        ListFault(lines[one], "kind", Message("This party has no primary name.")) for one in entries if one not in primary
    ]
    return _finish(entries.values(), faults)


def _find_own_faults(row: Row, cells: Mapping[str, str], primary: set[str]) -> Iterable[ListFault]:
    for name in ("entity_id", "name"):
        if fault := find_name_fault(row.line, name, cells[name]):
            yield fault
    if cells["kind"] not in ("primary", "alt"):
        yield ListFault(row.line, "kind", Message("This must be “primary” or “alt”."))
    elif cells["kind"] == "primary" and cells["entity_id"] in primary:
        yield ListFault(row.line, "kind", Message("This party has a primary name already."))
    if cells["type"].casefold() not in _KINDS:
        yield ListFault(row.line, "type", Message("This must be person, entity, vessel, aircraft or empty."))


def _merge_own(entry: ListedEntry | None, cells: Mapping[str, str], *, is_primary: bool) -> ListedEntry:
    kind = _KINDS[cells["type"].casefold()]
    facts = {name: cells.get(name, "") for name in _OWN_OPTIONAL}
    if entry is not None:
        # Facts may stand beside the primary name alone: an empty cell of another row takes nothing away.
        known = asdict(entry)
        facts = {name: text or known[name] for name, text in facts.items()}
        kind = kind or entry.kind
    names = entry.names if entry else ()
    return add_name(ListedEntry(cells["entity_id"], kind, names, **facts), cells["name"], is_primary=is_primary)


def read_ofac(content: bytes, aliases: bytes = b"") -> ReadList:
    """The shape of the US Treasury: twelve columns without a header, and the aliases as a second file with five."""
    entries: dict[str, ListedEntry] = {}
    faults: list[ListFault] = []
    for row in cut_rows(content, separator=","):
        if wrong := find_width_fault(row, len(_SDN_COLUMNS)):
            faults.append(wrong)
            continue
        cells = _read_named(row, _SDN_COLUMNS)
        if found := list(_find_sdn_faults(row, cells, entries)):
            faults += found
            continue
        entries[cells["ent_num"]] = _build_sdn_entry(cells)
    for row in cut_rows(aliases, separator=","):
        if wrong := find_width_fault(row, len(_ALT_COLUMNS)):
            faults.append(wrong)
            continue
        cells = _read_named(row, _ALT_COLUMNS)
        if fault := find_name_fault(row.line, "name", cells["name"]):
            faults.append(fault)
        elif cells["ent_num"] not in entries:
            faults.append(ListFault(row.line, "ent_num", _NO_SUCH_PARTY))
        else:
            entries[cells["ent_num"]] = add_name(entries[cells["ent_num"]], cells["name"])
    return _finish(entries.values(), faults)


def _find_sdn_faults(row: Row, cells: Mapping[str, str], entries: Mapping[str, ListedEntry]) -> Iterable[ListFault]:
    for name in ("ent_num", "name"):
        if fault := find_name_fault(row.line, name, cells[name]):
            yield fault
    if cells["ent_num"] in entries:
        yield ListFault(row.line, "ent_num", _TWICE)
    if cells["type"].casefold() not in _KINDS:
        yield ListFault(row.line, "type", Message("This must be individual, vessel, aircraft or empty."))


def _build_sdn_entry(cells: Mapping[str, str]) -> ListedEntry:
    beside = [cells[name] for name in ("title", "call sign", "vessel type", "owner", "remarks") if cells[name]]
    # What has no type on this list is an organisation.
    kind = _KINDS[cells["type"].casefold()] or "entity"
    names = (EntryName(cells["name"], is_primary=True),)
    return ListedEntry(cells["ent_num"], kind, names, cells["programme"], cells["flag"], "", "; ".join(beside))


def _read_named(row: Row, columns: tuple[str, ...]) -> Mapping[str, str]:
    return {name: "" if one == _EMPTY else one for name, one in zip(columns, row.cells, strict=True)}


def read_dpl(content: bytes) -> ReadList:
    """The denied persons of the US Department of Commerce: tab text with a header, one row per address of a party.

    The list has no references: the name, the country and the day of the order stand for one.
    """
    rows = cut_rows(content, separator="\t")
    headings = read_header(rows, required=_DPL_REQUIRED, optional=_DPL_OPTIONAL)
    entries: dict[str, ListedEntry] = {}
    faults: list[ListFault] = []
    for row in rows:
        if wrong := find_width_fault(row, len(headings)):
            faults.append(wrong)
            continue
        cells = name_cells(row, headings)
        if fault := find_name_fault(row.line, "name", cells["name"]):
            faults.append(fault)
            continue
        key = [cells["name"].casefold(), cells["country"], cells["effective_date"]]
        reference = f"DPL-{compute_digest(key)[:12]}"
        entries[reference] = _merge_dpl(entries.get(reference), reference, cells)
    return _finish(entries.values(), faults)


def _merge_dpl(entry: ListedEntry | None, reference: str, cells: Mapping[str, str]) -> ListedEntry:
    address = ", ".join(filter(None, (cells.get(one, "") for one in ("street_address", "city", "state", "postal_code"))))
    remarks = "; ".join(filter(None, (entry.remarks if entry else "", address, cells.get("action", ""))))
    dates = " – ".join(filter(None, (cells["effective_date"], cells.get("expiration_date", ""))))
    names = (EntryName(cells["name"], is_primary=True),)
    return ListedEntry(reference, "", names, cells.get("fr_citation", ""), cells["country"], dates, remarks)


def _finish(entries: Iterable[ListedEntry], faults: list[ListFault]) -> ReadList:
    return ReadList(faults=sorted(faults, key=lambda one: one.line)) if faults else ReadList(list(entries))
