"""The last day of a country plan is a due day of the one engine: by its rules, once, moved with the plan, and ended with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks.reminder_policy import follow_reminder_policy
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.group import remove_body
from licensing.acts.plans.countries.opening import edit_plan, end_plan
from licensing.acts.plans.countries.projects import move_project
from licensing.acts.record.verification import verify_record
from licensing.choices import PLAN_DEADLINES, ProjectStatus, ProjectVerdict
from licensing.models import CountryPlan, Delivery, Event, Project, Reminder, ReminderRule
from licensing.models.clocks.days import begin_local_day
from licensing.outbox.delivery.dispatch import dispatch
from licensing.outbox.routes import fan_out
from tests.acts.plans.countries.state import draft_plan, opened, sign_off
from tests.acts.plans.countries.test_filling import approved
from tests.by_hand import by_hand
from tests.outbox.post import mailed
from tests.world import World

pytestmark = pytest.mark.django_db
_AS_RULED = {"plan_end_t90": 90, "plan_end_t30": 30, "plan_end_t00": 0, "plan_end_overdue": -14}


def _noon(day: date) -> datetime:
    return begin_local_day(day) + timedelta(hours=12)


def _list_owed(last: date) -> dict[str, int]:
    """How many days before this last day each reminder is due that a plan owes, by its rule."""
    owed = Reminder.objects.owed().filter(plan__isnull=False).order_by("due_at")
    return {one.rule_id: (last - to_local_day(one.due_at)).days for one in owed}


def _follow() -> None:
    follow_reminder_policy()
    with at_time(now() + timedelta(minutes=3)):
        follow_reminder_policy()


def _send_on(day: date) -> int:
    with at_time(_noon(day)):
        return send_due_reminders()


def test_an_opened_plan_owes_the_reminders_of_its_rules_to_its_own_group(world: World) -> None:
    plan = opened(world, country="EE")
    last = plan.last_on

    assert _list_owed(last) == _AS_RULED
    sent = [_send_on(last - timedelta(days=90)) for _run in range(2)]
    fan_out()

    event = Event.objects.get(kind="plan.ends_soon")
    assert (sent, event.case, event.data["due_on"]) == ([1, 0], None, last.isoformat())
    assert (event.data["rule"], event.data["audience"]) == ("plan_end_t90", "group")
    # Those who speak for the owner and the leading body, and no case officer.
    assert mailed(event) == {"Rhea", "Greta", "Dan"}
    assert verify_record().fault is None


def test_reminders_that_no_run_sent_for_weeks_go_out_once_each(world: World) -> None:
    last = opened(world, country="EE").last_on

    sent = [_send_on(last + timedelta(days=40)) for _run in range(2)]

    # What repeats has come due twice by then.
    assert sent == [5, 0]
    assert Reminder.objects.owed().filter(plan__isnull=False, rule="plan_end_overdue").count() == 1


def test_a_plan_that_is_given_another_day_owes_its_reminders_then(world: World) -> None:
    plan = opened(world, country="EE")
    later = plan.last_on + timedelta(days=300)
    _send_on(plan.last_on - timedelta(days=90))
    fan_out()

    edit_plan(plan, world.rhea, draft_plan(country="EE", last_on=later))

    assert _list_owed(later) == _AS_RULED
    # The letter that still waited for its morning names a day that is none any more.
    waiting = Delivery.objects.filter(event__kind="plan.ends_soon")
    with at_time(_noon(plan.last_on)):
        dispatch()
    assert waiting.exists()
    assert not waiting.filter(state="sent").exists()


def test_a_change_that_leaves_the_day_leaves_what_is_owed(world: World) -> None:
    plan = opened(world, country="EE")
    before = set(Reminder.objects.owed().values_list("pk", flat=True))

    edit_plan(plan, world.rhea, draft_plan(country="EE", last_on=plan.last_on, objectives="Other ones."))

    assert set(Reminder.objects.owed().values_list("pk", flat=True)) == before


def test_what_was_approved_counts_until_another_version_is_decided(world: World) -> None:
    last = approved(world).plan.last_on
    later = last + timedelta(days=300)

    plan = edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=later))
    drafted = _list_owed(last)
    for status in (ProjectStatus.DISCUSSED, ProjectStatus.PROPOSED):
        move_project(Project.objects.get(), world.greta, status, reason="Extended.")
    version = sign_off(world, submit_version(plan, world.rhea))
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    decide_version(version, world.dora, resolution_no="513-r", resolution_on=to_local_day(now()), rulings=rulings)

    assert (drafted, _list_owed(later)) == (_AS_RULED, _AS_RULED)


def test_with_its_last_approved_project_stopped_the_day_of_the_plan_itself_counts(world: World) -> None:
    last = approved(world).plan.last_on
    later = last + timedelta(days=300)
    edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=later))

    move_project(Project.objects.get(), world.greta, ProjectStatus.STOPPED, reason="Nobody needs it.")

    assert _list_owed(later) == _AS_RULED


def test_a_plan_that_is_ended_owes_nothing_any_more(world: World) -> None:
    plan = opened(world, country="EE")

    end_plan(plan, world.rhea, reason="Not needed.")

    assert _list_owed(plan.last_on) == {}
    assert _send_on(plan.last_on) == 0


def test_a_plan_from_before_these_rules_owes_its_reminders_after_a_walk(world: World) -> None:
    plan = opened(world, country="EE")
    Reminder.objects.filter(plan__isnull=False).delete()

    _follow()

    assert _list_owed(plan.last_on) == _AS_RULED


def test_a_rule_that_was_changed_moves_what_plans_owe(world: World) -> None:
    plan = opened(world, country="EE")
    _follow()
    with by_hand():
        ReminderRule.objects.filter(pk="plan_end_t90").update(offset_days=-120)
        ReminderRule.objects.filter(pk="plan_end_t30").update(active=False)

    _follow()

    assert _list_owed(plan.last_on) == {"plan_end_t90": 120, "plan_end_t00": 0, "plan_end_overdue": -14}


@pytest.mark.walk
def test_every_rule_about_a_plan_reaches_its_group_by_a_letter_that_names_plan_and_day(world: World) -> None:
    plan = opened(world, country="EE")
    for days in (-90, -30, 0, 14):
        assert _send_on(plan.last_on + timedelta(days=days)) == 1
    fan_out()
    mail.outbox.clear()
    Delivery.objects.filter(event__kind="plan.ends_soon").update(next_at=now())
    dispatch()

    rules = ReminderRule.objects.filter(clock__in=PLAN_DEADLINES)
    events = Event.objects.filter(kind="plan.ends_soon")
    assert {one.data["rule"] for one in events} == {one.pk for one in rules}
    letters = [one for one in mail.outbox if one.to == [world.greta.email] and "End of a country plan" in one.subject]
    said = f"The period of the country plan {plan.code}, on which your body works, ends on {plan.last_on.day} "
    assert len(letters) == len(rules)
    assert any(said + f"{plan.last_on:%B %Y}" in " ".join(str(one.body).split()) for one in letters)


def test_a_body_that_left_the_group_is_not_reminded(world: World) -> None:
    plan = opened(world, country="EE")
    bodies = sorted(plan.group.filter(left_at__isnull=True).values_list("body", flat=True))
    others = [one for one in bodies if one not in (plan.owner_id, "GS")]
    for code in others:
        remove_body(plan, world.rhea, plan.group.get(body=code).body)

    _send_on(plan.last_on - timedelta(days=90))

    assert Event.objects.get(kind="plan.ends_soon").data["bodies"] == sorted({plan.owner_id, "GS"})


def test_a_reminder_is_of_one_thing_alone(world: World) -> None:
    plan = opened(world, country="EE")
    owed = Reminder.objects.owed().filter(plan=plan).first()
    assert owed is not None
    same = {"about": owed.about, "rule": owed.rule, "deadline_at": owed.deadline_at, "due_at": owed.due_at}

    for wrong in ({"plan": plan}, {}, {"plan": plan, "case": world.filed(), "about": "else"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**(same | wrong))


def test_taken_back_reminders_of_plans_leave_those_of_cases_and_come_again(world: World) -> None:
    world.filed()
    plan = opened(world, country="EE")
    of_cases = set(Reminder.objects.filter(case__isnull=False).values_list("pk", flat=True))
    assert of_cases

    with by_hand():
        import_module("licensing.migrations.0197_reminders_of_country_plans").drop_reminders_of_plans(apps, None)

    assert set(Reminder.objects.values_list("pk", flat=True)) == of_cases
    _follow()
    assert _list_owed(plan.last_on) == _AS_RULED
