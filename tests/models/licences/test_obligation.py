"""A day by which a condition must be met: its state follows from what was filed and what was found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import DutyState
from licensing.models import ConditionDuty, LicenceCondition
from tests.world import World

AT = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, DutyState.OPEN),
        ({"filed_at": AT}, DutyState.FILED),
        ({"filed_at": AT, "met_at": AT}, DutyState.MET),
        ({"filed_at": AT, "ceased_at": AT}, DutyState.CEASED),
    ],
)
def test_the_state_of_a_duty_follows_from_its_moments(facts: dict[str, Any], state: DutyState) -> None:
    assert ConditionDuty(**facts).state == state


@pytest.fixture
def condition(world: World) -> LicenceCondition:
    return LicenceCondition.objects.create(licence=world.licence(), number=9, texts={"en": "Prove delivery."})


def test_a_duty_is_met_only_by_what_was_filed(condition: LicenceCondition) -> None:
    duty = ConditionDuty.objects.create(condition=condition, due_on=date(2026, 9, 1))

    with pytest.raises(IntegrityError, match="duty_is_met_by_what_was_filed"), transaction.atomic():
        ConditionDuty.objects.filter(pk=duty.pk).update(met_at=AT)
    assert list(ConditionDuty.objects.unmet()) == [duty]


def test_a_condition_is_due_once_on_a_day(condition: LicenceCondition) -> None:
    ConditionDuty.objects.create(condition=condition, due_on=date(2026, 9, 1))

    # Without a delivery `after` is null, and two nulls count as the same.
    with pytest.raises(IntegrityError, match="duty_once_per_day"), transaction.atomic():
        ConditionDuty.objects.create(condition=condition, due_on=date(2026, 9, 1))
    ConditionDuty.objects.create(condition=condition, due_on=date(2026, 9, 2))
