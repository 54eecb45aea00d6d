"""Editing a request part by part, beside colleagues who do the same: loaded, merged with what they wrote, saved.

A part is a section, or a row of a list. It is compared with what its editor saw on opening the page: two people may write into
one request at a time, but never over one another. A draft is saved in the case; an amendment, until it is filed, in a working
copy of its author.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Generic, Protocol, Self, TypeVar
from uuid import UUID

from django.http import HttpRequest, QueryDict

from licensing.acts.idempotency import StoredResponse
from licensing.acts.requests.drafting import edit_case, prepare_sections
from licensing.choices import Verb
from licensing.errors import Invalid, NotAllowed, Stale
from licensing.models import Case, WorkingCopy
from licensing.models.requests.composition import build_request_document
from licensing.portal.drafts.working_copy import load_working_copy, store_working_copy
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Part, PartForm
from licensing.portal.forms.request_forms import close_up_rows
from licensing.portal.forms.sections import Document, FormSection, ListSection
from licensing.portal.partner_view import get_person, get_reader, get_visible_case, submit_once, was_submitted
from licensing.portal.requests.reading import Difference, compare_documents

# A colleague's save between our read and our lock sends us back to reading; more than a few in a row is not a colleague.
_MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being written: one that is not filed, or the amendment of one that is."""

    case: Case
    document: dict[str, Any]
    may: Sequence[Verb]
    # What this person has changed, when the request is filed already.
    copy: WorkingCopy | None = None

    @property
    def amends(self) -> int | None:
        """The version that is amended, when the request is filed already."""
        return self.copy.version if self.copy else None

    @property
    def is_open(self) -> bool:
        """Whether this person may write into it now."""
        return Verb.EDIT in self.may or self.amends is not None

    def refuse_if_closed(self, request: HttpRequest) -> None:
        """Raise what writing into it would meet, when it was filed, withdrawn or given up after its page was opened."""
        if self.is_open:
            return
        if Verb.EDIT not in self.case.list_possible_acts():
            raise self.case.build_wrong_state(Verb.EDIT)
        raise self.case.find_denial(Verb.EDIT, get_reader(request, self.case).actor) or NotAllowed()


def load_draft(request: HttpRequest, case_id: UUID) -> Draft:
    """The request as this person would continue to write it: their working copy, if they have begun one, above what is stored.

    NotFound when they may not know of it.
    """
    case = get_visible_case(request, case_id)
    may = case.list_available_acts(get_reader(request, case).actor)
    # A copy outlives the state in which a case may be amended: once it may not, the copy must not be shown as the request.
    copy = load_working_copy(request, case) if Verb.AMEND in may else None
    if copy is None:
        return Draft(case, build_request_document(case), may)
    return Draft(case, build_request_document(case) | copy.sections, may, copy)


class EditedPart(Protocol):
    """A part of a request document that is compared and saved by itself."""

    def read(self, document: Document) -> Part:
        """The part as it is now, to see whether somebody has changed it."""

    def replace(self, document: Document, typed: Part) -> Part:
        """The sections to write so that this part becomes what was typed."""


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section that is one form."""

    section: FormSection

    def read(self, document: Document) -> Part:
        return self.section.extract_part(document)

    def replace(self, document: Document, typed: Part) -> Part:
        return typed

    def get_content(self, document: Document) -> Part | None:
        """What its form shows: the section, and what it looks at in others."""
        return self.section.extract_with_context(document)

    def unpack_snapshot(self, snapshot: Part) -> Part:
        """What `read` returned once, as the form names its fields."""
        return snapshot

    def get_path_prefix(self, document: Document) -> str:
        """The beginning of a gap's path that the form of this part does not know: none, its fields begin with the section."""
        return ""


@dataclass(frozen=True, slots=True)
class RowPart:
    """One row of a list, by its place counted from nought; without a place, a new row at the end.

    Rows have no identity of their own: once a colleague has removed an earlier one, the place holds another row. Only the
    comparison with the snapshot keeps the wrong row from being written over.
    """

    section: ListSection
    place: int | None = None

    def read(self, document: Document) -> Part:
        row = self.get_content(document)
        return {self.section.slug: [] if row is None else [row]}

    def replace(self, document: Document, typed: Part) -> Part:
        rows = document[self.section.slug]
        place = len(rows) if self.place is None else self.place
        return {self.section.slug: [*rows[:place], typed, *rows[place + 1 :]]}

    def get_content(self, document: Document) -> Part | None:
        """The row, or None where there is none yet, or where a colleague has removed it."""
        rows = document[self.section.slug]
        return None if self.place is None or self.place >= len(rows) else dict(rows[self.place])

    def unpack_snapshot(self, snapshot: Part) -> Part:
        rows: list[Part] = snapshot.get(self.section.slug, [])
        return next(iter(rows), {})

    def get_path_prefix(self, document: Document) -> str:
        """The list and the place of the row; acts count rows from nought, as the document does."""
        return f"{self.section.slug}.{self.number(document) - 1}."

    def number(self, document: Document) -> int:
        """The number of the row for people, who count from one."""
        return (len(document[self.section.slug]) if self.place is None else self.place) + 1


@dataclass(frozen=True, slots=True)
class RemovedRow(RowPart):
    """A row that is to be removed.

    Compared together with the rows that are equal to it: once one of them is gone, the place holds another, which looks alike.
    """

    def read(self, document: Document) -> Part:
        rows, row = document[self.section.slug], self.get_content(document)
        return {self.section.slug: [one for one in rows if row is not None and _strip_number(one) == _strip_number(row)]}

    def replace(self, document: Document, typed: Part) -> Part:
        rows, place = document[self.section.slug], self.number(document) - 1
        return {self.section.slug: [*rows[:place], *rows[place + 1 :]]}


def _strip_number(row: Part) -> Part:
    """A row without the number that the service gives it, by its place."""
    return {name: value for name, value in row.items() if name != "number"}


P = TypeVar("P", SectionPart, RowPart)


@dataclass(frozen=True, slots=True)
class Saved:
    """The part is written. `repeated`: by the same form, sent before."""

    draft: Draft
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class EditConflict:
    """Somebody else has changed the part since it was opened, and nothing is written: the part before, and their changes."""

    draft: Draft
    before: Part
    theirs: Sequence[Difference]


class PartRefused(Invalid):
    """The act refused what was typed. `document` is the one it was written into, by which the paths of the gaps count."""

    def __init__(self, refusal: Invalid, document: Document) -> None:
        super().__init__(refusal.sentence, gaps=refusal.gaps)
        self.document = document


Once = Callable[[Draft, Callable[[], str]], StoredResponse]


def save_part(
    request: HttpRequest, draft: Draft, part: EditedPart, typed: Part, *, seen: str | None = None, once: Once | None = None
) -> Saved | EditConflict:
    """Write one part, unless it is no longer what this person opened. Raises PartRefused for what the act refuses.

    What others write into other parts meanwhile is kept: this part is written on top of it. Raises Stale when every attempt
    was overtaken. `seen` is what the person saw, else what the form says; `once` keeps a repeated press from acting again.
    """
    before = _read_snapshot(request.POST.get("seen", "") if seen is None else seen)
    for _attempt in range(_MOST_ATTEMPTS):
        # Before the comparison: to the second press of a button, the first one's change looks like a colleague's.
        if was_submitted(request):
            return Saved(load_draft(request, draft.case.pk), repeated=True)
        now = part.read(draft.document)
        if before is not None and before != now:
            return EditConflict(draft, before, compare_documents(before, now, Lists(draft.case)))
        write = partial(_write_sections, request, draft, part.replace(draft.document, typed))
        try:
            given = once(draft, write) if once else submit_once(request, write)
        except Stale:
            draft = load_draft(request, draft.case.pk)
        except Invalid as refusal:
            raise PartRefused(refusal, draft.document) from refusal
        else:
            return Saved(load_draft(request, draft.case.pk), given.replayed)
    raise Stale


@dataclass(frozen=True, slots=True)
class Edit(Generic[P]):
    """One person's work on a section or a row: the form it is typed into, and the save.

    `seen` is the part as this person saw it, where the form does not say so.
    """

    request: HttpRequest
    draft: Draft
    part: P
    seen: str | None = None

    @classmethod
    def load(cls, request: HttpRequest, case_id: UUID, part: P) -> Self:
        """Open a part for this person; NotFound when they may not know of the request."""
        return cls(request, load_draft(request, case_id), part)

    @property
    def lists(self) -> Lists:
        return Lists(self.draft.case)

    @property
    def content(self) -> Part | None:
        """What is stored of the part; None for a new row, and for one that a colleague has removed."""
        return self.part.get_content(self.draft.document)

    @property
    def snapshot(self) -> str:
        """What the page carries along as `seen`; nothing for a row that nobody can have changed."""
        return "" if self.content is None else serialize_snapshot(self.part.read(self.draft.document))

    def build_form(self, data: QueryDict | None = None) -> PartForm:
        """The form with what is stored or, given `data`, with what was typed."""
        return self.part.section.form(None if data is None else close_up_rows(data), part=self.content or {}, lists=self.lists)

    def write(self, form: PartForm, once: Once | None = None) -> Saved | EditConflict | Invalid:
        """Write what was typed. An Invalid is returned as the answer it is, its gaps put to the fields of the form."""
        try:
            return save_part(self.request, self.draft, self.part, form.build_part(), seen=self.seen, once=once)
        except PartRefused as refusal:
            form.add_gaps(refusal.gaps, under=self.part.get_path_prefix(refusal.document))
            return refusal

    def write_what_is_right(self, form: PartForm, once: Once | None = None) -> Saved | EditConflict | Invalid:
        """Write the fields that are as they should be; the others keep what is stored, and their mistakes stay on the form."""
        current, wrong = form, set[str]()
        # The act may look at one thing after another, and each time name other fields.
        for _attempt in range(_MOST_ATTEMPTS):
            given = self.write(current, once) if current.is_valid() else Invalid()
            if not isinstance(given, Invalid):
                return given
            named = set(current.errors)
            # A field that keeps what is stored and is wrong all the same: then it is the record around it that cannot stand.
            wrong |= form.list_neighbours(named) if named <= wrong else named
            if current is not form:
                form.copy_faults(current)
            current = self.build_form(form.restore_stored(wrong))
            if form.faults or not current.has_changed():
                return given
        return Invalid()

    def merge(self, form: PartForm, conflict: EditConflict) -> tuple[Self, PartForm]:
        """The edit that continues after a conflict: their answers, and on top of them what this person has changed."""
        fresh = replace(self, draft=conflict.draft)
        # A colleague has removed the row: there is nothing to merge with, and what was typed becomes a row again if sent.
        if fresh.content is None:
            return fresh, form
        merged = form.merge_changes(self.part.unpack_snapshot(conflict.before), fresh.content)
        return fresh, self.part.section.form(merged, part=fresh.content, lists=self.lists)


def serialize_snapshot(part: Part) -> str:
    """A part as the page carries it along, to see on saving whether somebody else has changed it. Equal parts, equal text."""
    return json.dumps(part, ensure_ascii=False, sort_keys=True)


def _read_snapshot(sent: str) -> Part | None:
    """None is compared with nothing: whoever sends no snapshot, or one that cannot be read, writes over what is stored."""
    try:
        part = json.loads(sent)
    except ValueError:
        return None
    return part if isinstance(part, dict) else None


def _write_sections(request: HttpRequest, draft: Draft, sections: Part) -> str:
    """Into the case; or, where the request is filed already, into the working copy of this person."""
    if draft.amends is None:
        # The revision that was compared with the snapshot: with a newer one, a save in between would be written over.
        edit_case(draft.case, get_person(request), sections, expected=draft.case.revision)
        return ""
    sections = dict(prepare_sections(sections).sections)
    if "items" in sections:
        # As the act will number them, so that a difference names each item by its number.
        sections = sections | {"items": [{**item, "number": number} for number, item in enumerate(sections["items"], 1)]}
    assert draft.copy is not None
    store_working_copy(draft.copy, sections)
    return ""
