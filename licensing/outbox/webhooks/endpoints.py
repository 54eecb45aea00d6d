"""Endpoints as those who answer for them keep them: set up with a secret, changed, suspended, called again, and ended.

Whoever sets one up, moves it or makes its secret chooses who hears of the cases that its account may see. So each step is
in the record, and is told to whoever answers for the account.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from licensing.choices import Audience, Freshness
from licensing.errors import Gap, Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Appointment, Endpoint, User, list_organisations_of
from licensing.models.clocks.days import to_local_day
from licensing.models.record.columns import find_changed
from licensing.models.record.delivery import lock_bookmark, record_endpoint, switch_off
from licensing.models.record.origin import require_step_up
from licensing.outbox.delivery.attempt import Undeliverable
from licensing.outbox.delivery.dead_letters import enable_endpoint
from licensing.outbox.routes import database_now
from licensing.outbox.webhooks.addresses import normalise_url
from licensing.outbox.webhooks.encryption import decrypt, encrypt
from licensing.outbox.webhooks.keepers import refuse_ended, refuse_other_keepers, refuse_outsiders
from licensing.outbox.webhooks.sender import generate_secret
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

MOST_ENDPOINTS: Final = 20
# How long a former secret signs beside the new one, unless its keeper says otherwise, and how long at most.
KEEP_HOURS: Final = 24
MOST_HOURS: Final = 168
# What the pages offer.
OFFERED_HOURS: Final = (0, 1, KEEP_HOURS, 72, MOST_HOURS)
# What a subscribed system can hear of at all.
SUBSCRIBABLE_KINDS: Final = tuple(
    one for one in EventKind if Audience.SYSTEMS in one.declaration.audiences or one.declaration.reminder
)
_BY_OWNER: Final = "switched off by its owner"
ENDED_BY_OWNER: Final = "ended by its owner"


class MadeSecret(NamedTuple):
    """An endpoint with its new secret. It is returned to whoever made it, and nothing reads it out of the row again."""

    endpoint: Endpoint
    secret: str


def list_endpoints(user: User) -> QuerySet[Endpoint]:
    """The endpoints that a person or a system has registered and that have not ended, oldest first."""
    return Endpoint.objects.filter(owner=user, ended_at__isnull=True).order_by("created_at", "pk")


def get_endpoint(user: User, endpoint_id: UUID) -> Endpoint:
    """One endpoint of this user that has not ended.

    Raises NotFound also for an endpoint of somebody else, so that ids cannot be probed.
    """
    endpoint = list_endpoints(user).filter(pk=endpoint_id).first()
    if endpoint is None:
        raise NotFound
    return endpoint


@guard_texts()
def register_endpoint(user: User, *, url: str, kinds: Collection[str] = (), description: str = "") -> MadeSecret:
    """Register an address to be called, with a secret that is returned this once.

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
        secret = generate_secret()
        endpoint = Endpoint.objects.create(
            owner=user,
            organisation=memberships[0] if len(memberships) == 1 else None,
            url=url,
            kinds=sorted(set(kinds)),
            description=description,
            secret=encrypt(secret),
            secret_made_at=now,
            secret_made_by=user,
            created_at=now,
        )
        record_endpoint(EventKind.ENDPOINT_SET_UP, endpoint, user, at=now)
    return MadeSecret(endpoint, secret)


def rotate_secret(endpoint: Endpoint, by: User, *, keep_hours: int = KEEP_HOURS) -> MadeSecret:
    """Give an endpoint a new secret, returned this once. The one before signs beside it for so many hours; none: it ends now.

    Whoever rotates again within that time ends the oldest of the three. Raises NotAllowed for whoever does not answer for the
    endpoint: with its secret somebody speaks to the receiver as Dozvil. Raises WrongState for one that has ended.
    """
    if not 0 <= keep_hours <= MOST_HOURS:
        sentence = _("The former secret signs for %(most)d hours at most.") % {"most": MOST_HOURS}
        raise Invalid(gaps=[Gap("invalid", "keep_hours", sentence)])
    with transaction.atomic():
        now = database_now()
        changed = _lock_endpoint(endpoint)
        refuse_other_keepers(changed, by, at=now)
        require_step_up(by, Freshness.NOW, at=now)
        refuse_ended(changed)
        secret = generate_secret()
        # Encrypted again, because the operator may drop an old SECRET_KEY while the former secret still signs.
        changed.former_secret = _reencrypt(changed.secret) if keep_hours else ""
        changed.former_until = now + timedelta(hours=keep_hours) if changed.former_secret else None
        changed.secret, changed.secret_made_at, changed.secret_made_by = encrypt(secret), now, by
        changed.save(update_fields=["secret", "former_secret", "former_until", "secret_made_at", "secret_made_by"])
        record_endpoint(EventKind.ENDPOINT_SECRET_MADE, changed, by, at=now, hours=keep_hours)
    return MadeSecret(changed, secret)


def choose_hours(written: str | None) -> int:
    """Of the hours that are offered the one that a form has sent; where it sent none of them, as many as are usual."""
    return next((one for one in OFFERED_HOURS if str(one) == written), KEEP_HOURS)


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
    """Change, as its owner, what is given; None leaves a field as it is. Enabled again, it is sent what it missed meanwhile.

    Raises Invalid as `register_endpoint` does, WrongState for one that has ended, and StepUpRequired for another address, for
    other kinds of event and for enabling it: whoever does so hears what its account may hear.
    """
    url = None if url is None else normalise_url(url)
    _refuse_unknown_kinds(kinds or ())
    given = {"url": url, "kinds": None if kinds is None else sorted(set(kinds)), "description": description}
    owner = endpoint.owner
    with transaction.atomic():
        _lock_owner(owner)
        if enabled is not None:
            # Before the endpoint, as everybody locks them who switches one on or off, or numbers its messages.
            lock_bookmark()
        changed, now = _lock_endpoint(endpoint), database_now()
        refuse_ended(changed)
        values = find_changed(changed, {name: value for name, value in given.items() if value is not None})
        turned_on, turned_off = _find_turn(changed, enabled)
        if turned_on or values.keys() & {"url", "kinds"}:
            require_step_up(owner, Freshness.NOW, at=now)
        if turned_on or (changed.disabled_at is None and not turned_off):
            _refuse_further_endpoint(owner, normalise_url(url or changed.url), itself=changed)
        if values:
            _write_values(changed, values)
            record_endpoint(EventKind.ENDPOINT_CHANGED, changed, owner, at=now, changed=sorted(values))
        # While the owner is locked, or two endpoints enabled at once would each find room for one more.
        if turned_off:
            switch_off(changed, _BY_OWNER, now=now)
            record_endpoint(EventKind.ENDPOINT_SUSPENDED, changed, owner, at=now, reason="")
        if turned_on:
            enable_endpoint(changed, owner)
    changed.refresh_from_db()
    return changed


@guard_texts()
def suspend_endpoint(endpoint: Endpoint, user: User, *, reason: str) -> Endpoint:
    """Send nothing more to an endpoint until it is called again, as who answers for it or as an administrator of people.

    Raises NotAllowed for everybody else, Invalid without a reason, WrongState for one that is switched off or has ended.
    """
    with transaction.atomic():
        locked, now = _lock_for_turn(endpoint, user)
        reason = require_reason(reason, _("Say why nothing is sent there any more."))
        if locked.disabled_at is not None:
            raise WrongState(_("This endpoint is switched off already."))
        switch_off(locked, reason, now=now)
        record_endpoint(EventKind.ENDPOINT_SUSPENDED, locked, user, at=now, reason=reason)
    return locked


def resume_endpoint(endpoint: Endpoint, user: User) -> Endpoint:
    """Send to an endpoint again, also what it missed, as who answers for it.

    Raises as `update_endpoint` and `suspend_endpoint` do. An administrator of people does not: where news is sent is not theirs
    to say.
    """
    with transaction.atomic():
        _lock_owner(endpoint.owner)
        locked, now = _lock_for_turn(endpoint, user)
        refuse_other_keepers(locked, user, at=now)
        require_step_up(user, Freshness.NOW, at=now)
        if locked.disabled_at is None:
            raise WrongState(_("This endpoint is called already."))
        _refuse_further_endpoint(locked.owner, normalise_url(locked.url), itself=locked)
        enable_endpoint(locked, user)
    locked.refresh_from_db()
    return locked


@guard_texts()
def end_endpoint(endpoint: Endpoint, user: User, *, reason: str) -> Endpoint:
    """End an endpoint for good, with its secrets; what was sent stays on record. Refusals as of `suspend_endpoint`."""
    with transaction.atomic():
        locked, now = _lock_for_turn(endpoint, user)
        reason = require_reason(reason, _("Say why nothing is sent there any more."))
        if locked.disabled_at is None:
            switch_off(locked, reason, now=now)
        locked.ended_at, locked.secret, locked.former_secret, locked.former_until = now, "", "", None
        locked.save(update_fields=["ended_at", "secret", "former_secret", "former_until"])
        record_endpoint(EventKind.ENDPOINT_ENDED, locked, user, at=now, reason=reason)
    return locked


def _lock_for_turn(endpoint: Endpoint, user: User) -> tuple[Endpoint, datetime]:
    """The fresh row of an endpoint that has not ended, and the moment, for whoever may switch it off."""
    lock_bookmark()
    locked, now = _lock_endpoint(endpoint), database_now()
    refuse_outsiders(locked, user, at=now)
    refuse_ended(locked)
    return locked, now


def _lock_endpoint(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update(of=("self",)).select_related("owner").get(pk=endpoint.pk)


def _find_turn(endpoint: Endpoint, enabled: bool | None) -> tuple[bool, bool]:
    """Whether an endpoint is switched on by this, and whether it is switched off."""
    is_off = endpoint.disabled_at is not None
    return enabled is True and is_off, enabled is False and not is_off


def _write_values(endpoint: Endpoint, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(endpoint, name, value)
    endpoint.save(update_fields=list(values))


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
