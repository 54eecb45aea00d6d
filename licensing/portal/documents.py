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

from licensing.acts import files
from licensing.acts.drafting import attach_document, remove_document
from licensing.acts.submission import missing_in
from licensing.choices import ScanVerdict, Verb
from licensing.errors import FileRefused, Invalid, Unseen
from licensing.models import Document
from licensing.portal.door import carried_out, door, new_key, person, seen_case
from licensing.portal.drafting import Draft, seen_draft
from licensing.portal.forms import Fault, PartForm
from licensing.portal.lists import Lists
from licensing.portal.request_forms import DocumentForm
from licensing.portal.sections import FOLDER, missing_from


@door
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The documents of a draft, and room for one more."""
    opened = seen_draft(request, case_id)
    if request.method == "POST":
        return _attach(request, opened)
    if Verb.ATTACH not in opened.may:
        return redirect("portal:case", case_id)
    return _shown(request, opened, DocumentForm(lists=Lists(opened.case)))


@door
@require_POST
def remove(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Take a document out of the draft."""
    case = seen_case(request, case_id)

    def removed() -> str:
        remove_document(case, person(request), document_id)
        messages.success(request, _("The document was removed."))
        return reverse("portal:documents", args=[case.pk])

    return carried_out(request, removed)


@door
@require_safe
def download(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A document as a file to keep; the browser never shows it as a page of ours."""
    case = seen_case(request, case_id)
    document = Document.objects.filter(case=case, pk=document_id).first()
    if document is None or document.verdict == ScanVerdict.INFECTED:
        raise Unseen
    response = HttpResponse(files.handed_out(document), content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=document.file_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _attach(request: HttpRequest, opened: Draft) -> HttpResponse:
    form = DocumentForm(request.POST, lists=Lists(opened.case))
    about = form.part()
    sent = request.FILES.get("file")
    if sent is None:
        form.faults.append(Fault(_("Choose the file."), "id_file"))
    if sent is None or not form.is_valid():
        return _shown(request, opened, form, status=422)
    content = sent.read(files.LARGEST + 1)

    def attached() -> str:
        attach_document(opened.case, person(request), content=content, file_name=sent.name or "", about=about)
        messages.success(request, _("The document was attached."))
        return reverse("portal:documents", args=[opened.case.pk])

    try:
        return carried_out(request, attached)
    except Invalid as problem:
        form.tell(problem.gaps, under="documents.0.")
    except FileRefused as problem:
        form.faults.append(Fault(str(problem.sentence), "id_file"))
    return _shown(request, opened, form, status=422)


def _shown(request: HttpRequest, opened: Draft, form: PartForm, *, status: int = 200) -> HttpResponse:
    attached = opened.case.documents.filter(removed_at__isnull=True).select_related("type").order_by("attached_at", "pk")
    faults = form.summary()
    context = {
        "case": opened.case,
        "section": FOLDER,
        "documents": list(attached),
        "form": form,
        "faults": faults,
        "file_faults": [fault.sentence for fault in faults if fault.anchor == "id_file"],
        "missing": missing_from(opened.case, FOLDER, missing_in(opened.case, opened.document)),
        "key": request.POST.get("key") or new_key(),
    }
    return render(request, "portal/documents.html", context, status=status)
