"""A request document in words: read out section by section, and compared with another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.choices import PartyRole
from licensing.models import Case
from licensing.policy.requests.fields import field_of_change
from licensing.policy.requests.materiality import Change, diff
from licensing.policy.requests.sections import REQUEST
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import Words, form_field, goes_on_forms, grouped
from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.request_forms import DocumentForm
from licensing.portal.forms.sections import (
    FOLDER,
    SHEETS,
    TABLES,
    AnySection,
    Document,
    Folder,
    Sheet,
    Table,
    sections_of,
    url_of,
)


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a whole section, or one row of it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section, read out."""

    section: AnySection
    url: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    where: str
    before: str
    after: str


def read_out(case: Case, document: Document) -> list[Chapter]:
    """What was answered, section by section; places left empty are not read."""
    lists = Lists(case)
    return [
        Chapter(section, url_of(case, section), tuple(_blocks(section, document, lists)))
        for section in sections_of(case, document)
    ]


def table_rows(section: Table, rows: Sequence[Document], lists: Lists) -> list[list[str]]:
    """The rows of a section as cells for its columns."""
    form = section.form(lists=lists)
    return [[form.entries[name].shown(row.get(name), lists) for name in section.columns] for row in rows]


def table_heads(section: Table) -> list[str]:
    form = section.form()
    return [str(form.entries[name].label) for name in section.columns]


def differences(before: Document, after: Document, lists: Lists) -> list[Difference]:
    """What changed between two request documents, or between two that hold the same few parts, in words."""
    return [
        Difference(_where(change), _worded(change, change.before, lists), _worded(change, change.after, lists))
        for change in diff(before, after)
    ]


def _blocks(section: AnySection, document: Document, lists: Lists) -> list[Block]:
    match section:
        case Sheet():
            return [block for block in [_block("", section.form(part=section.looked_at(document), lists=lists))] if block.lines]
        case Table():
            rows = document[section.slug]
            return [
                _block(f"{section.one} {number}", section.form(part=row, lists=lists)) for number, row in enumerate(rows, 1)
            ]
        case Folder():
            return [_block(str(row["title"]), DocumentForm(part=row, lists=lists)) for row in document["documents"]]


def _block(heading: str, form: PartForm) -> Block:
    return Block(heading, tuple(Line(label, value) for _path, label, value in form.readings()))


# What follows from the request and stands in no field of it.
_DERIVED: Mapping[str, Words] = {"value": gettext_lazy("Total value"), "transit": gettext_lazy("Countries of transit")}


def _where(change: Change) -> str:
    """The place of a change by the names that the forms use: `Items 1: Quantity`."""
    steps = change.path.split(".")
    section, label = _section_of(steps[0]), _label(steps)
    match section:
        case Table():
            # Items bear numbers of their own; the rows of other lists are counted from nought.
            numbers = [str(int(step) + (section.slug != "items")) for step in steps[1:] if step.isdigit()]
            roles = [str(PartyRole(step).label) for step in steps[1:2] if step in PartyRole.values]
            row = " ".join([str(section.name), *(roles or numbers)])
            return row if steps[-1].isdigit() else f"{row}: {label}"
        case Sheet():
            numbers = [str(int(step) + 1) for step in steps if step.isdigit()]
            return f"{section.name}: {' '.join([label, *numbers])}"
        case Folder():
            return str(section.name) if steps[-1].isdigit() else f"{section.name}: {label}"
    return " ".join([str(_DERIVED.get(steps[0], steps[0])), *steps[1:]])


def _section_of(key: str) -> AnySection | None:
    sections: Sequence[AnySection] = (*SHEETS.values(), *TABLES.values(), FOLDER)
    return next((section for section in sections if key in section.keys), None)


def _label(steps: Sequence[str]) -> str:
    field = field_of_change(REQUEST, steps)
    return str(field.label) if field and field.label else steps[-1]


def _worded(change: Change, value: Any, lists: Lists) -> str:
    """A value as the form shows it; a whole row by its name."""
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or ", ".join(str(one) for one in value.values() if one))
    field = field_of_change(REQUEST, change.path.split("."))
    if field is not None and goes_on_forms(field):
        return form_field(field).shown(value, lists)
    if isinstance(value, list):
        return ", ".join(lists.countries.get(str(one), str(one)) for one in value)
    return grouped(str(value))
