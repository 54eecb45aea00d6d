"""A mixed co-operation: a loan whose advance opens deliveries, a stage with a gate, and customs that obeys both.

And a joint venture whose output our own forces get first: held against its project, split into pieces, bound by conditions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.requests import drafting, submission
from licensing.choices import MilestoneKind
from licensing.errors import BelowOwnShare, Incomplete, MilestoneNotMet
from licensing.models import Case, Country, Event
from licensing.models.requests.composition import read_filed_document
from licensing.models.requests.schedules import build_schedules, write_schedule
from licensing.policy.licences.terms import propose_conditions
from tests.acts.licences.conditions.test_milestones import record
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.milestones import ASSEMBLY, LOAN, PAID, TERMS, VENTURE, issue_waiting_licence, plan_delivery
from tests.ventures import split
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


def _give(own: int, partner: int, third: int) -> dict[str, Any]:
    made = {"unit": "NAR", "planned_output": [{"year": 2031, "quantity": "101"}]}
    venture = VENTURE | made | {"output_split": split(own, partner, third), "third_countries": [{"country": "MA"}]}
    return {"terms": TERMS | {"joint_venture": venture}}


def test_a_joint_venture_gives_our_own_forces_what_its_project_names(world: World) -> None:
    project = approved(world, own_share=Decimal(80))

    # Parts that are no whole are refused where they stand.
    draft = world.ready(cooperation_form="mixed", **_give(60, 35, 4))
    with pytest.raises(Incomplete) as refused:
        submission.submit_case(draft, world.paula, declared=True)
    assert "terms.joint_venture.output_split" in {gap.path for gap in refused.value.gaps}
    drafting.edit_case(draft, world.paula, _give(60, 35, 5))
    case = submission.submit_case(Case.objects.get(pk=draft.pk), world.paula, declared=True)
    case = submission.accept_case(case, world.otto)

    # As soon as it fills the project it goes no further: neither when it comes back as it was, nor to a grant.
    fill_project(project, world.rhea, reference=str(case.reference))
    assert "below_own_share" in {one.code for one in list_obstacles(Case.objects.get(pk=case.pk), at=now())}
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="Our own forces get less than was agreed.")
    submission.submit_case(Case.objects.get(pk=case.pk), world.paula, declared=True)
    with pytest.raises(BelowOwnShare):
        submission.accept_case(case, world.otto)
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="Still less than was agreed.")
    drafting.edit_case(Case.objects.get(pk=case.pk), world.paula, _give(80, 15, 5))
    submission.submit_case(Case.objects.get(pk=case.pk), world.paula, declared=True)
    case = submission.accept_case(case, world.otto)

    # Whole pieces, our own forces rounded up; and the conditions that bind it.
    filed = read_filed_document(case) or {}
    output = build_schedules(filed).output
    assert output is not None
    assert [int(one) for one in (output.total.own_forces, output.total.partner, output.total.third_countries)] == [81, 15, 5]
    assert write_schedule(filed, "output") is not None
    called_for = {one.code: dict(one.parameters) for one in propose_conditions(filed["terms"])}
    assert called_for["P28"] == {"percent": "80", "months": 12}
    assert {"P14", "P15"} <= called_for.keys()

    # A third country is a destination as any other.
    with by_hand():
        Country.objects.filter(pk="MA").update(tier="excluded")
    [excluded] = [one for one in list_obstacles(case, at=now()) if one.code == "excluded_destination"]
    assert excluded.data == {"country": "MA", "role": "third"}
