"""Messages made ready to be sent: one delivery each, or the letter of a person who wants one a day."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.core.mail import EmailMultiAlternatives

from licensing.models import Delivery
from licensing.outbox import mail
from licensing.outbox.delivery import outcomes
from licensing.outbox.delivery.attempt import NoLongerEntitled, Undeliverable
from licensing.outbox.delivery.entitlement import Visibility, check_entitlement
from licensing.outbox.webhooks import sender

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Parcel:
    """A message made ready, the deliveries that it settles, and how it is sent."""

    deliveries: Sequence[Delivery]
    send: Callable[[], None]
    took: float = 0.0

    def send_timed(self) -> None:
        """Send, and note the seconds that it took, also when it failed. Called in a thread: it must not touch the database."""
        begun = time.monotonic()
        try:
            self.send()
        finally:
            self.took = time.monotonic() - begun

    @property
    def endpoint(self) -> UUID | None:
        """The endpoint that it is for; None for a letter."""
        return self.deliveries[0].endpoint_id


def group_letters(letters: list[Delivery]) -> list[list[Delivery]]:
    """Each delivery is a letter of its own, but those of a person who wants one a day go together."""
    # groupby joins neighbours only, so the letters of one person must stand side by side.
    daily = sorted((one for one in letters if one.person and one.person.wants_digest), key=lambda one: str(one.person_id))
    single = [[one] for one in letters if not (one.person and one.person.wants_digest)]
    return single + [list(bundle) for _person, bundle in groupby(daily, key=lambda one: one.person_id)]


def compose_parcels(bundle: list[Delivery], visibility: Visibility) -> list[Parcel]:
    """The letter of a bundle. What cannot be made is taken out of it, and the rest goes as one letter all the same."""
    fit = [one for one in bundle if _compose_parcel([one], visibility)] if len(bundle) > 1 else bundle
    parcel = _compose_parcel(fit, visibility) if fit else None
    return [parcel] if parcel else []


def _compose_parcel(bundle: list[Delivery], visibility: Visibility) -> Parcel | None:
    """Make the message; one that nobody may have is given up at once, one that we fail to make after a few tries."""
    try:
        if len(bundle) == 1:  # of a bundle each one has been through here by itself
            check_entitlement(bundle[0], visibility)
        return Parcel(bundle, _prepare_sending(bundle, visibility.now))
    except NoLongerEntitled as settled:
        outcomes.set_aside(bundle, str(settled))
    except Undeliverable as known:
        outcomes.mark_dead(bundle, str(known))
    except Exception as fault:  # whatever is wrong with one message, the others must leave
        logger.exception("delivery %s cannot be made", bundle[0].pk)
        outcomes.mark_not_composed(bundle, f"it cannot be made: {type(fault).__name__}: {fault}", now=visibility.now)
    return None


def _prepare_sending(bundle: list[Delivery], now: datetime) -> Callable[[], None]:
    if bundle[0].endpoint_id:
        webhook, timestamp = sender.compose(bundle[0]), int(now.timestamp())
        return lambda: sender.send(webhook, timestamp=timestamp)
    letter: EmailMultiAlternatives = mail.compose(bundle)
    return lambda: mail.send(letter)
