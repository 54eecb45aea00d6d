"""What deliveries wait for by the terms and the schedule, and which quantity that keeps from leaving."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import MilestoneKind
from licensing.policy.licences.milestones import LineDraw, find_unmet, list_milestones

PAID, SIGNED, STAGE = ("milestone", "Paid"), ("milestone", "Signed"), ("stage", "Assembly")
FINANCING = {
    "milestones": [
        {"title": "Paid", "opens": "deliveries"},
        {"title": "Signed", "opens": "money"},
        {"title": "", "opens": "deliveries"},
    ]
}
VENTURE = {"stages": [{"title": "Assembly", "gate": "Fifty shown"}, {"title": "Painting", "gate": "None"}]}


def deliver(item: int, quantity: str, month: int = 1, **waits: str) -> dict[str, Any]:
    return {"item": item, "first_on": f"2027-{month:02}-01", "last_on": "2027-12-31", "quantity": quantity} | waits


def write(*deliveries: dict[str, Any]) -> dict[str, Any]:
    return {"deliveries": list(deliveries), "terms": {"financing": FINANCING, "joint_venture": VENTURE}}


def draw(item: int | None, quantity: str, *, cleared: str = "0", authorised: str = "40") -> LineDraw:
    return LineDraw(item, Decimal(authorised), Decimal(cleared), Decimal(quantity))


@pytest.mark.parametrize(
    ("document", "waited"),
    [
        ({}, []),
        ({"terms": None, "deliveries": "x"}, []),
        (write(), [(*PAID, True)]),
        (write(deliver(1, "1", milestone="Paid")), [(*PAID, False)]),
        (write(deliver(1, "1", milestone="Signed")), [(*PAID, True), (*SIGNED, False)]),
        (write(deliver(1, "1", stage="Assembly")), [(*PAID, True), (*STAGE, False)]),
    ],
)
def test_a_milestone_binds_who_names_it_and_all_where_nobody_does(document: Any, waited: list[tuple[str, str, bool]]) -> None:
    assert [(*one.key, one.for_all) for one in list_milestones(document)] == waited


SCHEDULE = write(
    deliver(1, "10"), deliver(1, "20", 4, milestone="Paid"), deliver(1, "10", 8, stage="Assembly"), deliver(2, "4")
)


@pytest.mark.parametrize(
    ("met", "asked", "held"),
    [
        ([], draw(1, "10"), []),
        ([], draw(1, "11"), [PAID, STAGE]),
        ([], draw(1, "1", cleared="10"), [PAID, STAGE]),
        ([PAID], draw(1, "30"), []),
        ([PAID], draw(1, "30.001"), [STAGE]),
        ([STAGE], draw(1, "20"), []),
        ([PAID, STAGE], draw(1, "40"), []),
        # The first deliveries are granted: of thirty the last ten are not, and what goes beyond the schedule waits for nothing.
        ([], draw(1, "11", authorised="30"), [PAID]),
        ([], draw(1, "15", authorised="45"), []),
        ([], draw(1, "16", authorised="45"), [PAID, STAGE]),
        ([], draw(2, "4"), []),
        ([], draw(3, "1"), []),
        ([], None, [PAID, STAGE]),
    ],
)
def test_only_what_waits_is_kept_back(met: list[tuple[str, str]], asked: LineDraw | None, held: list[tuple[str, str]]) -> None:
    assert [one.key for one in find_unmet(SCHEDULE, met, asked)] == held


def test_what_no_delivery_names_keeps_everything_back() -> None:
    assert [one.key for one in find_unmet(write(), [], draw(2, "1"))] == [PAID]
    assert find_unmet(write(), [PAID], draw(2, "1")) == []


def test_a_stage_says_what_must_have_been_shown() -> None:
    paid, stage = find_unmet(write(deliver(1, "1", stage="Assembly")), [])

    assert (paid.kind, stage.kind) == (MilestoneKind.MILESTONE, MilestoneKind.STAGE)
    assert str(paid.describe()) == "Deliveries wait for the milestone “Paid”, which is not met."
    assert str(stage.describe()).endswith("“Assembly” wait for its gate, which is not met: Fifty shown")
