"""The consolidated list of the United Nations: XML, with persons and entities, each with its aliases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from licensing.messages import Message
from licensing.policy.assessment.lists.entries import EntryName, ListedEntry, ListFault, ReadList, add_name
from licensing.policy.assessment.lists.rows import BrokenFile, find_name_fault
from licensing.policy.documents.signatures import parse_xml

_ROOT: Final = "CONSOLIDATED_LIST"
_GROUPS: Final = (("INDIVIDUALS", "INDIVIDUAL", "person"), ("ENTITIES", "ENTITY", "entity"))
_NAMES: Final = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read_consolidated(content: bytes) -> ReadList:
    """Read the list. A document type, an entity or anything fetched is refused like XML that is not well-formed."""
    try:
        root = parse_xml(content)
    except ValueError as broken:
        line = (isinstance(broken.__cause__, SyntaxError) and broken.__cause__.lineno) or 1
        raise BrokenFile(ListFault(line, "–", Message("This is no XML that we read."))) from broken
    if root.tag != _ROOT:
        raise BrokenFile(ListFault(1, str(root.tag), Message("The file must be a %(name)s.", name=_ROOT)))
    entries: dict[str, ListedEntry] = {}
    faults: list[ListFault] = []
    for group, one_of, kind in _GROUPS:
        for element in root.iterfind(f"{group}/{one_of}"):
            if found := list(_find_faults(element, entries)):
                faults += found
            else:
                entry = _build_entry(element, one_of, kind)
                entries[entry.reference] = entry
    return ReadList(faults=faults) if faults else ReadList(list(entries.values()))


def _find_faults(element: Any, entries: dict[str, ListedEntry]) -> Iterator[ListFault]:
    line, reference = element.sourceline or 1, _read_element(element, "DATAID")
    if fault := find_name_fault(line, "DATAID", reference):
        yield fault
    elif reference in entries:
        yield ListFault(line, "DATAID", Message("This reference stands on the list already."))
    if fault := find_name_fault(line, "FIRST_NAME", _read_full_name(element)):
        yield fault


def _build_entry(element: Any, one_of: str, kind: str) -> ListedEntry:
    entry = ListedEntry(
        _read_element(element, "DATAID"),
        kind,
        (EntryName(_read_full_name(element), is_primary=True),),
        " ".join(filter(None, (_read_element(element, "UN_LIST_TYPE"), _read_element(element, "REFERENCE_NUMBER")))),
        ", ".join(_list_texts(element, "NATIONALITY/VALUE" if kind == "person" else f"{one_of}_ADDRESS/COUNTRY")),
        ", ".join(_list_texts(element, f"{one_of}_DATE_OF_BIRTH/DATE") or _list_texts(element, f"{one_of}_DATE_OF_BIRTH/YEAR")),
        _read_element(element, "COMMENTS1"),
    )
    for alias in element.iterfind(f"{one_of}_ALIAS"):
        entry = add_name(entry, _read_element(alias, "ALIAS_NAME"))
    return add_name(entry, _read_element(element, "NAME_ORIGINAL_SCRIPT"))


def _read_full_name(element: Any) -> str:
    return " ".join(filter(None, (_read_element(element, one) for one in _NAMES)))


def _read_element(element: Any, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())


def _list_texts(element: Any, path: str) -> list[str]:
    found = (" ".join((one.text or "").split()) for one in element.iterfind(path))
    return list(dict.fromkeys(filter(None, found)))
