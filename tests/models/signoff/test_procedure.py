"""A procedure as data: its versions, its seats, and that it is frozen once published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from licensing.models import Procedure, RoutingRow, Seat, Stage
from tests.by_hand import cover
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
    cover()

    for change, values in (
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (draft.pk, published.pk)),
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (published.procedure_id, own.pk)),
        ("UPDATE licensing_seat SET stage_id = %s WHERE stage_id = %s AND body_id = 'MOD'", (own.pk, published.pk)),
        ("UPDATE licensing_seat SET stage_id = %s, body_id = 'ECON' WHERE id = %s", (published.pk, own_seat.pk)),
    ):
        with pytest.raises(DatabaseError, match="published procedure never changes"):
            execute(change, *values)
    Seat.objects.filter(pk=own_seat.pk).update(weight=2)
    own_seat.delete()


def test_the_newest_published_version_of_a_day_is_in_force(db: None) -> None:
    def write(version: int, valid_from: date, *, published: bool = True) -> Procedure:
        return Procedure.objects.create(
            code="lane",
            version=version,
            names={"en": "Lane"},
            valid_from=valid_from,
            published_at=timezone.now() if published else None,
            calendar_id="UA",
            term_amount=5,
        )

    day = date(2026, 5, 4)
    first, second = write(1, day - timedelta(days=9)), write(2, day)
    write(3, day + timedelta(days=1))
    write(4, day, published=False)

    assert list(Procedure.objects.in_force("lane", on=day)) == [second, first]
    assert list(Procedure.objects.in_force("lane", on=day - timedelta(days=1))) == [first]


def test_the_terms_of_a_seat_are_all_but_its_stage_and_body() -> None:
    seat = Seat(stage_id=1, body_id="GS", number=2, explicit=True, depends_on=["items"])

    terms = seat.as_terms()

    columns = {field.name for field in Seat._meta.concrete_fields}
    assert columns - terms.keys() == {"id", "stage", "body"}
    assert (terms["number"], terms["explicit"], terms["depends_on"]) == (2, True, ["items"])


def test_a_routing_row_is_given_to_policy_with_its_reason() -> None:
    row = RoutingRow(code="large", procedure_code="lane", extra_seats=["NSDC"], reasons={"en": "Large values"})

    policy = row.as_policy()

    assert (policy.code, policy.procedure, policy.extra_seats, str(policy.title)) == (
        "large",
        "lane",
        ("NSDC",),
        "Large values",
    )
