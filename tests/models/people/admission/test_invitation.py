"""What the database refuses of an invitation, whoever writes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Invitation
from tests.by_hand import by_hand
from tests.world import World

AT = datetime(2026, 3, 1, tzinfo=UTC)


def _write(world: World, **changes: Any) -> Invitation:
    given: dict[str, Any] = {"email": "new@example.org", "language": "en", "organisation": world.partner, "role": "reader"}
    invitation = Invitation(**given | {"reason": "x", "invited_by": world.paula, "invited_at": AT} | changes)
    invitation.renew_link(AT)
    with by_hand():
        invitation.save(force_insert=True)
    return invitation


@pytest.mark.parametrize(
    "changes",
    [{}, {"organisation": None, "role": ""}, {"role": ""}, {"organisation": None}, {"role": "owner"}],
)
def test_one_address_is_invited_to_one_place_once_and_in_a_role(world: World, changes: dict[str, Any]) -> None:
    _write(world)
    _write(world, organisation=None, role="")

    with pytest.raises(IntegrityError), transaction.atomic():
        _write(world, **changes)
