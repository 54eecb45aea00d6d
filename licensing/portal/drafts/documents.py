"""Documents of a request: attached, removed, and handed out to those who may see the request."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from licensing.acts.documents import files
from licensing.acts.requests.drafting import attach_document, remove_document
from licensing.acts.requests.submission import find_missing
from licensing.choices import Verb
from licensing.errors import FileRefused, Invalid, NotFound
from licensing.models import Case, Document
from licensing.portal.drafts.amended_documents import answer_amended_documents
from licensing.portal.drafts.editing import Draft, load_draft
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.parts import Fault, Part, PartForm
from licensing.portal.forms.request_forms import DocumentForm
from licensing.portal.forms.sections import DOCUMENTS_SECTION, list_missing
from licensing.portal.partner_view import get_form_key, get_person, get_visible_case, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def list_documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """List the documents of a draft, with the form to attach one more."""
    draft = load_draft(request, case_id)
    if draft.amends is not None:
        return answer_amended_documents(request, draft)
    if request.method == "POST":
        draft.refuse_if_closed(request)
        return _answer_attachment(request, draft)
    if Verb.ATTACH not in draft.may:
        return redirect("portal:case", case_id)
    return _render_documents(request, draft, DocumentForm(lists=Lists(draft.case)))


@partner_view
@require_POST
def remove(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document out of the draft; versions that were filed with it keep it."""
    return submit(request, _remove, get_visible_case(request, case_id), document_id)


@partner_view
@require_safe
def download_document(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A document as a file to keep; one that waits for the scanner is refused, with the reason."""
    case = get_visible_case(request, case_id)
    document = Document.objects.filter(case=case, pk=document_id).first()
    if document is None:
        raise NotFound
    response = HttpResponse(files.read_cleared_content(document), content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=document.file_name)
    # What others have written must never run as a page of ours: not guessed to be HTML, and without scripts if opened.
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _remove(request: HttpRequest, case: Case, document_id: UUID) -> str:
    remove_document(case, get_person(request), document_id)
    messages.success(request, _("The document was removed."))
    return reverse("portal:documents", args=[case.pk])


def _answer_attachment(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = DocumentForm(request.POST, lists=Lists(draft.case))
    about = form.build_part()
    sent = request.FILES.get("file")
    if sent is None:
        form.faults.append(Fault(_("Choose the file."), "id_file"))
    if sent is None or not form.is_valid():
        return _render_documents(request, draft, form, status=422)
    try:
        # One byte more than may be: enough for the act to see that a file is too large, without reading all of it.
        return submit(request, _attach, draft.case, sent.read(files.LARGEST + 1), sent.name or "", about)
    except Invalid as problem:
        form.add_gaps(problem.gaps, under="documents.0.")
    except FileRefused as problem:
        form.faults.append(Fault(str(problem.sentence), "id_file"))
    return _render_documents(request, draft, form, status=422)


def _attach(request: HttpRequest, case: Case, content: bytes, file_name: str, about: Part) -> str:
    attach_document(case, get_person(request), content=content, file_name=file_name, about=about)
    messages.success(request, _("The document was attached."))
    return reverse("portal:documents", args=[case.pk])


def _render_documents(request: HttpRequest, draft: Draft, form: PartForm, *, status: int = 200) -> HttpResponse:
    attached = draft.case.documents.filter(removed_at__isnull=True).select_related("type").order_by("attached_at", "pk")
    faults = form.list_faults()
    context = {
        "case": draft.case,
        "section": DOCUMENTS_SECTION,
        "documents": list(attached),
        "form": form,
        "faults": faults,
        "file_faults": [fault.sentence for fault in faults if fault.anchor == "id_file"],
        "missing": list_missing(draft.case, DOCUMENTS_SECTION, find_missing(draft.case, draft.document)),
        "key": get_form_key(request),
    }
    return render(request, "portal/drafts/documents/documents.html", context, status=status)
