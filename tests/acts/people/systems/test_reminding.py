"""Systems are reminded of by rows of the one engine: by its rules, once, and no more once they have ended."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, transaction

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminder_policy import follow_reminder_policy
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.systems.keeping import end_system, rotate_secret
from licensing.acts.people.systems.owners import confirm_owner, propose_owner
from licensing.acts.people.systems.sweeping import settle_due_systems
from licensing.choices import SYSTEM_DEADLINES, MembershipRole
from licensing.models import Delivery, Event, Membership, Reminder, ReminderRule, System, User
from licensing.models.clocks.days import begin_local_day
from licensing.outbox.delivery.dispatch import dispatch
from licensing.outbox.routes import fan_out
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator, today
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def system(world: World) -> System:
    """A system of the partner for which Paula answers, with a secret that she made, and an administrator beside her."""
    end_on = today() + timedelta(days=100)
    made = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.paula, end_on=end_on)
    with by_hand():
        Membership.objects.create(user=world.rita, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    rotate_secret(made, world.paula)
    return System.objects.get(pk=made.pk)


def _leave(world: World) -> None:
    end_right(Membership.objects.get(user=world.paula), add_administrator("keeper"), reason="She has left.")
    assert settle_due_systems() == 1


def _follow() -> None:
    follow_reminder_policy()
    with at_time(now() + timedelta(minutes=3)):
        follow_reminder_policy()


def _list_owed() -> list[tuple[str, int]]:
    """The rule of each reminder that is owed to a system, and on which day from now it is due."""
    owed = Reminder.objects.owed().filter(system__isnull=False).order_by("due_at")
    first = begin_local_day(today())
    return [(one.rule_id, round((one.due_at - first) / timedelta(days=1) - 0.375)) for one in owed]


def test_a_system_from_before_these_rules_owes_its_reminders_after_a_walk(system: System) -> None:
    assert _list_owed() == []

    _follow()

    # The last day is the 99th; on the hundredth it works no more.
    assert _list_owed() == [("system_end_t30", 69), ("system_end_t07", 92), ("system_end_t01", 98)]


def test_a_rule_that_was_changed_moves_what_is_owed(system: System) -> None:
    _follow()
    with by_hand():
        ReminderRule.objects.filter(pk="system_end_t30").update(offset_days=-60)
        ReminderRule.objects.filter(pk="system_end_t07").update(active=False)

    _follow()

    assert _list_owed() == [("system_end_t30", 39), ("system_end_t01", 98)]


def test_a_system_that_ends_owes_nothing_any_more(world: World, system: System) -> None:
    _follow()
    _leave(world)
    assert len(_list_owed()) == 5

    end_system(system, add_administrator("ada"), reason="The gate closes.")

    assert _list_owed() == []
    with at_time(now() + timedelta(days=70)):
        assert send_due_reminders() == 0


@pytest.mark.walk
def test_a_new_owner_ends_the_reminders_and_a_letter_that_waited_is_not_sent(world: World, system: System) -> None:
    _leave(world)
    with at_time(now() + timedelta(days=3, hours=12)):
        assert [send_due_reminders(), send_due_reminders()] == [1, 0]
        fan_out()
        waiting = Delivery.objects.filter(event__kind=EventKind.SYSTEM_LEFT_REMINDED)
        assert waiting.filter(person=world.rita).exists()

    propose_owner(system, add_administrator("ada"), owner=world.rita, reason="Paula has left.")
    confirm_owner(system, add_administrator("bea"))
    assert settle_due_systems() == 1

    assert [rule for rule, _day in _list_owed()] == []
    mail.outbox.clear()
    with at_time(now() + timedelta(days=4)):
        dispatch()
    assert not waiting.filter(state="sent").exists()


@pytest.mark.walk
def test_the_letter_says_what_the_rule_says_and_names_the_day(world: World, system: System) -> None:
    _leave(world)
    due_on = today() + timedelta(days=14)
    fan_out()
    dispatch()
    mail.outbox.clear()

    with at_time(now() + timedelta(days=3, hours=12)):
        send_due_reminders()
        fan_out()
    Delivery.objects.filter(event__kind=EventKind.SYSTEM_LEFT_REMINDED).update(next_at=now())
    dispatch()

    [letter] = [one for one in mail.outbox if one.to == [world.rita.email]]
    assert "Handing over a system whose people have left" in letter.subject
    words = " ".join(str(letter.body).split())
    assert (
        f"the system {system.name}, or knows its secret. By {due_on.day} {due_on:%B %Y} somebody else answers for it" in words
    )
    [event] = Event.objects.filter(kind=EventKind.SYSTEM_LEFT_REMINDED)
    assert event.data["leavers"] == [str(world.paula.pk)]
    assert (event.case, event.actor, event.data["audience"]) == (None, None, "answering")


def test_whoever_answers_for_it_and_stayed_is_told_that_a_maker_of_its_secret_left_and_who_left_is_not(
    world: World, system: System
) -> None:
    with by_hand():
        petro = User.objects.create_user("petro@example.org", name="Petro")
        Membership.objects.create(user=petro, organisation=world.partner, role=MembershipRole.READER)
        System.objects.filter(pk=system.pk).update(owner=petro)
    _leave(world)
    with at_time(now() + timedelta(days=3, hours=12)):
        send_due_reminders()
        fan_out()

    for kind in (EventKind.SYSTEM_LEFT, EventKind.SYSTEM_LEFT_REMINDED):
        told = set(Delivery.objects.filter(event__kind=kind).values_list("person", flat=True))
        assert (petro.pk in told, world.paula.pk in told) == (True, False)


@pytest.mark.walk
def test_what_nobody_took_over_is_reminded_of_until_somebody_does(world: World, system: System) -> None:
    _leave(world)
    begin = now()
    for days in range(1, 25):
        with at_time(begin + timedelta(days=days)):
            settle_due_systems()
            send_due_reminders()

    told = Event.objects.filter(kind=EventKind.SYSTEM_LEFT_REMINDED).order_by("number")
    assert [one.data["rule"] for one in told][:5] == ["system_left"] * 4 + ["system_left_overdue"]
    assert {one.data["rule"] for one in told} == {"system_left", "system_left_overdue"}
    assert Event.objects.filter(kind=EventKind.SYSTEM_LEFT_ENDED).count() == 1


@pytest.mark.walk
def test_every_rule_about_a_system_reaches_somebody_by_mail(world: World, system: System) -> None:
    _follow()
    _leave(world)
    begin = now()
    # After the handover is due, and after the last reminder of its last day.
    for days in (10, 18, 75, 93, 99):
        with at_time(begin + timedelta(days=days)):
            send_due_reminders()
    fan_out()

    rules = ReminderRule.objects.filter(clock__in=SYSTEM_DEADLINES)
    reached = Delivery.objects.filter(person__isnull=False, event__data__has_key="rule").select_related("event")
    assert {one.event.data["rule"] for one in reached} == {one.pk for one in rules}


def test_a_reminder_is_of_a_case_or_of_a_system_and_owed_once(world: World, system: System) -> None:
    _follow()
    owed = Reminder.objects.owed().filter(system=system).first()
    assert owed is not None
    same = {"about": owed.about, "rule": owed.rule, "deadline_at": owed.deadline_at, "due_at": owed.due_at}

    for wrong in ({"system": system}, {}, {"system": system, "case": world.filed(), "about": "else"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reminder.objects.create(**(same | wrong))


@pytest.mark.walk
def test_taken_back_reminders_of_systems_leave_those_of_cases_and_come_again(world: World, system: System) -> None:
    world.filed()
    _leave(world)
    of_cases = set(Reminder.objects.filter(case__isnull=False).values_list("pk", flat=True))
    assert of_cases
    assert Reminder.objects.filter(system__isnull=False).exists()

    with by_hand():
        import_module("licensing.migrations.0154_reminders_of_systems").drop_reminders_of_systems(apps, None)

    assert set(Reminder.objects.values_list("pk", flat=True)) == of_cases
    _follow()
    assert {one.rule.clock for one in Reminder.objects.owed().filter(system=system)} == {"system_end", "system_left"}
