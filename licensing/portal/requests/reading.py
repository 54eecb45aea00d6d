"""A request document in words: read out section by section, and compared with another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.choices import PartyRole
from licensing.models import Case
from licensing.policy.requests.changes.materiality import Change, compare_requests
from licensing.policy.requests.cooperation import CALL_OFF, LONG_TERM, REVIEW
from licensing.policy.requests.fields import Record, find_changed_field
from licensing.policy.requests.sections import REQUEST, name_goods
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import Words, build_form_field, has_form_field
from licensing.portal.forms.numbers import group_thousands
from licensing.portal.forms.parts import PartForm
from licensing.portal.forms.request_forms import DocumentForm
from licensing.portal.forms.sections import (
    DOCUMENTS_SECTION,
    FORM_SECTIONS,
    LIST_SECTIONS,
    AnySection,
    Document,
    DocumentsSection,
    FormSection,
    ListSection,
    get_section_url,
    list_sections,
)
from licensing.portal.paging import NumberedPage, select_page


@dataclass(frozen=True, slots=True)
class Line:
    """One answer with the label of its field."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a list within a section, each with a cell for each column; an empty one where nothing is said."""

    heading: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: a whole section, or one row of it, with the lists of it that are read as tables."""

    heading: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section, read out."""

    section: AnySection
    url: str
    blocks: tuple[Block, ...]
    # Which of its rows are read out, where they are many.
    page: NumberedPage[Any] | None = None

    @property
    def anchor(self) -> str:
        """Where on a page it stands."""
        return f"#chapter-{self.section.slug}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    where: str
    before: str
    after: str


def read_out(case: Case, document: Document, wanted: Mapping[str, str] = MappingProxyType({})) -> list[Chapter]:
    """What was answered, section by section; fields left empty are not read out.

    Of a long list one page is read out: the first, or the one that `wanted` names for its section (`items=2`, `items=all`).
    """
    lists = Lists(case)
    chapters = []
    for section in list_sections(case, document):
        url, page = get_section_url(case, section), None
        if isinstance(section, ListSection):
            page = select_page(document[section.slug], wanted.get(section.slug, ""), name=section.slug)
        chapters.append(Chapter(section, url, tuple(_build_blocks(section, document, lists, page)), page))
    return chapters


def build_table_rows(section: ListSection, rows: Sequence[Document], lists: Lists) -> list[list[str]]:
    """The rows of a section as cells for its columns."""
    form = section.form(lists=lists)
    if section.slug == "items":
        rows = [{**row, "name": str(name_goods(row))} for row in rows]
    return [[form.entries[name].to_text(row.get(name), lists) for name in section.columns] for row in rows]


def build_table_heads(section: ListSection) -> list[str]:
    """The labels over the columns of `build_table_rows`."""
    form = section.form()
    return [str(form.entries[name].label) for name in section.columns]


def compare_documents(before: Document, after: Document, lists: Lists) -> list[Difference]:
    """What changed between two request documents in words. Both may hold a few parts only, if they hold the same ones."""
    return [
        Difference(
            _describe_place(change), _describe_value(change, change.before, lists), _describe_value(change, change.after, lists)
        )
        for change in compare_requests(before, after)
    ]


def _build_blocks(section: AnySection, document: Document, lists: Lists, page: NumberedPage[Any] | None) -> list[Block]:
    match section:
        case FormSection():
            return [
                block
                for block in [_build_block("", section.form(part=section.extract_with_context(document), lists=lists))]
                if block.lines or block.tables
            ]
        case ListSection():
            rows, first = (page.rows, page.first) if page else (document[section.slug], 1)
            if section.slug == "deliveries":
                rows = [{**row, "unit": _find_unit(document, row.get("item"))} for row in rows]
            return [
                _build_block(f"{section.one} {number}", section.form(part=row, lists=lists))
                for number, row in enumerate(rows, first)
            ]
        case DocumentsSection():
            return [_build_block(str(row["title"]), DocumentForm(part=row, lists=lists)) for row in document["documents"]]


def _find_unit(document: Document, number: Any) -> Any:
    """The unit of the item that a delivery is of: its row says how much in it, and not what it is."""
    return next((item.get("unit") for item in document["items"] if item.get("number") == number), None)


def _build_block(heading: str, form: PartForm) -> Block:
    lines, cells = list[Line](), dict[str, dict[int, dict[str, str]]]()
    for path, label, value in form.list_answers():
        if found := _IN_TABLE.fullmatch(path):
            cells.setdefault(found[1], {}).setdefault(int(found[2]), {})[found[3]] = value
        else:
            lines.append(Line(label, value))
    return Block(heading, tuple(lines), tuple(_build_table(name, rows) for name, rows in cells.items()))


def _build_table(name: str, rows: Mapping[int, Mapping[str, str]]) -> Table:
    """The rows of a list side by side, with a column for each field in which any of them says something."""
    said = [field for field in _TABLES[name].fields if any(field.name in row for row in rows.values())]
    heads = tuple(str(field.short_label) for field in said)
    ordered = [[rows[number].get(field.name, "") for field in said] for number in sorted(rows)]
    [heading] = [str(field.label) for field in LONG_TERM.fields if field.name == name]
    return Table(heading, heads, tuple(tuple(zip(heads, row, strict=True)) for row in ordered))


# The lists of a contract, which say nothing apart of one another, as the desk shows them.
_TABLES: Mapping[str, Record] = {"call_offs": CALL_OFF, "review_points": REVIEW}
_IN_TABLE = re.compile(r".*\b(call_offs|review_points)\.([0-9]+)\.([a-z_]+)")


# What follows from the request and is no field of it.
_DERIVED: Mapping[str, Words] = {"value": gettext_lazy("Total value"), "transit": gettext_lazy("Countries of transit")}


def _describe_place(change: Change) -> str:
    """The place of a change by the names that the forms use: `Items 1: Quantity`."""
    steps = change.path.split(".")
    section, label = _section_with_key(steps[0]), _field_label(steps)
    match section:
        case ListSection():
            # Items bear numbers of their own; the rows of other lists are counted from nought.
            numbers = [str(int(step) + (section.slug != "items")) for step in steps[1:] if step.isdigit()]
            roles = [str(PartyRole(step).label) for step in steps[1:2] if step in PartyRole.values]
            row = " ".join([str(section.name), *(roles or numbers)])
            return row if steps[-1].isdigit() else f"{row}: {label}"
        case FormSection():
            numbers = [str(int(step) + 1) for step in steps if step.isdigit()]
            return f"{section.name}: {' '.join([label, *numbers])}"
        case DocumentsSection():
            return str(section.name) if steps[-1].isdigit() else f"{section.name}: {label}"
    return " ".join([str(_DERIVED.get(steps[0], steps[0])), *steps[1:]])


def _section_with_key(key: str) -> AnySection | None:
    sections: Sequence[AnySection] = (*FORM_SECTIONS.values(), *LIST_SECTIONS.values(), DOCUMENTS_SECTION)
    return next((section for section in sections if key in section.keys), None)


def _field_label(steps: Sequence[str]) -> str:
    field = find_changed_field(REQUEST, steps)
    return str(field.label) if field and field.label else steps[-1]


def _describe_value(change: Change, value: Any, lists: Lists) -> str:
    """A value as the form shows it; a whole row by its name."""
    if value is None or value in ("", [], {}):
        return _("nothing")
    if isinstance(value, Mapping):
        return str(str(name_goods(value)) or value.get("title") or ", ".join(str(one) for one in value.values() if one))
    field = find_changed_field(REQUEST, change.path.split("."))
    if field is not None and has_form_field(field):
        return build_form_field(field).to_text(value, lists)
    if isinstance(value, list):
        return ", ".join(lists.countries.get(str(one), str(one)) for one in value)
    return group_thousands(str(value))
