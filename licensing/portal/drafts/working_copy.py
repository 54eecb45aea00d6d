"""An amendment in the making: the sections somebody has changed in a filed request, kept for them alone until it is filed."""

from __future__ import annotations

from dataclasses import asdict

from django.db.models import F
from django.http import HttpRequest

from licensing.acts.documents.files import StoredFile
from licensing.errors import Stale
from licensing.models import Case, WorkingCopy
from licensing.portal.forms.parts import Part
from licensing.portal.partner_view import get_person


def load_working_copy(request: HttpRequest, case: Case) -> WorkingCopy | None:
    """The amendment of this case that this person has begun, if any; it outlives the session in which it was begun."""
    return WorkingCopy.objects.filter(case=case, author=get_person(request)).first()


def begin_working_copy(request: HttpRequest, case: Case, version: int) -> None:
    """Begin a working copy of a version. One that has been begun already stays as it is."""
    WorkingCopy.objects.get_or_create(case=case, author=get_person(request), defaults={"version": version})


def list_stored_files(copy: WorkingCopy) -> dict[str, StoredFile]:
    """The files of the new documents of an amendment, by their digest."""
    return {digest: StoredFile(**file) for digest, file in copy.files.items()}


def store_working_copy(copy: WorkingCopy, sections: Part, *files: StoredFile) -> None:
    """Write sections, which are JSON, and new files into the copy as it was read.

    Raises Stale when another tab has saved it since.
    """
    unchanged = WorkingCopy.objects.filter(pk=copy.pk, revision=copy.revision)
    kept = copy.files | {one.sha256: asdict(one) for one in files}
    if not unchanged.update(sections=copy.sections | sections, files=kept, revision=F("revision") + 1):
        raise Stale


def discard_working_copy(request: HttpRequest, case: Case) -> None:
    """Forget the working copy, if there is one: the amendment was filed or given up."""
    WorkingCopy.objects.filter(case=case, author=get_person(request)).delete()
