"""The gate of a licence as it is read from its rows: caps by value and family look at the goods of the request."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import suspend_licence
from licensing.models import Licence
from licensing.models.read_models.licences.gate import calculate_leaving_now, load_gate
from tests.conditions import TEN_IN_SIX_MONTHS, issue_bound_licence
from tests.world import World, clearance

WORTH = {"code": "P27", "parameters": {"amount": "250000", "currency": "EUR", "months": 12}}
EACH_LINE = {"code": "P25", "parameters": {"quantity": "3", "months": 12}}


def leaving(licence: Licence) -> list[Decimal]:
    licence = Licence.objects.get(pk=licence.pk)
    gate = load_gate(licence, at=now())
    return [calculate_leaving_now(licence, gate, line) for line in licence.lines.select_related("unit").order_by("number")]


def test_a_cap_on_value_counts_the_prices_of_the_request(world: World) -> None:
    licence = issue_bound_licence(world, WORTH)
    assert leaving(licence) == [3, 4]

    ledger.draw_down_licence(licence, world.cus, clearance("m1", 2))

    assert leaving(licence) == [1, 3]


def test_each_line_has_a_cap_of_its_own(world: World) -> None:
    licence = issue_bound_licence(world, EACH_LINE)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 2))

    assert leaving(licence) == [1, 3]


@pytest.mark.walk
def test_without_rules_all_that_is_left_may_leave_and_nothing_while_suspended(world: World) -> None:
    free, capped = world.licence(), issue_bound_licence(world, TEN_IN_SIX_MONTHS, title="Capped")
    assert (load_gate(free, at=now()), leaving(free), leaving(capped)) == (None, [40, 4], [10, 4])

    suspend_licence(free, world.otto, reason="Urgent need.")

    assert leaving(free) == [0, 0]
