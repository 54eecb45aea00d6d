"""Which assessments hold on a day, and that the database keeps them as they were written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from licensing.models import Assessment
from tests.acts.assessment.assessed import record, today, waiting_case
from tests.world import World


def test_one_holds_to_the_end_of_its_last_day(world: World) -> None:
    kept = record(waiting_case(world), world.mira, expires_on=today() + timedelta(days=2))

    held = [Assessment.objects.holding(on=today() + timedelta(days=days)).count() for days in (0, 2, 3)]

    assert (held, str(kept.kind)) == ([1, 1, 0], "classification")


def test_what_was_found_before_the_newest_holds_no_more(world: World) -> None:
    case = waiting_case(world)
    record(case, world.mira)
    record(case, world.mira, expires_on=today() + timedelta(days=2))

    held = [Assessment.objects.holding(on=today() + timedelta(days=days)).count() for days in (2, 3)]

    assert (held, Assessment.objects.unlapsed().count()) == ([1, 0], 1)


@pytest.mark.parametrize("change", [{"result": "changed"}, {"findings": "Otherwise."}, {"expires_on": None}])
def test_nobody_edits_what_was_found(world: World, change: dict[str, object]) -> None:
    record(waiting_case(world), world.mira)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Assessment.objects.update(**change)
