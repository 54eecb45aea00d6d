"""A message that waited is still its recipient's when it leaves, or it is set aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders, timing
from licensing.acts.licences.licence import suspend_licence
from licensing.acts.requests import questions, submission
from licensing.acts.signoff import positions, recusal
from licensing.choices import DeliveryState, RecusalReason
from licensing.models import Delivery, Holiday, Membership, Reminder, ReminderRule, System, User
from licensing.outbox import routes
from licensing.outbox.delivery import dead_letters
from licensing.outbox.delivery.health import measure_outbox_health
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.outbox.post import Clock, count_states, create_endpoint, run_outbox
from tests.outbox.receiver import Receiver
from tests.outbox.sink import Sink
from tests.world import World, approve


def test_who_declared_a_conflict_of_interest_meanwhile_gets_no_letter(world: World, sink: Sink) -> None:
    case = world.filed()
    routes.fan_out()

    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY)
    run_outbox()

    waited = Delivery.objects.get(person=world.otto, event__kind="case.submitted")
    assert (waited.state, waited.last_error) == (
        DeliveryState.ASIDE,
        "no longer theirs: they may not see the case any more",
    )
    assert sink.to("otto@example.org") == []
    assert measure_outbox_health().dead == 0


def test_who_left_the_organisation_gets_nothing_nor_does_its_system(world: World, sink: Sink, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()

    Membership.objects.filter(user__in=[world.paula, hook.owner]).delete()
    run_outbox()

    hook.refresh_from_db()
    assert (sink.to("paula@example.org"), receiver.got) == ([], [])
    assert count_states() == {DeliveryState.SENT: 1, DeliveryState.ASIDE: 2}
    assert (hook.failures, hook.disabled_at) == (0, None)
    assert dead_letters.replay_deliveries(Delivery.objects.values_list("pk", flat=True), world.otto) == 0


def test_a_daily_letter_does_not_ask_to_answer_what_was_answered(world: World, sink: Sink, clock: Clock) -> None:
    User.objects.filter(pk=world.paula.pk).update(wants_digest=True)
    case = world.filed()
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    reminder = Reminder.objects.filter(question=question).order_by("due_at")[0]
    with at_time(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    routes.fan_out(now=clock)

    questions.answer_question(case, world.paula, question.pk, text="The second.")
    clock.forward(days=1)
    run_outbox(clock)

    asked = Delivery.objects.get(person=world.paula, event__data__reminder=str(reminder.pk))
    assert (asked.state, asked.last_error) == (DeliveryState.ASIDE, "no longer theirs: what it reminds of is done")
    assert count_states(person=world.paula) == {DeliveryState.SENT: 2, DeliveryState.ASIDE: 1}


@pytest.mark.walk
@pytest.mark.parametrize("is_over", [False, True])
def test_a_reminder_of_a_time_limit_is_sent_while_the_time_runs(
    world: World, sink: Sink, clock: Clock, *, is_over: bool
) -> None:
    case = world.accepted()
    reminder = Reminder.objects.owed().filter(case=case, clock__isnull=False, rule__audience="officers").order_by("due_at")[0]
    with at_time(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    routes.fan_out(now=clock)

    if is_over:
        with at_time(reminder.due_at + timedelta(seconds=9)):
            timing.Clock.objects.filter(pk=reminder.clock_id).update(ended_at=reminder.due_at)
    clock.forward(days=5)
    run_outbox(clock)

    expected = DeliveryState.ASIDE if is_over else DeliveryState.SENT
    assert set(count_states(event__data__reminder=str(reminder.pk))) == {expected}


# A reminder that is recorded or sent late is checked again: it may have been done meanwhile, or by somebody else.


def _come_due(rule: str) -> Reminder:
    """The one reminder of a rule has come due, and is not fanned out yet."""
    reminder = Reminder.objects.owed().get(rule=rule)
    with at_time(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    return reminder


def _carried_after(reminder: Reminder, clock: Clock) -> list[tuple[str, str]]:
    clock.ahead = reminder.due_at + timedelta(minutes=5) - timezone.now()
    run_outbox(clock)
    owed = Delivery.objects.filter(event__data__reminder=str(reminder.pk)).select_related("person").order_by("person__name")
    return [(one.person.name, one.state) for one in owed if one.person]


@pytest.mark.parametrize(("audience", "asked"), [("deciders", "Dora"), ("seats", "Greta")])
def test_nobody_is_reminded_of_a_stage_that_ended_before_the_fan_out(
    world: World, sink: Sink, clock: Clock, audience: str, asked: str
) -> None:
    ReminderRule.objects.filter(pk="stage_t03").update(audience=audience)
    case = world.with_need()
    reminder = _come_due("stage_t03")

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere")
    got = _carried_after(reminder, clock)

    assert (asked, DeliveryState.SENT) not in got
    assert {state for _name, state in got} <= {DeliveryState.ASIDE}
    assert [one for one in sink.letters if "is due on" in str(one)] == []


@pytest.mark.walk
def test_who_spoke_while_the_reminder_waited_is_not_asked_again(world: World, sink: Sink, clock: Clock) -> None:
    case = world.with_need()
    reminder = _come_due("stage_t03")
    clock.ahead = reminder.due_at + timedelta(minutes=1) - timezone.now()
    routes.fan_out(now=clock)

    with at_time(reminder.due_at + timedelta(minutes=2)):
        positions.sign_case(case, world.greta, approve(), version=1)
    got = dict(_carried_after(reminder, clock))

    assert got[world.greta.name] == DeliveryState.ASIDE
    assert set(got.values()) == {DeliveryState.ASIDE, DeliveryState.SENT}
    aside = Delivery.objects.get(person=world.greta, event__data__reminder=str(reminder.pk))
    assert aside.last_error == "no longer theirs: it is done, or somebody else's to do"


def test_a_suspended_licence_is_not_urged_by_a_late_letter(world: World, sink: Sink, clock: Clock) -> None:
    licence = world.licence()
    reminder = _come_due("licence_expiry_t60")

    with at_time(reminder.due_at + timedelta(minutes=1)):
        suspend_licence(licence, world.otto, reason="Needed at home")
    got = _carried_after(reminder, clock)

    assert got == [(world.paula.name, DeliveryState.ASIDE)]


def test_a_reminder_does_not_speak_of_a_day_that_was_moved(world: World, sink: Sink, clock: Clock) -> None:
    case = world.filed()
    limit = case.clocks.get(kind="completeness")
    reminder = _come_due("completeness_t03")
    day_before = (limit.due_at - timedelta(hours=1)).date()
    Holiday.objects.create(calendar=limit.calendar, on=day_before, kind="off", names={"en": "A day off"})

    with at_time(reminder.due_at + timedelta(minutes=1)):
        moved = reminders.retime_cases()
    got = _carried_after(reminder, clock)

    assert moved == 1
    assert got == [(world.otto.name, DeliveryState.ASIDE)]
    late = Delivery.objects.get(person=world.otto, event__data__reminder=str(reminder.pk))
    assert late.last_error == "no longer theirs: what it reminds of is due on another day"


def test_nobody_is_asked_to_renew_the_need_of_a_withdrawn_request(world: World, sink: Sink, clock: Clock) -> None:
    case = world.with_need()
    reminder = Reminder.objects.owed().filter(case=case, about="need").order_by("due_at")[0]
    with at_time(reminder.due_at + timedelta(seconds=5)):
        reminders.send_due_reminders()
    routes.fan_out(now=clock)

    submission.withdraw_case(case, world.paula, reason="Bought elsewhere.")
    clock.forward(days=40)
    run_outbox(clock)

    reminded = Delivery.objects.filter(event__kind="reminder.due", event__data__reminder=str(reminder.pk))
    assert set(reminded.values_list("state", flat=True)) == {DeliveryState.ASIDE}


def test_an_account_closed_in_the_meantime_gets_nothing(world: World, receiver: Receiver, sink: Sink) -> None:
    hook = create_endpoint(world, receiver.url)
    world.filed()
    routes.fan_out()
    User.objects.filter(pk__in=[hook.owner_id, world.otto.pk]).update(is_active=False)

    run_outbox()

    assert receiver.got == []
    assert sink.to("otto@example.org") == []
    assert count_states() == {DeliveryState.SENT: 1, DeliveryState.ASIDE: 2}


@pytest.mark.parametrize("stopped", ["suspended_at", "ended_at"])
def test_a_system_that_may_not_call_is_called_no_more_either(world: World, receiver: Receiver, stopped: str) -> None:
    """Whoever had its secret may have set up an address of their own, which is not to outlast the system."""
    system = new_system(account=new_account(world.partner), organisation=world.partner, owner=world.otto)
    create_endpoint(world, receiver.url, owner=system.account)
    with by_hand():
        System.objects.filter(pk=system.pk).update(**{stopped: timezone.now()})
    world.filed()

    run_outbox()

    assert receiver.got == []
    waited = Delivery.objects.filter(endpoint__isnull=False).values_list("state", "last_error").distinct()
    assert list(waited) == [(DeliveryState.ASIDE, "the system is suspended or has ended")]
