"""End-user certificates at the desk: the list, and the page of one with its goods, elements, steps and the cases citing it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from licensing.admin.assessment.certificates.rows import build_certificate_view
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import RecordAdmin, find_reviewable_cases, get_or_404, local_now
from licensing.models import Certificate


@admin.register(Certificate)
class CertificateAdmin(RecordAdmin):
    """Certificates of all cases for who reads every file; they are written from the page of a case."""

    list_display = ("number", "issuer", "end_user", "issued_on", "expires_on")
    list_filter = ("template",)
    search_fields = ("number", "authority", "end_user")
    ordering = ("-recorded_at",)
    list_select_related = ("country",)
    list_before_template = "admin/licensing/assessment/certificates/about_certificates.html"

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One certificate; of the cases that cite it those are named that the reader may see, and the others counted."""
        rows: QuerySet[Certificate] = Certificate.objects.select_related("country", "template", "recorded_by")
        certificate = get_or_404(rows, pk__in=parse_ids(record_id))
        view = build_certificate_view(certificate, now=local_now())
        seen = set(
            find_reviewable_cases(request).filter(pk__in=[one.case.pk for one in view.citing]).values_list("pk", flat=True)
        )
        citing = [one for one in view.citing if one.case.pk in seen]
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": certificate.number,
            "shown": view,
            "citing": citing,
            "unseen": len(view.citing) - len(citing),
        }
        return TemplateResponse(request, "admin/licensing/assessment/certificates/certificate.html", context)

    @display(description=_("Issuer"), ordering="authority")
    def issuer(self, certificate: Certificate) -> str:
        return f"{certificate.authority}, {certificate.country.name}"
