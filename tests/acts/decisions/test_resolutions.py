"""What a resolution says of a case: wrong details named by place, conditions merged."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government, sittings
from licensing.acts.decisions.resolutions import list_proposed_conditions
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, PositionChoice
from licensing.errors import Invalid
from licensing.models import Case, Decision
from tests.acts.decisions.cabinet import call_cabinet
from tests.acts.signoff.cases import reload_case, with_conditions
from tests.world import World, approve, resolution


def paths(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [gap.path for gap in refused.value.gaps]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": " "}, ["resolution_no"]),
        ({"on": to_local_day(now()) + timedelta(days=2)}, ["resolution_on"]),
        ({"on": date(1999, 1, 4)}, ["resolution_on"]),
        ({"quantities": {1: Decimal(41)}}, ["quantities.1"]),
        ({"quantities": {1: Decimal(-1)}}, ["quantities.1", "reasons"]),
        ({"quantities": {1: Decimal("1.5")}}, ["quantities.1", "reasons"]),
        ({"quantities": {9: Decimal(1)}}, ["quantities.9"]),
        ({"quantities": {1: Decimal(0), 2: Decimal(0)}, "reasons": "None left."}, ["quantities"]),
        ({"quantities": {1: Decimal(7)}}, ["reasons"]),
        ({"valid_until": to_local_day(now())}, ["valid_until"]),
        ({"valid_until": to_local_day(now()) + timedelta(days=9_999)}, ["valid_until"]),
        ({"conditions": [{"code": "P99"}]}, ["conditions.0.code"]),
    ],
)
def test_a_grant_that_makes_no_sense_is_refused_where_it_is_wrong(
    world: World, changes: dict[str, Any], expected: list[str]
) -> None:
    case = world.before_government()

    with pytest.raises(Invalid) as refused:
        government.grant_case(case, world.dora, resolution(**changes))

    assert paths(refused) == expected
    assert Case.objects.get(pk=case.pk).state == "government_decision"
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("grounds", "expected"), [([], ["grounds"]), (["R01", "R99"], ["grounds.1"])])
def test_a_refusal_names_grounds_that_exist(world: World, grounds: list[str], expected: list[str]) -> None:
    case = world.before_government()

    with pytest.raises(Invalid) as refused:
        government.refuse_case(case, world.dora, resolution(grounds=grounds))

    assert paths(refused) == expected
    assert Case.objects.get(pk=case.pk).state == "government_decision"


def test_conditions_are_merged_and_keep_their_authors(world: World) -> None:
    case = world.with_need()
    delivery = {"code": "P03", "parameters": {"days": 90}}
    positions.sign_case(case, world.rhea, with_conditions(delivery, {"text": "Training in Ukraine only."}), version=1)
    positions.sign_case(case, world.greta, with_conditions(delivery), version=1)
    positions.sign_case(case, world.mira, with_conditions({"code": "P03", "parameters": {"days": 30}}), version=1)

    merged = list_proposed_conditions(reload_case(case))

    assert [(one["code"], one["authors"], one["conflict"]) for one in merged] == [
        ("P03", ["MOD", "GS"], True),
        ("", ["MOD"], False),
        ("P03", ["MFA"], True),
    ]


def test_a_decision_with_one_duty_and_two_figures_is_refused(world: World) -> None:
    both = [{"code": "P03", "parameters": {"days": days}} for days in (60, 90)]

    with pytest.raises(Invalid) as refused:
        government.grant_case(world.before_government(), world.dora, resolution(conditions=both))

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("conflict", "conditions")]


@pytest.mark.walk
def test_the_number_of_a_resolution_belongs_to_one_day_of_its_year(world: World) -> None:
    first, second, third = (world.before_government(title=f"Request {number}") for number in range(3))
    later = timezone.now() + timedelta(days=1)
    government.grant_case(first, world.dora, resolution(number="12-r"))
    government.grant_case(second, world.dora, resolution(number="12-r"))

    with at_time(later), pytest.raises(Invalid) as refused:
        government.grant_case(third, world.dora, resolution(number="12-r"))

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("taken", "resolution_no")]


def test_a_sitting_before_the_file_was_complete_cannot_decide_it(world: World) -> None:
    case, cabinet = world.before_government(), call_cabinet(world)
    type(cabinet).objects.filter(pk=cabinet.pk).update(held_on=to_local_day(now()) - timedelta(days=3))

    with pytest.raises(Invalid) as refused:
        sittings.put_on_agenda(cabinet, world.dora, case, outcome=DecisionOutcome.GRANT)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("invalid", "sitting")]


def test_contradicting_conditions_are_settled_by_the_decider(world: World) -> None:
    case = world.with_need()
    for member, days in ((world.rhea, 90), (world.mira, 30)):
        view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P03", "parameters": {"days": days}}])
        positions.sign_case(case, member, view, version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    with pytest.raises(Invalid) as refused:
        government.grant_case(reload_case(case), world.dora, resolution())
    made = government.grant_case(
        reload_case(case), world.dora, resolution(conditions=[{"code": "P03", "parameters": {"days": 60}}])
    )

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("conflict", "conditions")]
    assert [one["parameters"] for one in made.conditions] == [{"days": 60}]


@pytest.mark.parametrize(
    ("details", "path"),
    [
        ({"quantities": {"one": "2"}}, "quantities.one"),
        ({"valid_until": "soon"}, "valid_until"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_details_that_cannot_be_read_are_refused_on_the_agenda(world: World, details: dict[str, object], path: str) -> None:
    sitting = call_cabinet(world)

    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT, details=details)

    assert [gap.path for gap in refusal.value.gaps] == [path]
