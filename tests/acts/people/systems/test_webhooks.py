"""The secrets of webhooks end where somebody knows them who should not."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from licensing.acts.people.systems.webhooks import end_webhook_secrets
from licensing.models import Endpoint
from tests.outbox.post import create_endpoint
from tests.world import World

URL = "https://hooks.example.org/"


def test_without_its_secrets_an_endpoint_is_off(world: World) -> None:
    hook, other = create_endpoint(world, URL, owner=world.paula), create_endpoint(world, f"{URL}2", owner=world.rita)

    assert end_webhook_secrets(Q(owner=world.paula), at=timezone.now(), because="known") == 1
    assert end_webhook_secrets(Q(owner=world.paula), at=timezone.now(), because="known") == 0

    hook.refresh_from_db()
    other.refresh_from_db()
    assert (hook.secret, hook.disabled_because, bool(hook.disabled_at)) == ("", "known", True)
    assert (bool(other.secret), other.disabled_at) == (True, None)
    with pytest.raises(IntegrityError, match="an_endpoint_without_a_secret_is_off"), transaction.atomic():
        Endpoint.objects.filter(pk=hook.pk).update(disabled_at=None)
