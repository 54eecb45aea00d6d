"""Records on conditions are only added to, and each is corrected or voided once."""

from __future__ import annotations

import pytest
from django.db import Error, transaction

from licensing.models import ConditionRecord, VoidedRecord
from tests.conditions import VERIFIED, issue_bound_licence, record, verification
from tests.world import World


def test_a_record_is_never_written_again(world: World) -> None:
    made = record(world, issue_bound_licence(world, VERIFIED), 1, verification())

    for change in (
        lambda: ConditionRecord.objects.filter(pk=made.pk).update(person="Another"),
        lambda: ConditionRecord.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            change()
    assert (made.is_in_effect, VoidedRecord.objects.exists()) == (True, False)


def test_a_quantity_is_of_a_line(world: World) -> None:
    made = record(world, issue_bound_licence(world, VERIFIED), 1, verification())
    made.pk, made.quantity = None, 3

    with pytest.raises(Error, match="record_covers_a_quantity_of_a_line"), transaction.atomic():
        made.save(force_insert=True)
