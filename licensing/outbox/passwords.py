"""The letters to those who have forgotten their password, written after the page has answered, so that it tells nothing."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from allauth.account.forms import default_token_generator
from django.db import transaction

from licensing.models import PasswordRequest, User
from licensing.outbox import mail
from licensing.outbox.routes import database_now

logger = logging.getLogger(__name__)

_BATCH: Final = 50
_RETRY_AFTER: Final = timedelta(minutes=1)
# Whoever waited for longer has asked again.
_MOST_ATTEMPTS: Final = 30


def send_password_letters() -> int:
    """Write to whoever has asked; returns how many requests were read. Two workers never take the same one."""
    total = 0
    while read := _send_next():
        total += read
        if total >= _BATCH:
            break
    return total


def _send_next() -> int:
    with transaction.atomic():
        at = database_now()
        waiting = PasswordRequest.objects.filter(next_at__lte=at).order_by("next_at", "pk")
        request = waiting.select_for_update(skip_locked=True).first()
        if request is None:
            return 0
        try:
            _write_to(request.address)
        except Exception:  # whatever is wrong with one letter, those behind it must leave
            logger.exception("a letter for a new password was not sent")
            request.attempts, request.next_at = request.attempts + 1, at + _RETRY_AFTER
            request.save(update_fields=["attempts", "next_at"])
        if request.attempts in (0, _MOST_ATTEMPTS):
            request.delete()
    return 1


def _write_to(address: str) -> None:
    for person in User.objects.filter(email__iexact=address, is_active=True, is_system=False):
        # As the page of the library reads it: the key names the person, and then what only this password and address yield.
        key = f"{person.pk.hex}-{default_token_generator.make_token(person)}"
        mail.send(mail.build_password_mail(person, f"/accounts/password/reset/key/{key}/"))
