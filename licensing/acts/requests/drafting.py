"""A request before it is filed: begun, edited section by section, copied, with documents added and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from licensing.acts.acting import acting, database_now, open_draft, to_local_day
from licensing.acts.documents import files
from licensing.acts.requests.codes import describe_unknown_code, find_code_gaps
from licensing.acts.requests.retired import refuse_retired_kind
from licensing.acts.requests.writing import build_case_document, store_files, write_document
from licensing.choices import ScanVerdict, Verb
from licensing.errors import Gap, Immutable, Invalid, NotAllowed
from licensing.models import Case, CaseKind, Document, Organisation, User, list_organisations_of
from licensing.models.requests.composition import build_request_document
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.schema import Doc, clean_document, find_shape_gaps, leave_out_gaps
from licensing.policy.requests.sections import DOCUMENT


@guard_texts(shaped=("document",))
def create_case(user: User, document: Doc, *, organisation: Organisation | None = None) -> Case:
    """Begin a request for an organisation, with as much of the document as there is.

    Raises Invalid for the shape and the codes, KindRetired for a country plan, NotAllowed for a person who may not file for the
    organisation.
    """
    document = clean_document(document)
    _refuse_gaps(document)
    kind = _get_offered_kind(document["kind"])
    applicant = organisation or get_only_organisation(user)
    # Before the transaction: storing files is slow, and inside it a lock would be held meanwhile.
    kept = store_files(document.get("documents", ()))
    with open_draft(user, applicant, kind) as act:
        act.case.language = user.language
        write_document(act.case, document, user, kept, at=act.now)
        act.record(EventKind.CASE_CREATED, kind=kind.code, sections=sorted(document.keys() - {"kind"}))
    return act.case


@guard_texts(shaped=("sections",))
def edit_case(case: Case, user: User, sections: Doc, *, expected: int | None = None) -> Case:
    """Replace whole sections of a request that is not filed, or that came back."""
    ready = prepare_sections(sections)
    with acting(case, user, Verb.EDIT, expected=expected) as act:
        act.perform()
        write_sections(act.case, ready, user, at=act.now)
        act.record(EventKind.CASE_EDITED, sections=sorted(sections.keys() - {"kind"}))
    return act.case


def copy_case(source: Case, user: User) -> Case:
    """Begin a new request with the content of an earlier one; documents that have expired or are infected stay behind."""
    if source.organisation is None:
        raise NotAllowed
    refuse_retired_kind(source.kind)
    document = build_request_document(source)
    with open_draft(user, source.organisation, source.kind) as act:
        act.case.copied_from, act.case.language = source, user.language
        alive = [
            one
            for one in source.documents.filter(removed_at__isnull=True).exclude(verdict=ScanVerdict.INFECTED)
            if one.expires_on is None or one.expires_on >= act.today
        ]
        write_document(act.case, {key: value for key, value in document.items() if key != "documents"}, user, {}, at=act.now)
        for one in alive:
            # A row of its own on the same stored file: removing it from one request leaves it in the other.
            one.pk = uuid4()
            one.case, one.attached_by, one.attached_at = act.case, user, act.now
        Document.objects.bulk_create(alive)
        act.record(EventKind.CASE_COPIED, source=source.reference or str(source.pk), documents=len(alive))
    return act.case


@guard_texts(shaped=("about",))
def attach_document(
    case: Case, user: User, *, content: bytes, file_name: str, about: Doc, expected: int | None = None
) -> Document:
    """Add a document to a request; `about` says what it is, in the words of the request document."""
    about = DOCUMENT.clean(about)
    _refuse_gaps({"documents": [about]}, partial=True, under="documents.0.")
    kept = files.store_file(file_name, content)
    with acting(case, user, Verb.ATTACH, expected=expected) as act:
        refuse_retired_kind(act.case.kind)
        act.perform()
        document = build_case_document(act.case, user, about, kept, at=act.now)
        document.save(force_insert=True)
        act.record(EventKind.DOCUMENT_ATTACHED, document=document.as_data())
    return document


def remove_document(case: Case, user: User, document_id: UUID, *, expected: int | None = None) -> Case:
    """Take a document out of a request; what was filed with it earlier keeps it."""
    with acting(case, user, Verb.ATTACH, expected=expected) as act:
        act.perform()
        document = act.case.documents.filter(pk=document_id, removed_at__isnull=True).first()
        if document is None:
            raise Invalid(_("This document is not attached to the request."))
        document.removed_at = act.now
        document.save(update_fields=["removed_at"])
        act.record(EventKind.DOCUMENT_REMOVED, document=document.as_data())
    return act.case


@dataclass(frozen=True, slots=True)
class PreparedSections:
    """Sections that have been checked and whose files lie in the store: ready to be written inside a transaction."""

    sections: Doc
    kept: Mapping[int, files.StoredFile]


def prepare_sections(sections: Doc, stored: Mapping[str, files.StoredFile] | None = None) -> PreparedSections:
    """Clean and check sections and keep their files, before any row is locked.

    `stored` are files that an entry point has put into the store already, by the digest by which a document names one.
    """
    sections = clean_document(sections)
    _refuse_gaps(sections, partial=True)
    written, files = sections.get("documents", ()), stored or {}
    known = {number: files[one["sha256"]] for number, one in enumerate(written) if one.get("sha256") in files}
    return PreparedSections(sections, known | store_files(written))


def write_sections(case: Case, ready: PreparedSections, user: User, *, at: datetime) -> None:
    """Replace the sections of a locked case, as a step of another act. Raises KindRetired for a country plan of a partner."""
    refuse_retired_kind(case.kind)
    if ready.sections.get("kind", case.kind_id) != case.kind_id:
        raise Immutable(_("The kind of a request cannot be changed; begin a new one."))
    write_document(case, ready.sections, user, ready.kept, at=at)


def get_only_organisation(user: User) -> Organisation:
    """The organisation a person files for, when there is exactly one."""
    found = list(list_organisations_of(user, on=to_local_day(database_now()))[:2])
    if not found:
        raise NotAllowed(_("You do not belong to an organisation that files requests."))
    if len(found) > 1:
        raise Invalid(_("You belong to several organisations; say for which one you file."))
    return found[0]


def find_section_gaps(sections: Any, *, partial: bool = True) -> list[Gap]:
    """Everything that is wrong with sections by themselves, at once: shape, and codes and amounts where that is right.

    `partial` is an edit of some sections, else a whole document. What is merely missing before filing is `find_missing`.
    """
    sections = clean_document(sections)
    found = find_shape_gaps(sections, partial=partial)
    if not isinstance(sections, Mapping):
        return found
    return found + find_code_gaps(leave_out_gaps(sections, found) if found else sections)


def _get_offered_kind(code: str) -> CaseKind:
    """The kind of a new request. Raises KindRetired for a country plan, Invalid for one that is not on offer."""
    kind: CaseKind | None = CaseKind.objects.offered().filter(code=code).first()
    if kind is None:
        for retired in CaseKind.objects.filter(code=code):
            refuse_retired_kind(retired)
        raise Invalid(gaps=[describe_unknown_code("kind", _("kind of case"), code)])
    return kind


def _refuse_gaps(document: Any, *, partial: bool = False, under: str = "") -> None:
    """Raise Invalid; `under` is cut off the paths, where the document was put together around the part that somebody sent."""
    if found := find_section_gaps(document, partial=partial):
        raise Invalid(gaps=[replace(gap, path=gap.path.removeprefix(under)) for gap in found])
