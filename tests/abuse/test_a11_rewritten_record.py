"""A11: the record is edited by the application's role, and by somebody whom no trigger stops."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.db import DatabaseError, connection, transaction

from licensing.acts.record.heads import keep_head
from licensing.acts.record.verification import verify_record
from licensing.models import Event
from licensing.policy.record.digests import GENESIS, compute_chain_digest
from tests.acts.record.spoiling import spoil
from tests.world import World


@pytest.mark.parametrize(
    "statement",
    ["UPDATE licensing_event SET kind = 'case.edited'", "DELETE FROM licensing_event", "TRUNCATE licensing_event CASCADE"],
)
def test_the_application_edits_no_event(world: World, statement: str) -> None:
    world.filed()

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {settings.APPLICATION_ROLE}; {statement}")


def _change_one_byte() -> None:
    spoil("UPDATE licensing_event SET data = jsonb_set(data, '{sections}', '[\"x\"]') WHERE number = 1")


def _delete_the_last() -> None:
    last = Event.objects.order_by("-number")[0]
    spoil("DELETE FROM licensing_event WHERE number = %s", last.number)


def _swap_two() -> None:
    spoil("UPDATE licensing_event SET number = 1000000 WHERE number = 3")
    spoil("UPDATE licensing_event SET number = 3 WHERE number = 2")
    spoil("UPDATE licensing_event SET number = 2 WHERE number = 1000000")


def _rewrite_the_whole_chain() -> None:
    """Every moment an hour earlier, and every digest made to fit: the chain agrees with itself."""
    previous = GENESIS
    for event in Event.objects.order_by("number"):
        event.at = event.at.replace(microsecond=0)
        event.previous = previous
        event.digest = compute_chain_digest(previous, event.as_chained_data())
        spoil(
            "UPDATE licensing_event SET at = %s, previous = %s, digest = %s WHERE number = %s",
            event.at, event.previous, event.digest, event.number,
        )  # fmt: skip
        previous = event.digest
    spoil("UPDATE licensing_chainhead SET digest = %s", previous)


@pytest.mark.parametrize("tamper", [_change_one_byte, _delete_the_last, _swap_two, _rewrite_the_whole_chain])
def test_whoever_is_stopped_by_nothing_is_found(
    world: World, settings: LazySettings, tmp_path: Path, tamper: Callable[[], None]
) -> None:
    settings.RECORD_HEADS = tmp_path
    world.filed()
    assert keep_head() is not None
    assert verify_record().fault is None

    tamper()

    assert verify_record().fault is not None
