"""What somebody reads above each page of cases while they may read them in an emergency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from licensing.acts.acting import now
from licensing.admin.pages.rights import AUTHORITY, get_person, has_appointment
from licensing.models import EmergencyAccess

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class OpenAccess:
    """An access that is open to the reader."""

    until: datetime
    minutes: int
    reference: str
    url: str
    case: UUID | None


def read_open_access(request: HttpRequest) -> Sequence[OpenAccess]:
    """What is open to this person now; without a statement for whoever reads every case by their office."""
    if has_appointment(request, AUTHORITY):
        return []
    at = now()
    rows = EmergencyAccess.objects.open_at(at).filter(person=get_person(request)).select_related("case").order_by("until")
    return [
        OpenAccess(
            until=one.until,
            minutes=-((at - one.until) // MINUTE),
            reference=str(one.case.reference) if one.case else "",
            url=reverse("admin:licensing_emergencyaccess_change", args=[one.pk]),
            case=one.case_id,
        )
        for one in rows
        if one.until is not None
    ]
