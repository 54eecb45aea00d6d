"""The periodic tasks. Each finds in the database what is due; the message that starts it carries no arguments.

A task that runs twice, late, or at the same time elsewhere does no harm. What one thing fails at holds up no other. Each gives
the number of things done, and leaves in the database when it has ended: that is how anybody can tell that beat and worker do
their work.
"""

from __future__ import annotations

from celery import shared_task

from licensing.acts.assessment import sweeping as screening
from licensing.acts.clocks import reminder_policy, reminders
from licensing.acts.clocks.sweeps import leave_trace, run_all
from licensing.acts.documents import scanning
from licensing.acts.documents.papers import reminding as papers
from licensing.acts.people.organisations import registration_sweeping, registrations
from licensing.acts.people.rights import emergency, sweeping
from licensing.acts.people.systems import sweeping as system_sweeping
from licensing.acts.plans import carrying, interests
from licensing.acts.plans.measures import telling
from licensing.acts.record import heads, retention
from licensing.acts.reference import trial_runs
from licensing.acts.reference.change_sets.sweeping import settle_due_change_sets as settle_change_sets
from licensing.models import CallCount
from licensing.outbox import alarm, head_mail, passwords, routes
from licensing.outbox.delivery import dispatch as sending


@shared_task
@leave_trace
def fan_out() -> int:
    """Write a delivery for each recipient of an event that has none yet."""
    return routes.fan_out()


@shared_task
@leave_trace
def dispatch() -> int:
    """Send the deliveries that are due, mails and webhooks, and the letters to those who have forgotten their password."""
    return run_all(passwords.send_password_letters, sending.dispatch)


@shared_task
@leave_trace
def send_due_reminders() -> int:
    """Turn reminders that have come due into events."""
    return reminders.send_due_reminders()


@shared_task
@leave_trace
def close_due_rounds() -> int:
    """Close the rounds and windows past their time, and do what follows where the legal limit has passed."""
    return reminders.close_due_rounds()


@shared_task
@leave_trace
def lapse_due_pauses() -> int:
    """End the pauses that have lasted as long as they may."""
    return reminders.end_due_pauses()


@shared_task
@leave_trace
def expire_due_licences() -> int:
    """Expire the licences whose last day is over in Kyiv."""
    return reminders.expire_due_licences()


@shared_task
@leave_trace
def lapse_due_suspensions() -> int:
    """Let the suspensions of licences lapse that nobody confirmed in time."""
    return reminders.lapse_due_suspensions()


@shared_task
@leave_trace
def follow_due_papers() -> int:
    """Keep the days by which papers of licences and notices of suspensions are issued, and call off those nobody owes."""
    return papers.follow_due_papers()


@shared_task
@leave_trace
def open_due_reviews() -> int:
    """Open reviews of licences of which something became known after the grant."""
    return reminders.open_due_reviews()


@shared_task
@leave_trace
def apply_due_consequences() -> int:
    """Apply what follows from conditions of licences that were not met by their day."""
    return reminders.apply_due_consequences()


@shared_task
@leave_trace
def lapse_worsened_needs() -> int:
    """Let the statements of need lapse of which less can be spared by now."""
    return reminders.lapse_worsened_needs()


@shared_task
@leave_trace
def lapse_due_assessments() -> int:
    """Write down which assessments lapsed with their last day."""
    return reminders.lapse_due_assessments()


@shared_task
@leave_trace
def retime_cases() -> int:
    """Recompute the time limits that a changed calendar moves."""
    return reminders.retime_cases()


@shared_task
@leave_trace
def follow_reminder_policy() -> int:
    """Reschedule the reminders that a changed rule moves."""
    return reminder_policy.follow_reminder_policy()


@shared_task
@leave_trace
def settle_due_rights() -> int:
    """Let proposed rights lapse, remind of those that wait, let heads of bodies take office, and end what has run out."""
    return run_all(sweeping.settle_due_rights, sweeping.end_run_out_access, emergency.settle_due_access)


@shared_task
@leave_trace
def settle_due_invitations() -> int:
    """Let invitations lapse whose link was not used, and remind of those that end soon; end forgotten registrations.

    Officers are reminded of registrations that wait, and those that came to nothing long ago are erased.
    """
    return run_all(
        sweeping.settle_due_invitations,
        registrations.lapse_due_registrations,
        registration_sweeping.remind_of_registrations,
        registration_sweeping.erase_old_registrations,
    )


@shared_task
@leave_trace
def settle_due_interests() -> int:
    """Let offers of the state lapse, and remind of those that end soon and of interests that wait for an answer.

    Country plans of partners, which became interests, are carried over; what requests draw on runs out with its last day.
    """
    return run_all(
        carrying.carry_over_plans,
        reminders.expire_due_authorisations,
        interests.lapse_due_offers,
        interests.remind_of_offers,
        interests.remind_of_interests,
    )


@shared_task
@leave_trace
def settle_due_change_sets() -> int:
    """Bring approved change sets into force at their moment, let unsettled ones lapse, and remind of those that wait."""
    return settle_change_sets()


@shared_task
@leave_trace
def work_on_trials() -> int:
    """Go on with the trials of drafts on very many cases that somebody has asked for."""
    return trial_runs.work_on_trials()


@shared_task
@leave_trace
def tell_of_measures() -> int:
    """Tell people, case by case, what measures of the state have stopped or freed."""
    return telling.tell_of_measures()


@shared_task
@leave_trace
def screen_due_cases() -> int:
    """Hold live cases against the lists that have come into force since they were screened."""
    return screening.screen_due_cases()


@shared_task
@leave_trace
def settle_due_systems() -> int:
    """Let proposed systems lapse, remind of those that end soon, and end those whose day has come."""
    return system_sweeping.settle_due_systems()


@shared_task
@leave_trace
def scan_waiting_documents() -> int:
    """Scan the files that were attached while the scanner was away."""
    return scanning.scan_waiting_documents()


@shared_task
@leave_trace
def tell_of_dead_letters() -> int:
    """Mail the operators about deliveries that were given up."""
    return alarm.report_dead_letters()


@shared_task
@leave_trace
def keep_head() -> int:
    """Keep the head of the chain outside the database, and mail it to those who keep it too; after comparing the last ones."""
    return head_mail.send_head(heads.keep_head())


@shared_task
@leave_trace
def forget_old_answers() -> int:
    """Delete stored responses that no repeated command will ask for any more."""
    return retention.delete_old_responses()


@shared_task
@leave_trace
def forget_old_counts() -> int:
    """Delete the counts of clients who have not called the API for a day."""
    return CallCount.objects.delete_stale()


@shared_task
@leave_trace
def clear_expired() -> int:
    """Delete sessions and tokens that have ended."""
    return retention.delete_expired()
