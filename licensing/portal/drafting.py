"""A draft: its task list, and the sections that are one form each."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from licensing.acts.drafting import edit_case, prepared
from licensing.acts.submission import missing_in
from licensing.choices import CaseState, Verb
from licensing.errors import Invalid, Stale
from licensing.models import Case, ReturnGround
from licensing.models.composed import composed
from licensing.models.reading import history_of, read_history
from licensing.policy.record.events import EventKind
from licensing.portal.door import door, person, reader, seen_case
from licensing.portal.forms import Part, PartForm
from licensing.portal.lists import Lists
from licensing.portal.reading import Difference, differences
from licensing.portal.request_forms import packed
from licensing.portal.sections import SHEETS, Document, Folder, Missing, Sheet, gaps_in, missing_from, tasks_of
from licensing.portal.working_copy import WorkingCopy, keep_copy, opened_copy

# A colleague's save between our look and our lock is looked at again; more than a few in a row is not a colleague.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Draft:
    """A request as it stands while somebody works on it."""

    case: Case
    document: dict[str, Any]
    may: Sequence[Verb]
    # The version that a working copy amends, when the request is filed already.
    amends: int | None = None

    @property
    def is_open(self) -> bool:
        return Verb.EDIT in self.may or self.amends is not None


def seen_draft(request: HttpRequest, case_id: UUID) -> Draft:
    case = seen_case(request, case_id)
    may = case.available(reader(request, case).actor)
    copy = opened_copy(request, case) if Verb.AMEND in may else None
    if copy is None:
        return Draft(case, composed(case), may)
    return Draft(case, composed(case) | copy.sections, may, copy.version)


@door
@require_safe
def draft(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The task list: what is done, what is still missing, and what to do next."""
    opened = seen_draft(request, case_id)
    if not (opened.case.is_editable or opened.is_open):
        return redirect("portal:case", case_id)
    gaps = missing_in(opened.case, opened.document)
    tasks = tasks_of(opened.case, opened.document, gaps)
    context = {
        "case": opened.case,
        # Documents come with a draft or with an answer; an amendment changes what is written.
        "tasks": [task for task in tasks if opened.amends is None or not isinstance(task.section, Folder)],
        "anything": bool(gaps),
        "is_open": opened.is_open,
        "amends": opened.amends,
        "may": opened.may,
        "sent_back": why_sent_back(request, opened.case),
    }
    return render(request, "portal/draft.html", context)


@door
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """One section: shown, saved by a button, or saved by itself while somebody types."""
    section = SHEETS.get(slug)
    if section is None:
        raise Http404
    opened = seen_draft(request, case_id)
    if not opened.is_open:
        return redirect("portal:case", case_id)
    if request.method == "POST":
        return _save(request, opened, section)
    form = section.form(part=section.looked_at(opened.document), lists=Lists(opened.case))
    return _shown(request, opened, section, form)


class Overtaken(Exception):
    """Somebody else changed the part meanwhile. Nothing was saved; what was seen and what they changed comes along."""

    def __init__(self, draft: Draft, before: Part, theirs: Sequence[Difference]) -> None:
        self.draft, self.before, self.theirs = draft, before, theirs
        super().__init__("the part has changed since it was opened")


def save_part(
    request: HttpRequest, opened: Draft, seen: str, *, of: Callable[[Document], Part], change: Callable[[Document], Part]
) -> Draft:
    """Write one part of a draft, unless that part is no longer what this person saw when they began to type.

    `of` takes the part out of the document; `change` makes the sections to write out of the document as it now stands. What
    others write into other parts meanwhile is no reason to stop.
    """
    before = _read(seen)
    for _attempt in range(_TRIES):
        now = of(opened.document)
        if before is not None and before != now:
            raise Overtaken(opened, before, differences(before, now, Lists(opened.case)))
        try:
            _write(request, opened, change(opened.document))
        except Stale:
            opened = seen_draft(request, opened.case.pk)
            continue
        return seen_draft(request, opened.case.pk)
    raise Stale


def _write(request: HttpRequest, opened: Draft, sections: Part) -> None:
    """Into the draft; or, where the request is filed already, into the working copy of this person."""
    if opened.amends is None:
        edit_case(opened.case, person(request), sections, expected=opened.case.revision)
        return
    copy = opened_copy(request, opened.case) or WorkingCopy(opened.amends, {})
    prepared(sections)
    if "items" in sections:
        # As the act will number them, so that the difference names each item by its number.
        sections = sections | {"items": [{**item, "number": number} for number, item in enumerate(sections["items"], 1)]}
    keep_copy(request, opened.case, WorkingCopy(copy.version, copy.sections | sections))


def as_seen(part: Part) -> str:
    """A part of the document, as the form carries it along to tell later whether somebody else has changed it."""
    return json.dumps(part, ensure_ascii=False, sort_keys=True)


def _read(seen: str) -> Part | None:
    """What was seen; nothing that can be read is taken as "no matter what"."""
    try:
        part = json.loads(seen)
    except ValueError:
        return None
    return part if isinstance(part, dict) else None


def why_sent_back(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """The authority's reason for sending the request back, while it is back."""
    if case.state != CaseState.RETURNED:
        return None
    who = reader(request, case)
    events = history_of(case, who).filter(kind=EventKind.CASE_SENT_BACK).reverse()[:1]
    for event in read_history(case, events, who):
        grounds = ReturnGround.objects.filter(pk__in=event["data"].get("grounds", ())).order_by("pk")
        return {"at": event["at"], "reason": event["data"].get("reason", ""), "grounds": [one.text for one in grounds]}
    return None


def _save(request: HttpRequest, opened: Draft, section: Sheet) -> HttpResponse:
    form = section.form(packed(request.POST), part=section.looked_at(opened.document), lists=Lists(opened.case))
    typed = form.part()
    if not form.is_valid():
        return _shown(request, opened, section, form, status=422)
    if not form.has_changed():
        return _done(request, opened, section)
    try:
        saved = save_part(request, opened, request.POST.get("seen", ""), of=section.part, change=lambda _now: typed)
    except Invalid as problem:
        form.tell(problem.gaps)
        return _shown(request, opened, section, form, status=422)
    except Overtaken as overtaken:
        now = section.looked_at(overtaken.draft.document)
        form = section.form(form.merged(overtaken.before, now), part=now, lists=Lists(opened.case))
        return _shown(request, overtaken.draft, section, form, theirs=overtaken.theirs, status=409)
    return _done(request, saved, section)


def _done(request: HttpRequest, opened: Draft, section: Sheet) -> HttpResponse:
    """Saved. What stands there and cannot be meant is shown at once; what is merely missing stands in the task list."""
    form = section.form(part=section.looked_at(opened.document), lists=Lists(opened.case))
    gaps = gaps_in(section, missing_in(opened.case, opened.document))
    wrong = [gap for gap in gaps if form.is_filled(gap.path)]
    if request.htmx:  # type: ignore[attr-defined]  # set by django_htmx's middleware
        return _note(request, opened, section, saved=True, missing=missing_from(opened.case, section, gaps))
    if wrong:
        form.tell(wrong)
        return _shown(request, opened, section, form, saved=True)
    messages.success(request, _("Saved: %(section)s.") % {"section": section.name})
    return redirect("portal:draft", opened.case.pk)


def _shown(
    request: HttpRequest,
    opened: Draft,
    section: Sheet,
    form: PartForm,
    *,
    theirs: Sequence[Difference] = (),
    saved: bool = False,
    status: int = 200,
) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _note(request, opened, section, saved=False, form=form, theirs=theirs)
    context = {
        "case": opened.case,
        "amends": opened.amends,
        "section": section,
        "form": form,
        "faults": form.summary(),
        "theirs": theirs,
        "saved": saved,
        "seen": as_seen(section.part(opened.document)),
        "missing": missing_from(opened.case, section, missing_in(opened.case, opened.document)),
    }
    return render(request, "portal/sheet.html", context, status=status)


def _note(
    request: HttpRequest,
    opened: Draft,
    section: Sheet,
    *,
    saved: bool,
    form: PartForm | None = None,
    theirs: Sequence[Difference] = (),
    missing: Sequence[Missing] = (),
) -> HttpResponse:
    """What the page says by itself after saving by itself: saved when, or why not."""
    context = {
        "saved": saved,
        "faults": form.summary() if form else [],
        "theirs": theirs,
        "seen": as_seen(section.part(opened.document)) if saved else "",
        "missing": missing,
    }
    return render(request, "portal/saved.html", context)
