"""What requests draw on runs out with its last day: told once, to those of an end by act, and reminded of before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.opening import edit_plan, end_plan
from licensing.acts.plans.countries.projects import move_project
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.plans.parents.expiring import expire_authorisation, find_unreminded_authorisations, tell_of_run_out_plan
from licensing.acts.record.verification import verify_record
from licensing.choices import ParentChange, ProjectStatus, ProjectVerdict, Step
from licensing.errors import WrongState
from licensing.models import Case, CountryPlan, Event, Project, Reminder, ReminderRule
from licensing.models.clocks.days import begin_local_day
from licensing.outbox.routes import fan_out
from tests.acts.plans.countries.state import draft_plan, opened, sign_off
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.outbox.post import mailed
from tests.parents import bring_framework, find_authorisation, grant_framework, yearly
from tests.scenes import scene
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import World, resolution


def _day_after(last: date) -> datetime:
    return begin_local_day(last + timedelta(days=1))


def _last(kind: str) -> Event:
    fan_out()
    return Event.objects.filter(kind=kind).latest("number")


@pytest.mark.walk
def test_who_stands_under_a_framework_past_its_last_day_is_told_once_and_not_before(world: World) -> None:
    framework = grant_framework(world)
    open_one, granted = world.filed(**yearly(framework)), world.before_government(**yearly(framework, quantity="7"))
    government.grant_case(granted, world.dora, resolution())
    last = find_authorisation(framework).ends_on

    with at_time(_day_after(last) - timedelta(minutes=1)):
        early = reminders.expire_due_authorisations()
    with at_time(_day_after(last)):
        done = [reminders.expire_due_authorisations() for _run in range(2)]
        with pytest.raises(WrongState):
            expire_authorisation(Case.objects.get(pk=framework.pk))

    assert (early, done) == (0, [1, 0])
    told = {event.case_id: event.data for event in Event.objects.filter(kind="parent.ran_out")}
    said = {"parent": framework.reference, "ends_on": last.isoformat()}
    assert told == {open_one.pk: said, granted.pk: said}
    assert {"Paula", "Otto"} <= mailed(_last("parent.ran_out"))
    assert (_last("authorisation.ran_out").case_id, find_authorisation(framework).state) == (framework.pk, "in_force")
    with at_time(_day_after(last)):
        [obstacle] = [one for one in list_obstacles(Case.objects.get(pk=open_one.pk), at=now()) if one.code == "plan_ended"]
    assert Step.ACCEPT in obstacle.stops
    assert verify_record().fault is None


def test_its_holder_and_officers_are_reminded_of_the_last_day_by_the_one_engine(world: World) -> None:
    framework = grant_framework(world)
    last = find_authorisation(framework).ends_on
    owed = Reminder.objects.owed().filter(case=framework, rule__clock="parent_end").order_by("due_at")
    found = {one.rule_id: (last - to_local_day(one.due_at)).days for one in owed}

    with at_time(begin_local_day(last - timedelta(days=89))):
        reminders.send_due_reminders()
    amend_authorisation(framework, world.decider(), ParentChange.END, reason="The contract is over.")

    assert found == {"parent_end_t90": 90, "parent_end_t30": 30, "parent_end_officers_t30": 30, "parent_end_t00": 0}
    assert Event.objects.filter(kind="reminder.due", case=framework, data__rule="parent_end_t90").count() == 1
    # Ended by act, it runs out no more.
    assert not owed.all().exists()
    with at_time(_day_after(last)):
        assert reminders.expire_due_authorisations() == 0


def test_one_that_was_granted_before_there_were_rules_is_reminded_of_too(world: World) -> None:
    framework = grant_framework(world)
    Reminder.objects.filter(case=framework).delete()

    done = reminders.expire_due_authorisations()

    assert (done, Reminder.objects.owed().filter(case=framework).count()) == (0, 4)


@pytest.mark.parametrize("has_rules", [True, False])
def test_one_of_which_no_rule_has_anything_to_remind_is_not_looked_at_every_hour(world: World, has_rules: bool) -> None:
    framework = grant_framework(world)
    Reminder.objects.filter(case=framework).delete()
    if not has_rules:
        with by_hand():
            ReminderRule.objects.filter(clock="parent_end").update(active=False)

    found = find_unreminded_authorisations()
    # In the afternoon of its last day the last reminder of all is past.
    with at_time(_day_after(find_authorisation(framework).ends_on) - timedelta(hours=5)):
        late = find_unreminded_authorisations()

    assert (found, late) == ([framework] * has_rules, [])


@pytest.mark.walk
def test_one_that_was_granted_in_part_runs_out_while_an_appeal_is_open(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    framework = bring_framework(world)
    government.grant_case(framework, world.dora, resolution(quantities={1: Decimal(300)}, reasons="No more can be made."))
    below = world.filed(**yearly(framework))
    appeal.appeal_case(Case.objects.get(pk=framework.pk), world.paula, reason="The shortage is over.")

    with at_time(_day_after(find_authorisation(framework).ends_on)):
        done = [reminders.expire_due_authorisations() for _run in range(2)]

    assert (done, _last("parent.ran_out").case_id) == ([1, 0], below.pk)


@pytest.mark.walk
def test_requests_that_fill_a_project_are_told_when_its_plan_runs_out_and_when_it_is_extended(world: World) -> None:
    project, case = approved(world), world.accepted()
    fill_project(project, world.rhea, reference=str(case.reference))
    last = project.plan.last_on
    with at_time(begin_local_day(last)):
        early = reminders.expire_due_authorisations()

    with at_time(_day_after(last)):
        over = [reminders.expire_due_authorisations() for _run in range(2)]
        with pytest.raises(WrongState):
            tell_of_run_out_plan(CountryPlan.objects.get())
    assert (early, over) == (0, [1, 0])
    assert mailed(_last("plan.ran_out")) == {"Rhea", "Greta", "Dan"}
    assert (_last("project.lost").case_id, _last("plan.ran_out").data["due_on"]) == (case.pk, last.isoformat())

    plan = edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=last + timedelta(days=300)))
    assert plan.ran_out_at is not None
    _decide_again(world, plan, ProjectVerdict.APPROVE)
    plan = CountryPlan.objects.get()
    assert plan.ran_out_at is None

    assert _last("project.freed").case_id == case.pk
    with at_time(_day_after(last)):
        assert not [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "plan_ended"]
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize("days", [300, -300])
def test_the_last_day_that_was_approved_counts_until_another_is_decided(world: World, days: int) -> None:
    last = approved(world).plan.last_on
    case = world.accepted()
    fill_project(Project.objects.get(), world.rhea, reference=str(case.reference))
    edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=last + timedelta(days=days)))

    done = []
    for day in (-299, -80, -79, 0, 1, 2):
        with at_time(begin_local_day(last + timedelta(days=day))):
            done.append(reminders.expire_due_authorisations())

    assert done == [0, 0, 0, 0, 1, 0]
    [told] = Event.objects.filter(kind="plan.ran_out")
    assert told.data["due_on"] == last.isoformat()
    assert _list_told(case) == ["project.lost"]


def test_of_a_plan_under_which_nothing_is_approved_its_own_last_day_counts(world: World) -> None:
    plan = opened(world, country="EE")
    last = plan.last_on + timedelta(days=300)
    edit_plan(plan, world.rhea, draft_plan(country="EE", last_on=last))

    done = []
    for at in (_day_after(plan.last_on), _day_after(last)):
        with at_time(at):
            done.append(reminders.expire_due_authorisations())

    assert done == [0, 1]
    assert _last("plan.ran_out").data["due_on"] == last.isoformat()


@scene
def _run_out(world: World, last: date) -> Case:
    """A request that fills a project which has run out; its applicant was told."""
    case = world.accepted()
    fill_project(Project.objects.get(), world.rhea, reference=str(case.reference))
    with at_time(_day_after(last)):
        reminders.expire_due_authorisations()
    return case


def _decide_again(world: World, plan: CountryPlan, verdict: ProjectVerdict) -> None:
    project = Project.objects.get()
    move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="Extended.")
    move_project(project, world.greta, ProjectStatus.PROPOSED, reason="Extended.")
    version = sign_off(world, submit_version(plan, world.rhea))
    rulings = {1: (verdict, "" if verdict == ProjectVerdict.APPROVE else "Nobody needs it.")}
    decide_version(version, world.dora, resolution_no="513-r", resolution_on=to_local_day(now()), rulings=rulings)


def _list_told(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case, kind__startswith="project.").order_by("number").values_list("kind", flat=True))


@pytest.mark.walk
def test_a_request_that_is_taken_out_of_a_project_that_ran_out_is_told_that_it_goes_on(world: World) -> None:
    last = approved(world).plan.last_on
    case = _run_out(world, last)

    take_case_out(Case.objects.get(pk=case.pk), world.rhea, reason="It is another sale.")

    assert _list_told(case) == ["project.lost", "project.freed"]


@pytest.mark.walk
def test_requests_of_a_project_that_ran_out_and_is_stopped_are_not_told_in_between_that_they_go_on(world: World) -> None:
    last = approved(world).plan.last_on
    case = _run_out(world, last)

    plan = edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=last + timedelta(days=300)))
    _decide_again(world, plan, ProjectVerdict.STOP)

    assert _list_told(case) == ["project.lost"]
    assert verify_record().fault is None


def test_a_plan_that_was_ended_runs_out_no_more(world: World) -> None:
    project = approved(world)
    last = project.plan.last_on
    end_plan(CountryPlan.objects.get(), world.rhea, reason="Not needed.")

    with at_time(_day_after(last)):
        assert reminders.expire_due_authorisations() == 0
