"""What the database refuses of a registration, whoever writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Registration
from tests.by_hand import by_hand
from tests.world import World

AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("changes", [{"state": "accepted", "reference": "REG/1"}, {"state": "filed"}, {"state": "returned"}])
def test_what_was_sent_has_a_reference_and_what_is_accepted_its_organisation(world: World, changes: dict[str, Any]) -> None:
    row = Registration(name="Depot", country_id="EE", email="a@example.org", language="en", asked_at=AT, ends_at=AT, **changes)

    with pytest.raises(IntegrityError), transaction.atomic(), by_hand():
        row.save(force_insert=True)
