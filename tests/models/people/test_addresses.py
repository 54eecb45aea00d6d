from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import AddressState
from licensing.models import AddressChange
from licensing.models.people.addresses import CONFIRM, UNDO, find_by_link, is_address_taken, sign_link
from tests.world import World


def _change(world: World, **more: object) -> AddressChange:
    at = timezone.now()
    given = {"former": "old@example.org", "address": "new@example.net", "asked_at": at, "due_at": at}
    return AddressChange.objects.create(person=world.paula, **given | more)


def test_a_link_names_its_change_and_its_purpose(world: World) -> None:
    change = _change(world)
    token = sign_link(change, CONFIRM)

    assert find_by_link(token, CONFIRM) == change
    assert [find_by_link(one, UNDO) for one in (token, token[:-1], "", change.pk.hex)] == [None] * 4


def test_a_former_address_is_kept_for_its_owner(world: World) -> None:
    at = timezone.now()
    _change(world, state=AddressState.CHANGED, changed_at=at)

    taken = [
        is_address_taken("PAULA@example.org", at),
        is_address_taken("Old@example.org", at),
        is_address_taken("old@example.org", at, but=world.paula),
        is_address_taken("old@example.org", at + timedelta(days=7, minutes=1)),
        is_address_taken("new@example.net", at),
    ]

    assert taken == [True, True, False, False, False]


def test_one_change_of_a_person_waits_at_a_time(world: World) -> None:
    _change(world)

    with pytest.raises(IntegrityError, match="one_open_change_of_address"), transaction.atomic():
        _change(world)
