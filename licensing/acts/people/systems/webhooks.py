"""Ending the secrets of webhooks that somebody knows who should not, as a step of the acts by which that comes about."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from licensing.models import Endpoint
from licensing.models.record.delivery import lock_bookmark, record_endpoint, switch_off
from licensing.policy.record.event_kinds import EventKind


def end_webhook_secrets(which: Q, *, at: datetime, because: str) -> int:
    """Switch off those of some endpoints that have a secret, and end their secrets; returns how many.

    Whoever knew a secret could read what is sent there, and speak to the receiver as Dozvil. Who answers for it now looks at
    its address, makes another secret and switches it on: it is then sent what it missed. Nothing of the chain may be locked
    by the caller before, unless the bookmark is.
    """
    kept = Endpoint.objects.filter(which, ended_at__isnull=True).exclude(secret="")
    if not kept.exists():
        return 0
    with transaction.atomic():
        lock_bookmark()
        rows = Endpoint.objects.filter(pk__in=kept.values("pk")).select_related("owner").order_by("pk")
        found = list(rows.select_for_update(of=("self",)))
        for endpoint in found:
            if endpoint.disabled_at is None:
                switch_off(endpoint, because, now=at)
            endpoint.secret, endpoint.former_secret, endpoint.former_until = "", "", None
            endpoint.save(update_fields=["secret", "former_secret", "former_until"])
            record_endpoint(EventKind.ENDPOINT_SECRETS_ENDED, endpoint, None, at=at, reason=because)
    return len(found)
