"""A mixed co-operation: a loan whose advance opens deliveries, a stage with a gate, and customs that obeys both."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import MilestoneKind
from licensing.errors import MilestoneNotMet
from licensing.models import Case, Event
from licensing.models.requests.composition import read_filed_document
from licensing.models.requests.schedules import build_schedules, write_schedule
from tests.acts.licences.conditions.test_milestones import record
from tests.milestones import ASSEMBLY, LOAN, PAID, TERMS, VENTURE, issue_waiting_licence, plan_delivery
from tests.world import World, clearance


def test_deliveries_wait_for_the_advance_and_for_the_gate_of_their_stage(world: World) -> None:
    deliveries = [plan_delivery(1, "10"), plan_delivery(1, "20", milestone=PAID), plan_delivery(1, "10", stage=ASSEMBLY)]
    terms = TERMS | {"financing": LOAN | {"start_on": "2031-01-01", "repayment": "linear"}, "joint_venture": VENTURE}
    licence = issue_waiting_licence(world, cooperation_form="mixed", terms=terms, deliveries=deliveries)

    # The schedule of the loan is computed from what was filed, shown, and exported.
    filed = read_filed_document(licence.case) or {}
    loan = build_schedules(filed).loan
    assert loan is not None
    assert sum(one.principal for one in loan.schedule.instalments) == 1_000_000
    assert write_schedule(filed, "loan") is not None

    # What waits for nothing leaves; the rest of the item is told, at the gate and on the page of the case, what it waits for.
    draw_down_licence(licence, world.cus, clearance("m1", 10))
    with pytest.raises(MilestoneNotMet):
        draw_down_licence(licence, world.cus, clearance("m2", 1))
    told = [one.data["milestone"] for one in list_obstacles(Case.objects.get(pk=licence.case_id), at=now())]
    assert told == [PAID, ASSEMBLY]

    # The advance opens its own delivery and not that of the stage, until the gate is met, too.
    record(licence, world.otto)
    draw_down_licence(licence, world.cus, clearance("m3", 20))
    with pytest.raises(MilestoneNotMet) as refused:
        draw_down_licence(licence, world.cus, clearance("m4", 10))
    assert "Fifty assembled under supervision" in str(refused.value.sentence)
    record(licence, world.otto, kind=MilestoneKind.STAGE, title=ASSEMBLY, evidence="Protocol 12 of the inspection.")
    draw_down_licence(licence, world.cus, clearance("m4", 10))

    assert licence.lines.get(number=1).used == 40
    assert Event.objects.filter(kind="milestone.met", licence=licence).count() == 2
