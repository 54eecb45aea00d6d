"""The page on which the holder of a revoked licence appeals against the revocation, with a reason and perhaps a document."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.licences.revocation import appeal_revocation
from licensing.choices import Verb
from licensing.errors import FileRefused, Invalid
from licensing.models import Licence
from licensing.models.read_models import read_licence
from licensing.portal.forms.enclosures import read_enclosure
from licensing.portal.forms.pages import render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_person, get_reader, get_visible_licence, partner_view, submit


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit_appeal(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Appeal against the revocation of a licence; once its time is over, the page of the licence says how it stands."""
    licence = get_visible_licence(request, licence_id)
    view = read_licence(licence, get_reader(request, licence))
    faults: list[Fault] = []
    if request.method == "POST":
        try:
            return submit(request, _appeal, licence)
        except Invalid as problem:
            faults = [Fault(gap.sentence, "id_reason") for gap in problem.gaps]
        except FileRefused as problem:
            faults = [Fault(str(problem.sentence), "id_file")]
    elif Verb.APPEAL_REVOCATION not in view["actions"]:
        return redirect("portal:licence", licence_id)
    context = {
        "licence": licence,
        "view": view,
        "reason": request.POST.get("reason", ""),
    }
    return render_form(request, "portal/licences/appeal_revocation.html", context, faults)


def _appeal(request: HttpRequest, licence: Licence) -> str:
    appeal_revocation(licence, get_person(request), reason=request.POST.get("reason", ""), **read_enclosure(request))
    messages.success(request, _("Your appeal is filed. Somebody who had no part in the revocation looks at it."))
    return reverse("portal:licence", args=[licence.pk])
