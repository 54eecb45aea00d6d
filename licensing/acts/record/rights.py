"""Whether what was done under a right was done by whoever held it, while they held it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.record.report import Fault, Report
from licensing.models import Appointment, Event, Mandate, Membership
from licensing.policy.record.declaration import EventDeclaration
from licensing.policy.record.event_kinds import EventKind

_CHUNK = 2000


def check_rights(report: Report) -> Iterator[Fault]:
    """What only a right allows, inside and outside the authority, cites one of its person that held then; older ones none."""
    rights: Mapping[str, Mapping[int, Any]] = {
        "mandate": Mandate.objects.in_bulk(),
        "appointment": Appointment.objects.in_bulk(),
        "membership": Membership.objects.in_bulk(),
    }
    citing = [kind for kind in EventKind if kind.declaration.cites_right]
    cited = Event.objects.filter(kind__in=citing, data__has_key="under")
    events: Any = cited.annotate(organisation=F("case__organisation"))
    for event in events.order_by("number").iterator(chunk_size=_CHUNK):
        where = report.look_at("rights that were cited", f"event {event.number}")
        declared = EventKind(event.kind).declaration
        right: Any = rights[_name_kind(declared)].get(event.data["under"])
        subject = declared.under_office or _get_claimed(event, declared)
        if right is None or right.user_id != event.actor_id or str(subject) != str(_get_subject(right)):
            yield Fault(where, _("This was done under a right that the person never had."))
        elif to_local_day(event.at) not in right.period or (right.ended_at is not None and right.ended_at <= event.at):
            yield Fault(where, _("This was done under a right that did not hold then."))


def _get_claimed(event: Any, declared: EventDeclaration) -> Any:
    """What the right must be for: the organisation of the case, or of the data where there is no case; or a body."""
    if declared.under_membership:
        return event.organisation or event.data.get("organisation")
    return event.data.get(declared.under_mandate_of)


def _name_kind(declared: EventDeclaration) -> str:
    if declared.under_membership:
        return "membership"
    return "appointment" if declared.under_office else "mandate"


def _get_subject(right: Mandate | Appointment | Membership) -> Any:
    match right:
        case Mandate():
            return right.body_id
        case Membership():
            return right.organisation_id
    return right.kind
