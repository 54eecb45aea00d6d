"""The numbers at the head of the desk: how many cases are in which state, what is late, and what was not delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing.admin.pages.rights import AUTHORITY, has_appointment
from licensing.admin.requests.case_buttons import get_cases_url
from licensing.admin.requests.case_page import get_short_state
from licensing.admin.requests.clock_badge import find_late_clocks
from licensing.choices import CaseState, DeliveryState, LicenceState, Office
from licensing.models import Delivery, Licence
from licensing.models.requests.case import CaseQuerySet


@dataclass(frozen=True, slots=True)
class Tile:
    """A number of the overview and where it leads."""

    label: str
    number: int
    url: str
    tone: str = ""


def build_tiles(request: HttpRequest, cases: CaseQuerySet, *, now: datetime) -> list[Tile]:
    """Counts for those who see every file, and for administrators, who see no case, those of dead letters alone."""
    found = []
    if has_appointment(request, AUTHORITY):
        found += _case_tiles(cases, now)
    if has_appointment(request, frozenset({*AUTHORITY, Office.ADMINISTRATOR})):
        dead = Delivery.objects.filter(state=DeliveryState.DEAD).count()
        url = reverse("admin:licensing_delivery_changelist") + "?state__exact=dead"
        found.append(Tile(_("Messages given up"), dead, url, "bad" if dead else ""))
    return found


def _case_tiles(cases: CaseQuerySet, now: datetime) -> list[Tile]:
    counted = cases.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in CaseState if state != CaseState.DRAFT}
    )
    late = cases.filter(Exists(find_late_clocks(now=now).filter(case=OuterRef("pk")))).count()
    suspended = Licence.objects.filter(state=LicenceState.SUSPENDED, case__in=cases).count()
    states = (
        CaseState.SUBMITTED,
        CaseState.MINISTRY_REVIEW,
        CaseState.GOVERNMENT_DECISION,
        CaseState.ADJOURNED,
        CaseState.RETURNED,
    )
    found = [Tile(get_short_state(one), counted[one.value], get_cases_url(state=one.value)) for one in states]
    found.append(Tile(_("Past a deadline"), late, get_cases_url(clock="overdue"), "bad" if late else ""))
    url = reverse("admin:licensing_licence_changelist") + "?state__exact=suspended"
    found.append(Tile(_("Licences suspended"), suspended, url, "warn" if suspended else ""))
    return found
