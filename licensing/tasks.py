"""What the alarm clocks wake. Each task finds in the database what is to be done; the alarm itself carries nothing.

A task that runs twice, late, or at the same time elsewhere does no harm.
"""

from __future__ import annotations

from celery import shared_task

from licensing.acts.clocks import reminder_policy, reminders
from licensing.outbox import alarm, routes
from licensing.outbox.delivery import dispatch as sending


@shared_task
def fan_out() -> int:
    """Owe what has happened to those who are to hear of it."""
    return routes.fan_out()


@shared_task
def dispatch() -> int:
    """Send what is owed."""
    return sending.dispatch()


@shared_task
def send_due_reminders() -> int:
    return reminders.send_due_reminders()


@shared_task
def close_due_rounds() -> int:
    return reminders.close_due_rounds()


@shared_task
def lapse_due_pauses() -> int:
    return reminders.end_due_pauses()


@shared_task
def expire_due_licences() -> int:
    return reminders.expire_due_licences()


@shared_task
def retime_cases() -> int:
    return reminders.retime_cases()


@shared_task
def follow_reminder_policy() -> int:
    return reminder_policy.follow_reminder_policy()


@shared_task
def tell_of_dead_letters() -> int:
    return alarm.report_dead_letters()


@shared_task
def forget_old_answers() -> int:
    return reminders.delete_old_responses()
