"""A request as its rows: each section that is written replaces the rows and columns it had before."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Model
from django.utils.translation import gettext as _

from licensing.acts.documents import files
from licensing.acts.requests.codes import describe_unknown_code
from licensing.errors import Gap, Invalid
from licensing.models import Case, CaseVersion, Document, User
from licensing.models.plans.parents import CARRYING
from licensing.models.record.columns import find_changed
from licensing.models.requests.composition import get_record_column, get_record_model
from licensing.policy.record.digests import compute_digest, to_canonical
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.schema import Doc
from licensing.policy.requests.sections import DOCUMENT, REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes


def store_files(written: Sequence[Doc]) -> dict[int, files.StoredFile]:
    """Put the contents that came along into the store, before the transaction."""
    kept: dict[int, files.StoredFile] = {}
    for number, one in enumerate(written):
        if "content" in one:
            try:
                content = base64.b64decode(one["content"], validate=True)
            except (binascii.Error, ValueError) as broken:
                sentence = _("The content is not base64.")
                raise Invalid(gaps=[Gap("wrong_form", f"documents.{number}.content", sentence)]) from broken
            kept[number] = files.store_file(one.get("file_name") or one["title"], content)
    return kept


def keep_version(case: Case, document: Doc, user: User, *, release: int | None, at: datetime) -> CaseVersion:
    """Keep a request as it is from now on, as its next version, with the release of the governed data that it was judged by."""
    return CaseVersion.objects.create(
        case=case,
        number=case.versions.count() + 1,
        canonical=to_canonical(document).decode(),
        digest=compute_digest(document),
        made_by=user,
        made_at=at,
        release=release,
    )


def write_document(case: Case, document: Doc, user: User, kept: Mapping[int, files.StoredFile], *, at: datetime) -> None:
    """Replace the sections that the document carries; sections it does not carry stay as they are."""
    for field in REQUEST.fields:
        if field.name not in document or field.read_only:
            continue
        value = document[field.name]
        match field.type:
            case Rows(record) if record is DOCUMENT:
                _write_documents(case, user, value, kept, at)
            case Rows(record) if record.model:
                _write_rows(case, record, value)
            case Part(record):
                _write_columns(case, record, value)
            case Code(of=CodeList.PLANS):
                case.plan = _plan(case, value)
            case _:
                setattr(case, get_record_column(REQUEST, field).attname, field.type.deserialize(value))


def build_case_document(case: Case, user: User, about: Doc, kept: files.StoredFile, *, at: datetime) -> Document:
    """A document of a request, as the request speaks of it; not saved yet."""
    return files.build_document(case, kept, user, at=at, **_column_values(DOCUMENT, about))


def _column_values(record: Record, written: Doc) -> dict[str, Any]:
    """What a document says of one record, by column; what it leaves out is left to the column's default."""
    return {
        get_record_column(record, field).attname: field.type.deserialize(written[field.name])
        for field in record.fields
        if field.name in written and not (field.read_only or field.write_only or isinstance(field.type, Codes))
    }


def _write_columns(case: Case, record: Record, written: Doc) -> None:
    """Replace a part that stands on the case itself; what is not written goes back to the column's default."""
    columns = [get_record_column(record, field) for field in record.fields]
    for name, value in ({one.attname: one.get_default() for one in columns} | _column_values(record, written)).items():
        setattr(case, name, value)


def _plan(case: Case, reference: str | None) -> Case | None:
    """The plan, framework or authorisation to negotiate that a request belongs to: one that the applicant itself has filed."""
    if reference is None:
        return None
    plan = Case.objects.filter(CARRYING, reference=reference, organisation=case.organisation).exclude(pk=case.pk).first()
    if plan is None:
        raise Invalid(gaps=[describe_unknown_code("plan", _("country plan"), reference)])
    return plan


def _write_rows(case: Case, record: Record, written: Sequence[Doc]) -> None:
    """Replace the rows of a list, numbered from 1 in the order in which they are written."""
    rows = get_record_model(record)._default_manager
    # Deleted and written again rather than compared: a row that is sent carries no id, only its place in the list.
    rows.filter(case=case).delete()
    made = rows.bulk_create(
        rows.model(case=case, number=number, **_column_values(record, one)) for number, one in enumerate(written, 1)
    )
    for field in record.fields:
        if isinstance(field.type, Codes):
            named = [(row, one.get(field.name, ())) for row, one in zip(made, written, strict=True)]
            _link_codes(
                get_record_column(record, field), [(row, code) for row, codes in named for code in dict.fromkeys(codes)]
            )


def _link_codes(column: Any, pairs: Sequence[tuple[Model, str]]) -> None:
    """Write which codes stand on which row, in one statement."""
    link, ours, theirs = column.remote_field.through, column.m2m_column_name(), column.m2m_reverse_name()
    link.objects.bulk_create(link(**{ours: row.pk, theirs: code}) for row, code in pairs)


def _write_documents(
    case: Case, user: User, written: Sequence[Doc], kept: Mapping[int, files.StoredFile], at: datetime
) -> None:
    """The documents named by digest or id stay, new ones come with their content, the others go."""
    present = {row.sha256: row for row in case.documents.filter(removed_at__isnull=True)}
    staying: set[UUID] = set()
    made: list[Document] = []
    for number, one in enumerate(written):
        known = present.get(kept[number].sha256 if number in kept else one.get("sha256", ""))
        if known is not None:
            said = _column_values(DOCUMENT, one)
            if not find_changed(known, said):
                staying.add(known.pk)
            else:
                made.append(_restate_document(known, said, user, at=at))
        elif number in kept:
            made.append(build_case_document(case, user, one, kept[number], at=at))
        else:
            sentence = _("Send the file of this document along.")
            raise Invalid(gaps=[Gap("required", f"documents.{number}.content", sentence)])
    gone = [row.pk for row in present.values() if row.pk not in staying]
    case.documents.filter(pk__in=gone).update(removed_at=at)
    Document.objects.bulk_create(made)


def _restate_document(known: Document, said: Mapping[str, Any], user: User, *, at: datetime) -> Document:
    """The same file with something else said of it, as a row of its own: a version that was filed names the other one."""
    again = copy(known)
    again.pk, again.attached_by, again.attached_at = uuid4(), user, at
    for column, value in said.items():
        setattr(again, column, value)
    return again
