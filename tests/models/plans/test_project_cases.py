"""That a request fills a project, in the database: one at a time."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now
from licensing.models import ProjectCase
from tests.acts.plans.countries.state import opened, proposed
from tests.by_hand import by_hand
from tests.world import World


def test_a_request_fills_one_project_at_a_time(world: World) -> None:
    plan, case = opened(world, country="EE"), world.filed()
    first, second = proposed(world, plan), proposed(world, plan)
    named = {"case": case, "named_by": world.rhea, "named_at": now()}

    with by_hand():
        ProjectCase.objects.create(project=first, ended_at=now(), **named)
        ProjectCase.objects.create(project=first, **named)
        with pytest.raises(IntegrityError), transaction.atomic():
            ProjectCase.objects.create(project=second, **named)

    assert ProjectCase.objects.count() == 2
