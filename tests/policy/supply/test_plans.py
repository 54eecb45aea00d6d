"""A supply plan that cannot be is refused for what is wrong with it; the record knows it by a digest that tells no figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import NeedVerdict
from licensing.policy.supply.plans import PlanInput, PlannedPeriod, compute_plan_digest, find_plan_gaps

TODAY = date(2026, 4, 10)


def period(first_on: str, last_on: str, planned: int = 300, confirmed: int = 300, allocation: int = 250) -> PlannedPeriod:
    amounts = (Decimal(one) for one in (planned, confirmed, allocation))
    return PlannedPeriod(date.fromisoformat(first_on), date.fromisoformat(last_on), *amounts)


FIRST, SECOND = period("2026-04-01", "2026-06-30"), period("2026-07-01", "2026-09-30")
PLAN = PlanInput(TODAY, Decimal(400), Decimal(200), periods=(FIRST, SECOND))
DOCUMENT = PlanInput(TODAY, verdict=NeedVerdict.LIMITED, document_no="GS-17/1")


def find(plan: PlanInput, **more: Any) -> list[tuple[str, str]]:
    asked = {"decimals": 0, "today": TODAY, "newest_on": None, "has_quota": False} | more
    return [(gap.code, gap.path) for gap in find_plan_gaps(plan, **asked)]


@pytest.mark.parametrize("plan", [PLAN, DOCUMENT, replace(PLAN, periods=(FIRST,))])
def test_a_good_plan_has_no_gaps(plan: PlanInput) -> None:
    assert find(plan) == []


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({"periods": ()}, [("required", "periods")]),
        ({"periods": (FIRST, period("2026-07-02", "2026-09-30"))}, [("gap", "periods.1.first_on")]),
        ({"periods": (FIRST, period("2026-06-30", "2026-09-30"))}, [("overlap", "periods.1.first_on")]),
        ({"periods": (SECOND, FIRST)}, [("overlap", "periods.1.first_on")]),
        ({"periods": (period("2026-04-30", "2026-04-01"),)}, [("invalid", "periods.0.last_on"), ("invalid", "periods")]),
        ({"periods": (period("2026-04-01", "2026-06-30", planned=-1),)}, [("invalid", "periods.0.planned")]),
        ({"periods": (period("2026-01-01", "2026-03-31"),)}, [("invalid", "periods")]),
        ({"opening_stock": Decimal(-1)}, [("invalid", "opening_stock")]),
        ({"opening_stock": Decimal("0.5")}, [("invalid", "opening_stock")]),
        ({"reserve_floor": None}, [("required", "reserve_floor")]),
        ({"reserve_floor": Decimal(10) ** 15}, [("invalid", "reserve_floor")]),
        ({"domestic_orders": Decimal(-1)}, [("invalid", "domestic_orders")]),
        ({"data_on": date(2026, 4, 11)}, [("invalid", "data_on")]),
        ({"verdict": NeedVerdict.SUFFICIENT}, [("invalid", "verdict"), ("required", "document_no")]),
        ({"document_no": "7"}, [("invalid", "verdict"), ("required", "verdict")]),
    ],
)
def test_what_a_plan_cannot_say_is_named(changes: dict[str, Any], gaps: list[tuple[str, str]]) -> None:
    assert find(replace(PLAN, **changes)) == gaps


def test_older_data_and_a_quota_without_orders_are_refused() -> None:
    assert find(PLAN, newest_on=date(2026, 4, 11)) == [("superseded", "data_on")]
    assert find(PLAN, newest_on=TODAY) == []
    assert find(PLAN, has_quota=True) == [("required", "domestic_orders")]


def test_the_digest_hangs_on_every_figure_and_cannot_be_found_by_trying() -> None:
    told = {"family": "uav", "number": 1, "nonce": "n"}
    digests = [
        compute_plan_digest(one, **told)
        for one in (PLAN, replace(PLAN, opening_stock=Decimal(401)), replace(PLAN, periods=(FIRST,)), DOCUMENT)
    ]

    assert len({*digests, compute_plan_digest(PLAN, **told | {"nonce": "m"})}) == 5
    assert compute_plan_digest(replace(PLAN, opening_stock=Decimal("400.000")), **told) == digests[0]
