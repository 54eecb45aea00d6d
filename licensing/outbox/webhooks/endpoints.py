"""Endpoints as their owners keep them: registered with a secret, changed, switched off and on again."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from licensing.choices import Audience, Freshness
from licensing.errors import Gap, Invalid, NotAllowed, NotFound
from licensing.models import Appointment, Bookmark, Endpoint, User, list_organisations_of
from licensing.models.clocks.days import to_local_day
from licensing.models.record.origin import require_step_up
from licensing.outbox.delivery.attempt import Undeliverable
from licensing.outbox.delivery.dead_letters import disable_endpoint, enable_endpoint
from licensing.outbox.routes import BOOKMARK, database_now
from licensing.outbox.webhooks.addresses import normalise_url
from licensing.outbox.webhooks.encryption import decrypt, encrypt
from licensing.outbox.webhooks.sender import generate_secret
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

MOST_ENDPOINTS: Final = 20
# How long a former secret signs beside the new one, unless its keeper says otherwise, and how long at most.
KEEP_HOURS: Final = 24
MOST_HOURS: Final = 168
# What a subscribed system can hear of at all.
SUBSCRIBABLE_KINDS: Final = tuple(
    one for one in EventKind if Audience.SYSTEMS in one.declaration.audiences or one.declaration.reminder
)


def list_endpoints(user: User) -> QuerySet[Endpoint]:
    """The endpoints that a person or a system has registered, oldest first."""
    return Endpoint.objects.filter(owner=user).order_by("created_at", "pk")


def get_endpoint(user: User, endpoint_id: UUID) -> Endpoint:
    """One endpoint of this user. Raises NotFound also for an endpoint of somebody else, so that ids cannot be probed."""
    endpoint = Endpoint.objects.filter(owner=user, pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound
    return endpoint


@guard_texts()
def register_endpoint(user: User, *, url: str, kinds: Collection[str] = (), description: str = "") -> Endpoint:
    """Register an address to be called; its secret is made here, and shown once by the caller (see read_secret).

    Raises Invalid for an address that cannot be called or is called already, an unknown kind of event or too many endpoints,
    and NotAllowed for an account that no event ever reaches.
    """
    url = normalise_url(url)
    _refuse_unknown_kinds(kinds)
    with transaction.atomic():
        _lock_owner(user)
        now = database_now()
        day = to_local_day(now)
        memberships = list_organisations_of(user, on=day)[:2]
        if not memberships and not Appointment.objects.in_force(day).filter(user=user).exists():
            raise NotAllowed(_("Your account hears of nothing, so there is nothing to send."))
        _refuse_further_endpoint(user, url)
        # Whoever holds the secret can be taken for us by the receiver.
        require_step_up(user, Freshness.NOW, at=now)
        return Endpoint.objects.create(
            owner=user,
            organisation=memberships[0] if len(memberships) == 1 else None,
            url=url,
            kinds=sorted(set(kinds)),
            description=description,
            secret=encrypt(generate_secret()),
            created_at=now,
        )


def read_secret(endpoint: Endpoint) -> str:
    """The secret that its calls are signed with; shown to its owner only at registration and after a change."""
    return decrypt(endpoint.secret)


def rotate_secret(endpoint: Endpoint, by: User, *, keep_hours: int = KEEP_HOURS) -> Endpoint:
    """Give an endpoint a new secret. The one before signs beside it for so many hours, and then ends by itself; none: at once.

    Whoever rotates again within that time ends the oldest of the three.
    """
    if not 0 <= keep_hours <= MOST_HOURS:
        sentence = _("The former secret signs for %(most)d hours at most.") % {"most": MOST_HOURS}
        raise Invalid(gaps=[Gap("invalid", "keep_hours", sentence)])
    require_step_up(by, Freshness.NOW, at=database_now())
    with transaction.atomic():
        changed = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        # Encrypted again, because the operator may drop an old SECRET_KEY while the former secret still signs.
        changed.former_secret = _reencrypt(changed.secret) if keep_hours else ""
        changed.former_until = database_now() + timedelta(hours=keep_hours) if changed.former_secret else None
        changed.secret = encrypt(generate_secret())
        changed.save(update_fields=["secret", "former_secret", "former_until"])
    logger.info("endpoint %s has a new secret, made by %s; the former one signs for %s h", changed.pk, by.pk, keep_hours)
    return changed


def _reencrypt(secret: str) -> str:
    """A stored secret, encrypted again under the present key; empty where its own key is gone."""
    try:
        return encrypt(decrypt(secret))
    except Undeliverable:
        return ""


def get_former_secret_end(endpoint: Endpoint) -> datetime | None:
    """How long the former secret still signs beside the present one."""
    until = endpoint.former_until
    return until if until and until > timezone.now() else None


@guard_texts()
def update_endpoint(
    endpoint: Endpoint,
    *,
    url: str | None = None,
    kinds: Collection[str] | None = None,
    description: str | None = None,
    enabled: bool | None = None,
) -> Endpoint:
    """Change what is given; None leaves a field as it is. Enabled again, an endpoint is sent what it missed meanwhile.

    Raises Invalid as `register_endpoint` does, StepUpRequired for another address.
    """
    url = None if url is None else normalise_url(url)
    _refuse_unknown_kinds(kinds or ())
    with transaction.atomic():
        _lock_owner(endpoint.owner)
        if enabled is not None:
            # Before the endpoint, as everybody locks them who switches one on or off, or numbers its messages.
            Bookmark.objects.select_for_update().get(name=BOOKMARK)
        changed = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        if url is not None and url != changed.url:
            # Whoever moves it hears what it hears, as with an address of their own.
            require_step_up(endpoint.owner, Freshness.NOW, at=database_now())
        if enabled is True or (changed.disabled_at is None and enabled is not False):
            _refuse_further_endpoint(endpoint.owner, normalise_url(url or changed.url), itself=changed)
        changed.url = changed.url if url is None else url
        changed.kinds = changed.kinds if kinds is None else sorted(set(kinds))
        changed.description = changed.description if description is None else description
        changed.save(update_fields=["url", "kinds", "description"])
        # While the owner is locked, or two endpoints enabled at once would each find room for one more.
        if enabled is False and changed.disabled_at is None:
            disable_endpoint(changed, "switched off by its owner")
        if enabled is True and changed.disabled_at is not None:
            enable_endpoint(changed)
    changed.refresh_from_db()
    return changed


def _lock_owner(user: User) -> None:
    """Two registrations at once would each count one endpoint too few, and pass the limit."""
    # NO KEY: fan_out holds the bookmark while it owes a letter to the owner, and would wait for us as we wait for it.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _refuse_further_endpoint(user: User, url: str, *, itself: Endpoint | None = None) -> None:
    """Only endpoints that are called count. Called twice, one address would get everything twice, under two ids."""
    others = [one for one in list_endpoints(user).filter(disabled_at__isnull=True) if one != itself]
    for one in others:
        if normalise_url(one.url) == url:
            sentence = _("Your webhook %(id)s calls this address already. Change that one.") % {"id": one.pk}
            raise Invalid(gaps=[Gap("twice", "url", sentence)], endpoint=one.pk)
    if len(others) >= MOST_ENDPOINTS:
        raise Invalid(_("An account keeps %(most)d endpoints at most. Disable one first.") % {"most": MOST_ENDPOINTS})


def _refuse_unknown_kinds(kinds: Collection[str]) -> None:
    unknown_codes = [
        Gap("unknown_code", f"kinds.{number}", _("Nothing of the kind “%(kind)s” is ever sent.") % {"kind": kind})
        for number, kind in enumerate(kinds)
        if kind not in SUBSCRIBABLE_KINDS
    ]
    if unknown_codes:
        raise Invalid(gaps=unknown_codes)
