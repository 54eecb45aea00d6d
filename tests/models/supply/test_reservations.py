"""What was reserved stays as it was reserved; it is ended, and never changed or deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from licensing.models import SupplyReservation
from tests.by_hand import by_hand
from tests.world import World


def test_a_reservation_is_ended_and_never_changed(world: World) -> None:
    with by_hand():
        row = SupplyReservation.objects.create(
            case=world.draft(), number=1, family_id="uav", on=date(2026, 1, 1), quantity=5, reserved_at=timezone.now()
        )

    changes: list[dict[str, Any]] = [{"quantity": 6}, {"on": date(2026, 1, 2)}, {"family_id": "vessels"}]
    assert [change for change in changes if "never changes" not in _try_to_change(row, change)] == []
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        SupplyReservation.objects.filter(pk=row.pk).delete()
    with by_hand():
        SupplyReservation.objects.filter(pk=row.pk).update(ended_at=timezone.now())

    assert not SupplyReservation.objects.running().exists()


def _try_to_change(row: SupplyReservation, change: dict[str, Any]) -> str:
    """What the database says of a change; nothing where it lets it pass."""
    try:
        with transaction.atomic():
            SupplyReservation.objects.filter(pk=row.pk).update(**change)
    except DatabaseError as refusal:
        return str(refusal)
    return ""
