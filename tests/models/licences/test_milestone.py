"""A milestone is met once under a licence."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.models import MetMilestone
from tests.acts.licences.conditions.test_milestones import record
from tests.milestones import PAID, issue_waiting_licence
from tests.world import World


def test_no_milestone_is_met_twice(world: World) -> None:
    licence = issue_waiting_licence(world)
    record(licence, world.otto)

    with pytest.raises(IntegrityError, match="milestone_is_met_once"), transaction.atomic():
        MetMilestone.objects.create(
            licence=licence,
            kind="milestone",
            title=PAID,
            met_on=to_local_day(now()),
            recorded_by=world.otto,
            recorded_at=now(),
        )
