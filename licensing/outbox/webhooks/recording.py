"""The event of each step that an endpoint takes, and who answers for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from licensing.models import Endpoint, Event, System, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


def find_answering_person(endpoint: Endpoint) -> User:
    """Who answers for an endpoint: its owner, or of the account of a system the person who answers for that system."""
    if not endpoint.owner.is_system:
        return endpoint.owner
    systems = System.objects.live().filter(account=endpoint.owner)
    system = systems.select_related("owner").order_by("name", "pk").first()
    return system.owner if system else endpoint.owner


def record_endpoint(kind: EventKind, endpoint: Endpoint, user: User | None, *, at: datetime, **more: Any) -> None:
    """Chain the event of a step that an endpoint has taken; it covers what the transaction has changed.

    The address stands in no event: it may hold a key of the receiver, and the changes of the row tell of it.
    """
    data = {
        "endpoint": str(endpoint.pk),
        "account": str(endpoint.owner_id),
        "person": str(find_answering_person(endpoint).pk),
        "organisation": str(endpoint.organisation_id) if endpoint.organisation_id else None,
    }
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)
