"""Whether what was done under a right was done by whoever held it, while they held it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.record.report import Fault, Report
from licensing.models import Appointment, Event, Mandate
from licensing.policy.record.event_kinds import EventKind

_CHUNK = 2000


def check_rights(report: Report) -> Iterator[Fault]:
    """Each position, decision, sitting and draw-down cites a right of its person that held then; older ones cite none."""
    mandates: Mapping[int, Mandate] = Mandate.objects.in_bulk()
    appointments: Mapping[int, Appointment] = Appointment.objects.in_bulk()
    citing = [kind for kind in EventKind if kind.declaration.cites_right]
    for event in Event.objects.filter(kind__in=citing, data__has_key="under").order_by("number").iterator(chunk_size=_CHUNK):
        where = report.look_at("rights that were cited", f"event {event.number}")
        declared = EventKind(event.kind).declaration
        right: Any = (appointments if declared.under_office else mandates).get(event.data["under"])
        subject = declared.under_office or event.data.get(declared.under_mandate_of)
        if right is None or right.user_id != event.actor_id or subject != _get_subject(right):
            yield Fault(where, _("This was done under a right that the person never had."))
        elif to_local_day(event.at) not in right.period or (right.ended_at is not None and right.ended_at <= event.at):
            yield Fault(where, _("This was done under a right that did not hold then."))


def _get_subject(right: Mandate | Appointment) -> str:
    return right.body_id if isinstance(right, Mandate) else right.kind
