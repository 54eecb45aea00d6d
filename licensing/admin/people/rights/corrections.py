"""Corrected rights: on which past days a right did not hold, what was done under it, and what the review found."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from licensing.acts.acting import now
from licensing.acts.people.rights.corrections import find_reviewer_refusal, may_review
from licensing.admin.pages.cells import render_cell
from licensing.admin.pages.command_page import handle_command
from licensing.admin.pages.inputs import parse_ids
from licensing.admin.pages.rights import (
    AUTHORITY,
    PEOPLE_EDITORS,
    RecordAdmin,
    find_reviewable_cases,
    get_or_404,
    get_person,
    has_appointment,
    list_headed_bodies,
)
from licensing.admin.people.rights.forms import Review, list_corrected_facts
from licensing.models import Event, RightCorrection


@admin.register(RightCorrection)
class RightCorrectionAdmin(RecordAdmin):
    """Read by the authority and administrators, and by the head of a body as far as it is theirs; only acts write it."""

    list_display = ("which", "since", "until", "how_many", "corrected_by", "state_badge")
    list_select_related: ClassVar[tuple[str, ...]] = (
        *("mandate__user", "mandate__body", "appointment__user"),
        *("membership__user", "membership__organisation", "body", "head", "corrected_by"),
    )
    ordering = ("-corrected_at",)
    editors = PEOPLE_EDITORS

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or bool(list_headed_bodies(request))

    def get_queryset(self, request: HttpRequest) -> QuerySet[RightCorrection]:
        rows = RightCorrection.objects.select_related(*self.list_select_related, "reviewed_by")
        if has_appointment(request, AUTHORITY | PEOPLE_EDITORS):
            return rows
        return rows.filter(Q(mandate__body__head=get_person(request)))

    def get_urls(self) -> list[URLPattern]:
        review = self.admin_site.admin_view(self.review)
        return [path("<uuid:correction_id>/review/", review, name="licensing_rightcorrection_review"), *super().get_urls()]

    def review(self, request: HttpRequest, correction_id: UUID) -> HttpResponse:
        """Close the review of what was done under a corrected right."""
        correction = self.get_shown(request, correction_id)
        back = reverse("admin:licensing_rightcorrection_change", args=[correction.pk])
        person = get_person(request)
        refusal = "" if may_review(correction, person, at=now()) else _("You do not review this correction.")
        form = partial(Review, user=person, subject=correction, back=back)
        is_part = find_reviewer_refusal(correction, person) is not None
        return handle_command(request, form, refusal=refusal, of_two=is_part)

    def render_record(self, request: HttpRequest, record_id: str) -> HttpResponse:
        """One correction with what it touches, and the button of whoever reviews it."""
        correction = get_or_404(self.get_queryset(request), pk__in=parse_ids(record_id))
        # Of a case with a conflict of interest the reader learns nothing, not even here.
        touched = Event.objects.filter(number__in=correction.touched).exclude(case__recusals__person=get_person(request))
        events = list(touched.select_related("case").order_by("number"))
        cases = find_reviewable_cases(request).filter(pk__in={one.case_id for one in events if one.case_id})
        is_open = correction.reviewed_at is None
        context = {
            **self.admin_site.each_context(request),
            "title": str(correction),
            "correction": correction,
            "facts": list_corrected_facts(correction),
            "state": _name_state(correction),
            "tone": "busy" if is_open else "good",
            "touched": events,
            "touched_count": len(correction.touched),
            "readable": set(cases.values_list("pk", flat=True)),
            "may_review": is_open and may_review(correction, get_person(request), at=now()),
        }
        return TemplateResponse(request, "admin/licensing/people/rights/correction.html", context)

    @display(description=gettext_lazy("Right"))
    def which(self, correction: RightCorrection) -> str:
        return str(correction)

    @display(description=gettext_lazy("Did not hold from"), ordering="first_on")
    def since(self, correction: RightCorrection) -> SafeString:
        return render_cell("days/day", day=correction.first_on)

    @display(description=gettext_lazy("To (not included)"), ordering="end_on")
    def until(self, correction: RightCorrection) -> SafeString:
        return render_cell("days/day", day=correction.end_on)

    @display(description=gettext_lazy("Done under it"))
    def how_many(self, correction: RightCorrection) -> int:
        return len(correction.touched)

    @display(description=gettext_lazy("Review"), ordering="reviewed_at")
    def state_badge(self, correction: RightCorrection) -> SafeString:
        return render_cell("badge", label=_name_state(correction), tone="busy" if correction.reviewed_at is None else "good")


def _name_state(correction: RightCorrection) -> str:
    return _("Waits for its review") if correction.reviewed_at is None else _("Reviewed")
