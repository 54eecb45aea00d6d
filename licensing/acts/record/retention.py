"""How long is kept what is no part of any record: answers to repeated commands, sessions and tokens that have ended.

Nothing here is a fact about a case. That customs report a clearance once, however late they repeat it, rests on the ledger.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.db.models import Q, QuerySet
from oauth2_provider.models import (
    AccessToken,
    Grant,
    IDToken,
    RefreshToken,
    get_device_grant_model,
)

from licensing.acts.acting import database_now
from licensing.acts.clocks.sweeps import run_all
from licensing.models import Authorisation, Session, StoredAnswer

# A form is sent again by a second press or by going back, which nobody does after a week; a system may try again after it
# was repaired.
FORM_RETENTION: Final = timedelta(days=7)
API_RETENTION: Final = timedelta(days=30)
# Who looks into a refused call finds the token that it came with.
TOKEN_RETENTION: Final = timedelta(days=1)
_BATCH: Final = 1_000
# The answer to every form leads to another page, and the API answers no command so.
_FORM_STATUS: Final = 302


def delete_old_responses() -> int:
    """Delete the answers to commands of which no repetition is expected any more; returns how many."""
    at, answers = database_now(), StoredAnswer.objects.all()
    forms = answers.filter(status=_FORM_STATUS, created_at__lt=at - FORM_RETENTION)
    old = answers.filter(created_at__lt=at - API_RETENTION)
    return run_all(partial(_delete_in_batches, forms), partial(_delete_in_batches, old))


def delete_expired() -> int:
    """Delete the sessions, tokens and grants that have ended, which nothing else would ever do; returns how many.

    A refresh token that was used stays as long as what its person allowed: only so is its second use known.
    """
    at = database_now()
    before = at - TOKEN_RETENTION
    held = Authorisation.objects.filter(Q(ended_at=None) | Q(ended_at__gte=before), ends_at__gte=before)
    over = (
        Session.objects.filter(expire_date__lt=at),
        Grant.objects.filter(expires__lt=before),
        RefreshToken.objects.filter(created__lt=before).exclude(token_family__in=held.values("pk")),
        # One that has a refresh token is what that one is renewed from.
        AccessToken.objects.filter(expires__lt=before, refresh_token=None),
        IDToken.objects.filter(expires__lt=before),
        get_device_grant_model().objects.filter(expires__lt=before),
    )
    return run_all(*(partial(_delete_in_batches, ended) for ended in over))


def _delete_in_batches(rows: QuerySet[Any]) -> int:
    """In short transactions, so that a first run over years of rows holds nobody up."""
    deleted = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        rows.model._default_manager.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
