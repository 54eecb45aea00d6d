"""The database keeps one consequence of a condition and day, and asks for a name and a reason where it was lifted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.choices import Consequence
from licensing.models import DutyConsequence
from tests.conditions import issue_overdue_licence
from tests.world import World


@pytest.mark.walk
@pytest.mark.parametrize(
    ("changes", "law"),
    [
        ({"ended_as": "met"}, "ended_consequence_says_why"),
        ({"ended_at": timezone.now()}, "ended_consequence_says_why"),
        ({"ended_at": timezone.now(), "ended_as": "lifted"}, "consequence_is_lifted_by_name"),
        ({"suspends": True}, "only_suspension_suspends"),
    ],
)
def test_a_consequence_that_cannot_be_is_refused(world: World, changes: dict[str, Any], law: str) -> None:
    issue_overdue_licence(world)

    with pytest.raises(IntegrityError, match=law), transaction.atomic():
        DutyConsequence.objects.update(**changes)


@pytest.mark.walk
def test_a_condition_has_one_consequence_at_a_time(world: World) -> None:
    issue_overdue_licence(world)
    made = DutyConsequence.objects.get()

    with pytest.raises(IntegrityError, match="one_consequence_of_a_duty"), transaction.atomic():
        DutyConsequence.objects.create(duty=made.duty, kind=Consequence.WARN, began_at=timezone.now())
    assert str(made) == f"bar: {made.duty_id}"
