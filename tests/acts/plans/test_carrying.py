"""Country plans of partners are carried over: what is under way ends and goes on as an interest, what is granted stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans import interests
from licensing.acts.plans.carrying import carry_case_over, carry_over_plans, carry_projects_over
from licensing.acts.plans.countries.deciding import call_version_back, submit_version
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.interests import file_interest, select_carried_plans
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.choices import Step, Verb
from licensing.errors import Invalid, WrongState
from licensing.models import Case, Event, Interest, Project, User
from licensing.models.read_models import load_reader, read_standing
from licensing.outbox.routes import fan_out
from tests.acts.plans.countries.state import opened, proposed
from tests.acts.signoff.cases import reload_case
from tests.by_hand import by_hand
from tests.interests import INTEREST
from tests.old_plans import draft_old_plan, file_old_plan, grant_old_plan, review_old_plan
from tests.outbox.post import mailed
from tests.world import World

_UNDER_WAY: dict[str, Callable[[World], Case]] = {
    "draft": draft_old_plan,
    "submitted": file_old_plan,
    "ministry_review": review_old_plan,
}


def _list_offered(case: Case, person: User) -> list[Verb]:
    at = now()
    reader = load_reader(case, person, at=at, day=to_local_day(at), language="en")
    return read_standing(reload_case(case), reader)["actions"]


def _last(kind: str) -> Event:
    fan_out()
    return Event.objects.filter(kind=kind).latest("number")


@pytest.mark.walk
@pytest.mark.parametrize("state", _UNDER_WAY)
def test_what_is_under_way_ends_once_and_keeps_all_that_it_says(world: World, state: str) -> None:
    case = _UNDER_WAY[state](world)

    carried = [carry_over_plans() for _ in range(2)]

    found = reload_case(case)
    assert (carried, found.state, found.closed_at is not None) == ([1, 0], "carried_over", True)
    assert (found.clocks.running().count(), found.rounds.open().count()) == (0, 0)
    assert [one.title for one in found.projects.order_by("number")] == ["Test benches", "Simulators"]
    assert _last("case.carried_over").data == {"before": state}
    assert verify_record().fault is None


@pytest.mark.walk
def test_applicant_and_authority_are_told_of_a_filed_one_and_of_a_draft_its_applicant_alone(world: World) -> None:
    carry_case_over(draft_old_plan(world))
    of_draft = mailed(_last("case.carried_over"))
    carry_case_over(review_old_plan(world))

    assert of_draft == {"Paula"}
    assert mailed(_last("case.carried_over")) == {"Paula", "Otto"}


def test_no_other_kind_is_carried_over(world: World) -> None:
    case = world.filed()

    assert carry_over_plans() == 0
    with pytest.raises(WrongState):
        carry_case_over(case)
    assert reload_case(case).state == "submitted"


@pytest.mark.walk
def test_a_granted_one_stays_and_its_projects_become_ideas_of_the_state_once(world: World) -> None:
    case = grant_old_plan(world)
    without_a_plan = carry_over_plans()
    plan = opened(world)

    carried = [carry_over_plans() for _ in range(2)]

    ideas = list(plan.projects.order_by("number"))
    assert (without_a_plan, carried, reload_case(case).state) == (0, [2, 0], "granted")
    assert [(one.title, one.status, one.priority, one.origin) for one in ideas] == [
        (asked.title, "idea", None, asked) for asked in case.projects.order_by("number")
    ]
    assert (ideas[0].purpose, ideas[0].value, ideas[0].currency_id) == (
        "Benches for engines, later their production",
        4_000_000,
        "EUR",
    )
    event = _last("plan.carried_over")
    assert (event.data["origin"], event.data["projects"], event.actor_id) == (case.reference, [1, 2], None)
    assert mailed(event) == {"Rhea", "Greta", "Dan"}
    assert verify_record().fault is None


@pytest.mark.walk
def test_projects_wait_while_a_version_is_in_review(world: World) -> None:
    case, plan = grant_old_plan(world), opened(world)
    rank_project(proposed(world, plan), world.greta, priority=1, reason="First.")
    version = submit_version(plan, world.rhea)

    assert (carry_over_plans(), carry_projects_over(case, plan)) == (0, [])
    call_version_back(version, world.rhea, reason="Projects are to come.")
    assert carry_over_plans() == 2
    assert list(plan.projects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.walk
def test_a_request_goes_on_under_a_granted_plan_and_is_told_of_one_that_was_carried_over(world: World) -> None:
    granted, under_way = grant_old_plan(world), file_old_plan(world)
    under, stopped = world.filed(), world.filed()
    with by_hand():
        for case, plan in ((under, granted), (stopped, under_way)):
            Case.objects.filter(pk=case.pk).update(plan=plan)
    carry_over_plans()

    assert submission.accept_case(reload_case(under), world.otto).state == "ministry_review"
    [obstacle] = list_obstacles(reload_case(stopped), at=now())
    assert Step.ACCEPT in obstacle.stops
    assert str(under_way.reference) in str(obstacle.for_applicant)
    told = _last("parent.not_granted")
    assert (told.case_id, told.data) == (stopped.pk, {"parent": under_way.reference, "state": "carried_over"})
    assert {"Paula", "Otto"} <= mailed(told)


def test_whoever_waited_for_a_colleague_reads_that_the_plan_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = carry_case_over(draft_old_plan(world))
    file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)
    # As the second read it, before the first had filed.
    monkeypatch.setattr(interests, "select_carried_plans", lambda _organisations: Case.objects.all())

    with pytest.raises(Invalid) as refused:
        file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)

    assert [gap.path for gap in refused.value.gaps] == ["carried_from"]


def test_an_interest_goes_on_from_one_once_and_for_its_own_organisation(world: World) -> None:
    case = carry_case_over(draft_old_plan(world))
    assert list(select_carried_plans([world.partner.pk])) == [case]

    with pytest.raises(Invalid) as refused:
        file_interest(world.rita, world.rival, INTEREST, carried_from=case.pk)
    interest = file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)
    with pytest.raises(Invalid):
        file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)

    assert [gap.path for gap in refused.value.gaps] == ["carried_from"]
    assert (Interest.objects.get(), interest.carried_from) == (interest, case)
    assert _last("interest.filed").data["carried_from"] == str(case.pk)
    assert not select_carried_plans([world.partner.pk]).exists()
    assert not Project.objects.exists()


@pytest.mark.walk
def test_whoever_submits_dismisses_one_from_which_nothing_goes_on_and_hears_of_it_no_more(world: World) -> None:
    case, taken = carry_case_over(file_old_plan(world)), carry_case_over(draft_old_plan(world))
    file_interest(world.paula, world.partner, INTEREST, carried_from=taken.pk)
    under = world.filed()
    with by_hand():
        Case.objects.filter(pk=under.pk).update(plan=case)

    assert [Verb.WITHDRAW in _list_offered(one, world.paula) for one in (case, taken)] == [True, False]
    dismissed = submission.withdraw_case(reload_case(case), world.paula, reason="It is no longer wanted.")
    with pytest.raises(WrongState, match="goes on from this country plan"):
        submission.withdraw_case(reload_case(taken), world.paula, reason="Nor this.")

    assert (dismissed.state, list(select_carried_plans([world.partner.pk]))) == ("withdrawn", [])
    # The requests below it were told when it was carried over.
    assert not Event.objects.filter(kind="parent.not_granted", data__state="withdrawn").exists()
    with pytest.raises(WrongState):
        submission.withdraw_case(reload_case(case), world.paula, reason="Again.")
    with by_hand():
        Case.objects.filter(pk=under.pk).update(plan=None)
    assert verify_record().fault is None
