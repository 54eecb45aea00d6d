"""At the gate a year of a framework or a project holds: what is of a later year leaves early only where there is room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.licences.ledger import draw_down_licence, report_clearance
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.record.verification import verify_record
from licensing.acts.requests.submission import accept_case
from licensing.choices import ClearanceRefusal, Step
from licensing.errors import BeforeItsYear, BeyondParent
from licensing.models import Case, Licence, ParentAuthorisation, ParentCeiling, Project, User
from licensing.models.read_models.licences.licence import read_licence
from licensing.models.read_models.reader import load_reader
from licensing.policy.licences.clearance import AskedClearance, Refusal
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.interests import YEAR
from tests.parents import balance, grant_contract, grant_framework, measure_year, yearly
from tests.scenes import scene
from tests.world import World, clearance, resolution


@scene
def issue_by_year(world: World, *, binding: bool = True) -> Licence:
    """A licence for 40 UAVs under a project: 15 of them in the next year, in which it gives 30, and 25 in the year after."""
    years = {"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}}
    project = approved(world, years=years, binding=binding)
    days = {"15": f"{YEAR + 1}-03-01", "25": f"{YEAR + 2}-03-01"}
    rows = [{"item": 1, "first_on": day, "last_on": day, "quantity": quantity} for quantity, day in days.items()]
    case = world.before_government(deliveries=rows)
    fill_project(Project.objects.get(pk=project.pk), world.rhea, reference=str(case.reference))
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, resolution(number="420-r"))
    return Licence.objects.get(case=case)


def at_year(year: int) -> datetime:
    return datetime(year, 1, 2, 12, tzinfo=UTC)


def read_leaving_now(licence: Licence, user: User) -> str:
    reader = load_reader(licence, user, at=now(), day=to_local_day(now()), language="en")
    return read_licence(licence, reader)["lines"][0]["leaving_now"]


@pytest.mark.walk
def test_in_a_year_without_room_goods_of_a_later_year_do_not_leave(world: World) -> None:
    licence = issue_by_year(world)
    with by_hand():
        ParentCeiling.objects.filter(year=YEAR + 1).update(quantity=18)

    with pytest.raises(BeforeItsYear) as nothing:
        draw_down_licence(licence, world.cus, clearance("m1", 1))
    with at_time(at_year(YEAR + 1)):
        # Fifteen are of this year, and three more have room in it; the holder is not told of room that others left.
        shown = [read_leaving_now(licence, user) for user in (world.cus, world.otto, world.paula)]
        with pytest.raises(BeforeItsYear) as some:
            draw_down_licence(licence, world.cus, clearance("m2", 19))
        draw_down_licence(licence, world.cus, clearance("m2", 18))
        with pytest.raises(BeforeItsYear):
            draw_down_licence(licence, world.cus, clearance("m3", 1))

    assert shown == ["18", "18", "15"]
    assert nothing.value.extra == {"first_on": f"{YEAR + 1}-01-01"}
    assert f"in year {YEAR} of" in str(nothing.value.sentence)
    assert f"in year {YEAR + 1} of" in str(some.value.sentence)
    assert "only 18 pieces of it may still leave" in str(some.value.sentence)


def test_the_holder_hears_neither_the_project_nor_a_figure(world: World) -> None:
    licence = issue_by_year(world)

    asked = ask_clearance(licence, AskedClearance(1, Decimal(5)), at=now(), for_holder=True)
    [told] = [one for one in list_obstacles(Case.objects.get(pk=licence.case_id), at=now()) if one.code == "before_its_year"]

    assert isinstance(asked, Refusal)
    assert (asked.code, asked.message) == (ClearanceRefusal.YEAR, told.for_applicant)
    assert str(asked.message) == (
        "Line 1: a part of these goods was granted for later years, and there is no room for it in this one. "
        f"The next of its years begins on 1 Jan {YEAR + 1}."
    )
    assert told.stops == {Step.DRAW_DOWN}


def test_what_has_left_early_is_kept_and_irregular_by_the_day_on_which_it_left(world: World) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="100", year=2)))
    with by_hand():
        ParentCeiling.objects.filter(authorisation__case=framework, year=1).update(quantity=0)

    early = report_clearance(licence, world.cus, clearance("m1", 5))

    assert early.late
    assert (measure_year(framework, 1), measure_year(framework, 2)) == (balance(used=5), balance(committed=95))


def test_an_indicative_project_holds_nothing_at_the_gate(world: World) -> None:
    licence = issue_by_year(world, binding=False)

    assert draw_down_licence(licence, world.cus, clearance("m1", 40)).quantity == 40


@pytest.mark.walk
def test_of_the_own_permit_of_a_contract_no_more_leaves_in_a_year_than_the_contract_takes(world: World) -> None:
    contract = grant_contract(world, quantity="800")
    licence = Licence.objects.get(case=contract)
    call_off = world.filed(title="Called off", **yearly(contract, quantity="250"))

    with pytest.raises(BeforeItsYear):
        draw_down_licence(licence, world.cus, clearance("m1", 501))
    draw_down_licence(licence, world.cus, clearance("m2", 500))
    with pytest.raises(BeforeItsYear):
        draw_down_licence(licence, world.cus, clearance("m3", 1))
    kept = [measure_year(contract, year) for year in (1, 2)]
    with pytest.raises(BeyondParent):
        accept_case(call_off, world.otto)
    # What the own permit does not deliver any more is there for others.
    revoke_licence(licence, world.decider(), reason="Diverted")
    accept_case(call_off, world.otto)

    assert kept == [balance(used=500), balance(committed=300)]
    assert [measure_year(contract, year) for year in (1, 2)] == [balance(used=500), balance(reserved=250)]
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_variation_takes_from_the_last_year_of_the_own_permit_first(world: World) -> None:
    contract = grant_contract(world, quantity="1200")
    licence = Licence.objects.get(case=contract)
    draw_down_licence(licence, world.cus, clearance("m1", 100))

    ask_variation(licence, world.paula, reason="Less is wanted.", quantities={1: Decimal(900)})
    grant_variation(licence, world.dora)

    assert [measure_year(contract, year) for year in (1, 2, 3)] == [
        balance(committed=400, used=100),
        balance(committed=400),
        balance(),
    ]
    assert verify_record().fault is None


def test_nothing_leaves_before_what_it_draws_on_begins(world: World) -> None:
    framework = grant_framework(world)
    licence, begins = world.licence(**yearly(framework, quantity="40", year=1)), to_local_day(now()) + timedelta(days=9)
    with by_hand():
        ParentAuthorisation.objects.filter(case=framework).update(starts_on=begins)

    with pytest.raises(BeforeItsYear) as refused:
        draw_down_licence(licence, world.cus, clearance("m1", 1))
    shown = read_leaving_now(licence, world.cus)
    # An hour more: where a clock goes back meanwhile, nine days end on the day before.
    with at_time(now() + timedelta(days=9, hours=1)):
        drawn = draw_down_licence(licence, world.cus, clearance("m1", 1))

    assert refused.value.extra == {"first_on": begins.isoformat()}
    assert f"before {framework.reference} begins" in str(refused.value.sentence)
    assert (shown, drawn.quantity) == ("0", 1)
