"""A command that comes with an idempotency key is carried out once, and answered alike however often it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from licensing.acts.acting import translate_database_errors
from licensing.errors import KeyReused
from licensing.models import Event, StoredAnswer, User


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """What an entry point answered to a command, as it went over the wire."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


def idempotently(user: User, key: str, fingerprint: str, carry_out: Callable[[], StoredResponse]) -> StoredResponse:
    """Carry out a command under an idempotency key, or give the response it got before. One transaction with the act.

    Raises KeyReused when the key came with another command before; `fingerprint` is what distinguishes commands.
    """
    with translate_database_errors(), transaction.atomic():
        try:
            # A savepoint: PostgreSQL refuses every further statement of a transaction in which an insert has failed.
            with transaction.atomic():
                claim = StoredAnswer.objects.create(user=user, key=key, fingerprint=fingerprint, created_at=Now())
        except IntegrityError:
            return _replay_response(user, key, fingerprint)
        # The response is composed and stored before the chain's head is locked: an act of somebody else would wait for it.
        with Event.objects.chain_at_the_end():
            given = carry_out()
            claim.status, claim.body, claim.headers = given.status, given.body, dict(given.headers)
            claim.save(update_fields=["status", "body", "headers"])
    return given


def find_stored_response(user: User, key: str) -> StoredResponse | None:
    """The response that a command under this key got; None while none was carried out."""
    before = StoredAnswer.objects.filter(user=user, key=key).first()
    return StoredResponse(before.status, before.body, before.headers, replayed=True) if before else None


def _replay_response(user: User, key: str, fingerprint: str) -> StoredResponse:
    before = StoredAnswer.objects.get(user=user, key=key)
    if before.fingerprint != fingerprint:
        raise KeyReused
    return StoredResponse(before.status, before.body, before.headers, replayed=True)
