"""A country plan and the clock: whoever ends a plan while its reminder leaves, calls everything off that is owed after it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.db import transaction

from licensing.acts.acting import database_now
from licensing.acts.clocks import reminders
from licensing.acts.plans.countries.opening import end_plan
from licensing.models import ChainHead, Event, Reminder
from tests.acts.plans.countries.state import opened
from tests.races.racing import race
from tests.waiting import wait_until_blocked
from tests.world import World


def test_a_plan_that_is_ended_while_its_reminder_leaves_owes_no_other_one(real_world: World) -> None:
    plan = opened(real_world, country="EE")
    # One that repeats: the next is written down while this one leaves.
    Reminder.objects.filter(plan=plan, rule="plan_end_overdue").update(due_at=database_now() - timedelta(hours=1))

    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            # Nobody can tell of anything, so the reminder is on its way when the act begins.
            ChainHead.objects.select_for_update().get(name="events")
            sending = pool.submit(race, reminders.send_due_reminders)
            wait_until_blocked()
            ending = pool.submit(race, partial(end_plan, plan, real_world.rhea, reason="Not needed."))
            wait_until_blocked(2)
        [sent], [ended] = sending.result(timeout=30), ending.result(timeout=30)

    assert (sent, ended.is_open) == (1, False)
    assert list(Reminder.objects.owed().filter(plan=plan)) == []
    kinds = Event.objects.filter(data__plan=str(plan.pk)).order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["plan.opened", "plan.ends_soon", "plan.ended"]
