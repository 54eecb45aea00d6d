"""Documents in an amendment: added, replaced and left out in the working copy, and filed with it or given up with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from licensing.acts.documents.files import LARGEST, StoredFile, store_file
from licensing.acts.requests.drafting import prepare_sections
from licensing.acts.requests.submission import find_missing
from licensing.errors import FileRefused, Invalid
from licensing.portal.drafts.editing import Draft
from licensing.portal.drafts.working_copy import store_working_copy
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Fault, Part
from licensing.portal.forms.request_forms import DocumentForm
from licensing.portal.forms.sections import DOCUMENTS_SECTION, list_missing
from licensing.portal.partner_view import redirect_when_done


def answer_amended_documents(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the documents of the working copy, take one out, or put a file in, in place of another or beside them."""
    if request.method != "POST":
        return _render_amended(request, draft, DocumentForm(lists=Lists(draft.case)))
    if gone := request.POST.get("remove"):
        staying = [one for one in draft.document["documents"] if one["sha256"] != gone]
        _write_documents(draft, staying)
        messages.success(request, _("The document is left out of the amendment. The version that was filed keeps it."))
        return redirect_when_done("portal:documents", draft.case.pk)
    return _answer_file(request, draft)


def _answer_file(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = DocumentForm(request.POST, lists=Lists(draft.case))
    about, sent = form.build_part(), request.FILES.get("file")
    if sent is None:
        form.faults.append(Fault(_("Choose the file."), "id_file"))
    if sent is None or not form.is_valid():
        return _render_amended(request, draft, form, status=422)
    try:
        _put_file(request, draft, about, sent.read(LARGEST + 1), sent.name or "")
    except Invalid as problem:
        form.add_gaps(problem.gaps, under=f"documents.{len(draft.document['documents'])}.")
    except FileRefused as problem:
        form.faults.append(Fault(str(problem.sentence), "id_file"))
    else:
        messages.success(request, _("The document is part of the amendment. It is filed together with it."))
        return redirect_when_done("portal:documents", draft.case.pk)
    return _render_amended(request, draft, form, status=422)


def _put_file(request: HttpRequest, draft: Draft, about: Part, content: bytes, name: str) -> None:
    """Add a document to the working copy, in the place of the one that it replaces; raises Invalid or FileRefused."""
    present = draft.document["documents"]
    # Before the file is stored: what is said of it may be refused.
    prepare_sections({"documents": [*present, dict(about)]})
    kept = store_file(name, content)
    row = dict(about) | {"sha256": kept.sha256, "file_name": kept.name}
    staying = [one for one in present if one["sha256"] not in (request.POST.get("replaces"), kept.sha256)]
    _write_documents(draft, [*staying, row], kept)


def _write_documents(draft: Draft, rows: list[dict[str, Any]], *kept: StoredFile) -> None:
    """Keep these documents in the working copy, with the files of those that are new."""
    if draft.copy is not None:
        store_working_copy(draft.copy, {"documents": rows}, *kept)


def _render_amended(request: HttpRequest, draft: Draft, form: DocumentForm, *, status: int = 200) -> HttpResponse:
    faults, lists = form.list_faults(), Lists(draft.case)
    rows = [one | {"type_name": lists.document_types.get(one["type"], one["type"])} for one in draft.document["documents"]]
    context = {
        "case": draft.case,
        "amends": draft.amends,
        "section": DOCUMENTS_SECTION,
        "documents": rows,
        "form": form,
        "faults": faults,
        "replaces": request.POST.get("replaces", ""),
        "file_faults": [fault.sentence for fault in faults if fault.anchor == "id_file"],
        "missing": list_missing(draft.case, DOCUMENTS_SECTION, find_missing(draft.case, draft.document)),
    }
    return render(request, "portal/drafts/amending/amended_documents.html", context, status=status)
