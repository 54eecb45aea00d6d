"""A23: a balance is exact in whatever order it is drawn, and the unit of a licence stays."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from licensing.acts.licences.ledger import draw_down_licence
from licensing.models import LicenceLine
from tests.api.calling import Caller, code_of
from tests.world import REQUEST, World, clearance

PARTS = ["0.1", "0.2", "0.3", "0.001", "12.399", "27"]


@pytest.mark.parametrize("seed", range(4))
def test_the_sum_is_the_same_in_any_order_and_leaves_nothing(world: World, seed: int) -> None:
    items = [REQUEST["items"][0] | {"unit": "KGM"}]
    licence = world.licence(items=items)
    order = random.Random(seed).sample(PARTS, len(PARTS))

    for number, part in enumerate(order):
        draw_down_licence(licence, world.cus, clearance(f"m{number}", part))

    line = LicenceLine.objects.get(licence=licence)
    licence.refresh_from_db()
    assert (line.used, line.left, licence.state) == (Decimal("40.000"), Decimal("0.000"), "exhausted")


@pytest.mark.parametrize("field", ["authorised", "used", "left_after", "factor"])
def test_no_message_of_customs_changes_what_is_counted(world: World, field: str) -> None:
    licence = world.licence()
    body = {"message_id": "m1", "line": 1, "quantity": "1", "declaration_no": "D-1", field: "KGM"}

    refused = Caller(world.cus).post(f"licences/{licence.pk}/usages/", body)

    line = LicenceLine.objects.get(licence=licence, number=1)
    assert (code_of(refused), line.used, line.unit_id) == ((400, "invalid"), 0, "NAR")


def test_another_unit_is_converted_exactly_or_refused_and_never_changes_the_line(world: World) -> None:
    licence = world.licence()
    body = {"message_id": "m1", "line": 1, "quantity": "1", "declaration_no": "D-1", "unit": "KGM"}

    refused = Caller(world.cus).post(f"licences/{licence.pk}/usages/", body)

    line = LicenceLine.objects.get(licence=licence, number=1)
    assert (code_of(refused), line.used, line.unit_id) == ((422, "unit_mismatch"), 0, "NAR")


@pytest.mark.parametrize(
    "quantity", ["NaN", "Infinity", "1e400", "-1", "0", "0.0001", "1e-9", "٣", "1,5", "0x10", 1.5, True, None]
)
def test_a_quantity_that_is_no_exact_number_is_not_drawn(world: World, quantity: object) -> None:
    licence = world.licence()
    body = {"message_id": "m1", "line": 1, "quantity": quantity, "declaration_no": "D-1"}

    refused = Caller(world.cus).post(f"licences/{licence.pk}/usages/", body)

    assert (code_of(refused), LicenceLine.objects.get(licence=licence, number=1).used) == ((400, "invalid"), 0)
