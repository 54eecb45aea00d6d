"""A procedure as data: its versions, its seats, and that it is frozen once published."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from licensing.models import Procedure, Seat, Stage
from tests.models.raw_sql import execute
from tests.world import World


def test_a_published_procedure_does_not_change(world: World) -> None:
    stage = world.stages[0]

    for change in (
        "UPDATE licensing_stage SET term_amount = 1 WHERE id = %s",
        "DELETE FROM licensing_seat WHERE stage_id = %s",
        "UPDATE licensing_procedure SET term_amount = 1 WHERE id = (SELECT procedure_id FROM licensing_stage WHERE id = %s)",
    ):
        with pytest.raises(DatabaseError, match="published procedure never changes"):
            execute(change, stage.pk)
    with pytest.raises(DatabaseError, match="published procedure never changes"), transaction.atomic():
        Stage.objects.create(procedure=stage.procedure, number=9, code="late", names={"en": "Late"}, rule={}, term_amount=1)


def test_nothing_leaves_or_joins_a_published_procedure(world: World) -> None:
    published = world.stages[0]
    draft = Procedure.objects.create(
        code="drafty", version=1, names={"en": "Draft"}, valid_from=date(2024, 1, 1), calendar_id="UA", term_amount=5
    )
    own = Stage.objects.create(procedure=draft, number=1, code="own", names={"en": "Own"}, rule={}, term_amount=1)
    own_seat = Seat.objects.create(stage=own, body_id="GS", number=1)

    for change, values in (
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (draft.pk, published.pk)),
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (published.procedure_id, own.pk)),
        ("UPDATE licensing_seat SET stage_id = %s WHERE stage_id = %s AND body_id = 'MOD'", (own.pk, published.pk)),
        ("UPDATE licensing_seat SET stage_id = %s, body_id = 'ECON' WHERE id = %s", (published.pk, own_seat.pk)),
    ):
        with pytest.raises(DatabaseError, match="published procedure never changes"):
            execute(change, *values)
    execute("UPDATE licensing_seat SET weight = 2 WHERE id = %s", own_seat.pk)
    execute("DELETE FROM licensing_seat WHERE id = %s", own_seat.pk)
