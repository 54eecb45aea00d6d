"""An amendment in the making: the sections somebody has changed in a filed request, kept in their session until it is filed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from licensing.models import Case
from licensing.portal.forms.parts import Part


@dataclass(frozen=True, slots=True)
class WorkingCopy:
    """What will be written, and the version that was read when it was begun."""

    version: int
    sections: Part


def load_working_copy(request: HttpRequest, case: Case) -> WorkingCopy | None:
    """The amendment of this case that this person has begun in this session, if any."""
    kept = request.session.get(_session_key(case))
    return WorkingCopy(kept["version"], kept["sections"]) if kept else None


def store_working_copy(request: HttpRequest, case: Case, copy: WorkingCopy) -> None:
    """Keep a working copy in place of the one before. Its sections are JSON, as the session is."""
    # Set as a whole: Django does not notice a change within a value of the session, and would not save it.
    request.session[_session_key(case)] = {"version": copy.version, "sections": copy.sections}


def discard_working_copy(request: HttpRequest, case: Case) -> None:
    """Forget the working copy, if there is one: the amendment was filed or given up."""
    request.session.pop(_session_key(case), None)


def _session_key(case: Case) -> str:
    return f"amendment:{case.pk}"
