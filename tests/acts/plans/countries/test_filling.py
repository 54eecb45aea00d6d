"""Requests fill approved projects of their country and draw on them; each fills one, and only who may see it names it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.obstacles.listing import list_obstacles, list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.projects import edit_project, move_project, rank_project, read_draft
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.acts.signoff import positions
from licensing.choices import ClockKind, ProjectStatus, ProjectVerdict, Step
from licensing.errors import BeforeItsYear, BeyondParent, Incomplete, Invalid, WrongState
from licensing.models import Case, Event, Licence, ParentAuthorisation, Project
from licensing.models.plans.parents import load_shares
from licensing.policy.plans.parents import Balance, compute_status
from tests.acts.plans.countries.state import opened, proposed, sign_off
from tests.by_hand import by_hand
from tests.interests import YEAR
from tests.parents import balance, grant_framework, measure_project
from tests.scenes import scene
from tests.world import REQUEST, World, approve, clearance, resolution


@scene
def approved(world: World, country: str = "EE", quantity: int = 120, **changed: object) -> Project:
    """An approved project for UAVs of a plan for the country to which the requests of the tests are."""
    draft = {"volumes": [("uav", Decimal(quantity))], **changed}
    project = proposed(world, opened(world, country=country), **draft)
    project = rank_project(project, world.greta, priority=1, reason="Needed first.")
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    version = sign_off(world, submit_version(project.plan, world.rhea))
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=rulings)
    return Project.objects.get(pk=project.pk)


@pytest.mark.walk
def test_a_request_fills_one_project_until_it_is_taken_out(world: World) -> None:
    project, case = approved(world), world.accepted()

    fill_project(project, world.rhea, reference=f" {case.reference} ")
    assert (Event.objects.latest("number").data["case"], measure_project(project)) == (str(case.pk), balance(reserved=40))
    with pytest.raises(Invalid) as refused:
        fill_project(project, world.greta, reference=str(case.reference))
    assert refused.value.gaps[0].code == "twice"
    with pytest.raises(Invalid):
        take_case_out(case, world.greta, reason=" ")
    take_case_out(case, world.greta, reason="It is another sale.")

    assert (Case.objects.get(pk=case.pk).project, measure_project(project)) == (None, balance())
    assert not case.clocks.running().filter(kind=ClockKind.RESERVATION).exists()
    with pytest.raises(WrongState, match="already"):
        take_case_out(case, world.greta, reason="Again.")


@pytest.mark.walk
def test_a_request_that_fills_a_project_draws_on_it_from_its_acceptance_to_the_gate(world: World) -> None:
    project, case = approved(world), world.accepted()

    fill_project(project, world.rhea, reference=str(case.reference))
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="Put it right")
    assert measure_project(project) == balance()
    submission.submit_case(Case.objects.get(pk=case.pk), world.paula, declared=True)
    submission.accept_case(case, world.otto)
    assert measure_project(project) == balance(reserved=40)
    world.state_need(case)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=case.versions.count())
    case = Case.objects.get(pk=case.pk)
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(30)}, reasons="No more can be made."))
    assert measure_project(project) == balance(committed=30)
    licence = Licence.objects.get(case=case)
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 10))
    assert measure_project(project) == balance(committed=20, used=10)
    revoke_licence(licence, world.decider(), reason="Diverted")

    assert measure_project(project) == balance(used=10)


@pytest.mark.walk
def test_what_was_granted_before_it_was_named_is_taken_at_once_and_given_back_when_it_is_taken_out(world: World) -> None:
    project, case = approved(world), world.granted()
    ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m-1", 10))

    fill_project(project, world.rhea, reference=str(case.reference))
    assert measure_project(project) == balance(committed=30, used=10)
    take_case_out(case, world.rhea, reason="It is another sale.")

    assert measure_project(project) == balance()


@pytest.mark.walk
@pytest.mark.parametrize("end", ["refuse", "withdraw", "send_back"])
def test_what_comes_to_nothing_is_given_back(world: World, end: str) -> None:
    project, case = approved(world), world.before_government()
    fill_project(project, world.rhea, reference=str(case.reference))
    ways: dict[str, Callable[[], object]] = {
        "refuse": lambda: government.refuse_case(case, world.dora, resolution(grounds=["R02"], reasons="Needed here.")),
        "withdraw": lambda: submission.withdraw_case(case, world.paula, reason="Not wanted"),
        "send_back": lambda: submission.send_back_case(case, world.otto, grounds=["N01"], reason="Put it right"),
    }

    ways[end]()

    assert measure_project(project) == balance()


@pytest.mark.walk
@pytest.mark.parametrize("binding", [True, False])
def test_a_request_that_fills_a_project_goes_to_no_other_country(world: World, binding: bool) -> None:
    project, case = approved(world, binding=binding), world.accepted()
    fill_project(project, world.rhea, reference=str(case.reference))

    parties = [{**one, "country": "LV"} if one["country"] == "EE" else one for one in REQUEST["parties"]]
    route = [{**REQUEST["route"][0], "to_place": "Riga", "to_country": "LV"}]
    changed = {"partner_country": "LV", "parties": parties, "route": route}
    with pytest.raises(Incomplete) as refused:
        amend_case(Case.objects.get(pk=case.pk), world.paula, changed, reason="Sold on")

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("draw_other_country", "partner_country")]
    assert project.plan.code not in str(refused.value.gaps[0].sentence)
    assert measure_project(project) == balance(reserved=40)
    # One that was amended so before this was asked is granted nothing of it either.
    with by_hand():
        Case.objects.filter(pk=case.pk).update(partner_country="LV")
    moved = Case.objects.get(pk=case.pk)
    [told] = [one for one in list_obstacles(moved, at=now()) if one.code == "parent_unnamed"]
    stopped = [one.code for one in list_stopping(Situation(moved, now(), Step.GRANT, granted={1: Decimal(1)}))]
    assert (Step.AMEND in told.stops, "parent_unnamed" in stopped) == (True, True)


@pytest.mark.walk
def test_what_binds_stops_what_goes_beyond_it(world: World) -> None:
    project, first, second = approved(world, quantity=79), world.accepted(), world.accepted(title="Second")
    fill_project(project, world.rhea, reference=str(first.reference))

    with pytest.raises(Invalid) as refused:
        fill_project(project, world.rhea, reference=str(second.reference))
    assert "40 pieces are asked for, and 39 pieces are left" in str(refused.value.gaps[0].sentence)
    submission.withdraw_case(first, world.paula, reason="Not wanted")
    fill_project(project, world.rhea, reference=str(second.reference))

    assert measure_project(project) == balance(reserved=40)


@pytest.mark.walk
def test_what_is_indicative_only_tells(world: World) -> None:
    project, case = approved(world, quantity=10, binding=False), world.accepted()

    fill_project(project, world.rhea, reference=str(case.reference))

    [note] = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "parent_full"]
    assert (measure_project(project), note.is_note) == (balance(reserved=40), True)
    assert str(note.for_applicant).endswith("it fits in part.")
    assert project.plan.code not in str(note.for_applicant)


@pytest.mark.walk
def test_what_others_took_since_it_was_named_stops_the_acceptance_and_the_applicant_hears_one_word(world: World) -> None:
    project, late = approved(world, quantity=79), world.accepted(title="Late")
    fill_project(project, world.rhea, reference=str(late.reference))
    submission.send_back_case(late, world.otto, grounds=["N01"], reason="Put it right")
    submission.submit_case(Case.objects.get(pk=late.pk), world.paula, declared=True)
    fill_project(project, world.rhea, reference=str(world.accepted().reference))

    with pytest.raises(BeyondParent) as refused:
        submission.accept_case(late, world.otto)

    assert f"{project.plan.code}-1" in str(refused.value.sentence)
    assert Case.objects.get(pk=late.pk).state == "submitted"


def test_what_is_unseen_and_what_is_missing_answer_alike(world: World) -> None:
    project, unseen = approved(world), world.filed()

    sentences = []
    for reference in (str(unseen.reference), "SP/2020/000001"):
        with pytest.raises(Invalid) as refused:
            fill_project(project, world.rhea, reference=reference)
        sentences.append(refused.value.gaps[0].sentence)

    assert sentences[0] == sentences[1]


@pytest.mark.walk
def test_only_a_project_that_holds_is_filled_by_a_request_of_its_country_and_goods(world: World) -> None:
    case, framework = world.accepted(), grant_framework(world)
    elsewhere = approved(world, country="DK")
    missiles = approved(world, volumes=[("missiles", Decimal(5))])

    idea, codes = proposed(world, missiles.plan), []
    for project, one in ((elsewhere, case), (missiles, case), (missiles, framework)):
        with pytest.raises(Invalid) as refused:
            fill_project(project, world.rhea, reference=str(one.reference))
        codes.append(refused.value.gaps[0].code)
    with pytest.raises(WrongState, match="Only an approved project"):
        fill_project(idea, world.rhea, reference=str(case.reference))

    assert (codes, Case.objects.filter(project__isnull=False).exists()) == (["other_country", "other_goods", "drawn_on"], False)


def _given_by_year(world: World, **changed: object) -> Project:
    """An approved project for 120 UAVs: 30 of them next year, and 90 in the year after."""
    return approved(world, years={"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}}, **changed)


def _deliver(**quantities: int) -> list[dict[str, object]]:
    """The delivery schedule of the UAVs: `y1` is how many of them leave in the year after this one, and so on."""
    days = {name: f"{YEAR + int(name[1:])}-03-01" for name in quantities}
    return [
        {"item": 1, "first_on": days[name], "last_on": days[name], "quantity": str(one)} for name, one in quantities.items()
    ]


def _begin(year: int) -> datetime:
    return datetime(year, 1, 2, 12, tzinfo=UTC)


def _measure(project: Project) -> dict[int | None, Balance]:
    """What stands on the UAVs of a project, by year."""
    parent = ParentAuthorisation.objects.get(project=project)
    shares = load_shares(parent)
    return {row.year: compute_status(row.as_policy(), shares).volume for row in parent.ceilings.filter(line=1)}


@pytest.mark.walk
def test_a_request_is_held_against_the_ceiling_of_each_year_in_which_it_delivers(world: World) -> None:
    project = _given_by_year(world)
    fits, full = (
        world.accepted(deliveries=_deliver(y1=15, y2=25)),
        world.accepted(deliveries=_deliver(y1=16, y2=24), title="Full"),
    )

    fill_project(project, world.rhea, reference=str(fits.reference))
    with pytest.raises(Invalid) as refused:
        fill_project(project, world.rhea, reference=str(full.reference))

    assert _measure(project) == {None: balance(40), YEAR + 1: balance(15), YEAR + 2: balance(25)}
    # Of the whole 80 are left, and it asks for 40: the year alone refuses it.
    [gap] = refused.value.gaps
    assert (gap.code, str(gap.sentence).partition(", ")[2]) == (
        "project_full",
        f"line 1, year {YEAR + 1}: 16 pieces are asked for, and 15 pieces are left.",
    )
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(
    ("schedule", "code"), [([], "no_year"), (_deliver(y1=30, y3=10), "year_unknown"), (_deliver(y1=30, y2=10), "")]
)
def test_what_binds_by_year_asks_for_a_schedule_within_its_years(
    world: World, schedule: list[dict[str, object]], code: str
) -> None:
    project, case = _given_by_year(world), world.accepted(deliveries=schedule)

    found = []
    try:
        fill_project(project, world.rhea, reference=str(case.reference))
    except Invalid as refused:
        found = [gap.code for gap in refused.gaps]

    assert found == [code] * bool(code)


@pytest.mark.walk
def test_an_indicative_project_by_year_stops_nothing_and_tells_what_passes_it(world: World) -> None:
    project, case = _given_by_year(world, binding=False), world.accepted(deliveries=_deliver(y1=31, y3=9))

    fill_project(project, world.rhea, reference=str(case.reference))

    told = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "parent_full"]
    assert [(one.stops, f"year {YEAR + 1}: 31 pieces" in str(one.message)) for one in told] == [(frozenset(), True)]


@pytest.mark.walk
def test_a_value_by_year_holds_what_is_no_volume_too(world: World) -> None:
    values = {YEAR + 1: Decimal("4000000.00"), YEAR + 2: Decimal("5600000.00")}
    project = approved(world, value_years=values)
    case = world.accepted(deliveries=[*_deliver(y1=40), {**_deliver(y1=4)[0], "item": 2}])
    parent = ParentAuthorisation.objects.get(project=project)

    fill_project(project, world.rhea, reference=str(case.reference))

    shares = load_shares(parent)
    worth = {row.year: compute_status(row.as_policy(), shares).value.taken for row in parent.ceilings.filter(line=None)}
    assert worth == {None: Decimal(3_300_000), YEAR + 1: Decimal(3_300_000), YEAR + 2: Decimal(0)}


@pytest.mark.walk
def test_goods_leave_in_the_years_of_their_volume_also_where_the_value_falls_on_others(world: World) -> None:
    values = {YEAR: Decimal("1600000.00"), YEAR + 2: Decimal("8000000.00")}
    project = _given_by_year(world, value_years=values)
    case = world.accepted(deliveries=[*_deliver(y1=15, y2=25), {**_deliver(y2=4)[0], "item": 2}])

    fill_project(project, world.rhea, reference=str(case.reference))

    assert _measure(project) == {None: balance(40), YEAR + 1: balance(15), YEAR + 2: balance(25)}


@pytest.mark.walk
def test_what_is_granted_stands_on_its_years_and_what_leaves_early_on_the_year_in_which_it_leaves(world: World) -> None:
    project = _given_by_year(world)
    case = world.before_government(deliveries=_deliver(y1=15, y2=25))
    fill_project(project, world.rhea, reference=str(case.reference))

    granted = resolution(quantities={1: Decimal(30)}, reasons="No more can be made.")
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, granted)
    standing = [_measure(project)]
    licence = Licence.objects.get(case=case)
    with at_time(_begin(YEAR + 1)):
        ledger.draw_down_licence(licence, world.cus, clearance("m-1", 18))
        standing.append(_measure(project))
        assert verify_record().fault is None
        revoke_licence(licence, world.decider(), reason="Diverted")
    standing.append(_measure(project))

    # Three leave a year early, as there is room for them, and count where they leave.
    assert [(one[YEAR + 1], one[YEAR + 2]) for one in standing] == [
        (balance(committed=15), balance(committed=15)),
        (balance(used=18), balance(committed=12)),
        (balance(used=18), balance()),
    ]
    assert [one[None].taken for one in standing] == [30, 30, 18]
    assert verify_record().fault is None


def _give_years(world: World, project: Project) -> None:
    """The project is approved again, with 60 UAVs in each of the two years after this one."""
    move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="Amended.")
    draft = replace(read_draft(project), years={"uav": {YEAR + 1: Decimal(60), YEAR + 2: Decimal(60)}})
    edit_project(Project.objects.get(pk=project.pk), world.rhea, draft)
    move_project(project, world.rhea, ProjectStatus.PROPOSED, reason="Agreed again.")
    version = sign_off(world, submit_version(project.plan, world.rhea))
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    decide_version(version, world.dora, resolution_no="513-r", resolution_on=to_local_day(now()), rulings=rulings)


@pytest.mark.walk
def test_what_was_drawn_before_the_years_were_given_stands_on_the_years_in_which_it_leaves(world: World) -> None:
    project = approved(world, value=Decimal("12000000.00"))
    waiting, undated = world.accepted(deliveries=_deliver(y1=15, y2=25)), world.accepted(title="Without a schedule")
    granted = world.before_government(deliveries=_deliver(y1=15, y2=25), title="Granted")
    for case in (waiting, undated, granted):
        fill_project(project, world.rhea, reference=str(case.reference))
    government.grant_case(Case.objects.get(pk=granted.pk), world.dora, resolution())
    licence = Licence.objects.get(case=granted)
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 18))

    _give_years(world, project)

    assert _measure(project) == {
        None: balance(reserved=80, committed=22, used=18),
        # Eighteen have left before the years that the project is given in.
        YEAR + 1: balance(reserved=15),
        YEAR + 2: balance(reserved=25, committed=22),
    }
    assert verify_record().fault is None
    with pytest.raises(BeforeItsYear):
        ledger.draw_down_licence(licence, world.cus, clearance("m-2", 2))
    with at_time(_begin(YEAR + 1)):
        ledger.draw_down_licence(licence, world.cus, clearance("m-2", 2))
    assert (_measure(project)[YEAR + 1], _measure(project)[YEAR + 2]) == (
        balance(reserved=15, used=2),
        balance(reserved=25, committed=20),
    )
    assert verify_record().fault is None
