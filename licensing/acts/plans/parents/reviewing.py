"""Reviews of contracts of several years: owed from the grant on, reminded of by the one engine, and recorded by an officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.deadlines import (
    Deadline,
    cancel_reminders,
    find_deadlines_ahead,
    get_case_calendar,
    read_calendars,
    schedule_reminders,
)
from licensing.choices import DeadlineKind, ParentState, ReviewResult, Verb
from licensing.errors import Gap, Invalid, NotAllowed, WrongState
from licensing.models import Case, ContractReview, ParentAuthorisation, Reminder, User
from licensing.models.plans.parents import lock_parent_of
from licensing.policy.clocks import deadlines
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.ceilings import list_review_points
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_BATCH: Final = 100


def open_reviews(act: Act[Case], parent: ParentAuthorisation) -> None:
    """Write down the review points that the terms name, with their reminders, as a step of the grant of a contract."""
    points = list_review_points(act.case.long_term) if parent.years else []
    rows = [ContractReview(authorisation=parent, number=one.number, due_on=one.due_on, subject=one.subject) for one in points]
    ContractReview.objects.bulk_create(rows)
    if rows:
        calendar = get_case_calendar(act.case).as_policy()
        owed = [_build_review_deadline(one, calendar) for one in rows]
        schedule_reminders(act.case, *owed, calendar=calendar, now=act.now)


@guard_texts()
def review_contract(
    case: Case, user: User, number: int, *, result: ReviewResult, reason: str, expected: int | None = None
) -> ContractReview:
    """Record what the review of a contract has found on its day, or late: it goes on, is to be varied, or is to be ended.

    It changes nothing by itself: a decider ends or reduces what was granted, and the parties vary their contract. Raises
    WrongState for a contract that has ended and a review that was held, Invalid for one whose day is far ahead.
    """
    with acting(case, user, Verb.REVIEW_CONTRACT, expected=expected) as act:
        act.perform()
        if act.case.is_own(act.actor):
            raise NotAllowed(_("Nobody records the review of a contract of their own organisation."))
        parent = lock_parent_of(act.case.pk)
        if parent is None or parent.state == ParentState.ENDED or parent.is_over(act.today):
            raise WrongState(_("This is no contract that holds, so no review of it is due."), state=act.case.state)
        review = _get_review(parent, number)
        if review.is_held:
            raise WrongState(_("This review was recorded already."), state=act.case.state)
        if not review.may_be_held(act.today):
            sentence = _("A review is recorded from 90 days before its day on.")
            raise Invalid(gaps=[Gap("too_early", "number", sentence)])
        review.result, review.reason = result, require_reason(reason, _("Say what the review has found, and why."))
        review.held_by, review.held_at = act.user, act.now
        review.save(update_fields=["result", "reason", "held_by", "held_at"])
        cancel_reminders(act.case, _build_review_key(review), at=act.now)
        act.record(EventKind.CONTRACT_REVIEWED, number=number, due_on=review.due_on, result=result, reason=review.reason)
    return review


def cancel_review_reminders(act: Act[Case], parent: ParentAuthorisation) -> None:
    """Cancel the reminders of reviews that nobody owes any more: the contract has ended."""
    cancel_reminders(
        act.case, *[_build_review_key(one) for one in ContractReview.objects.filter(authorisation=parent)], at=act.now
    )


def find_unreminded_reviews(after: Case | None = None) -> list[Case]:
    """The cases with an owed review of which nothing was ever scheduled: granted before there were rules for it.

    Those of which no rule has anything to remind are not among them, or every run would find them again.
    """
    at = database_now()
    scheduled = Reminder.objects.filter(case=OuterRef("authorisation__case"), rule__clock=DeadlineKind.CONTRACT_REVIEW)
    owed = ContractReview.objects.owed().filter(~Exists(scheduled), authorisation__ends_on__gte=to_local_day(at))
    found = owed.select_related("authorisation__case__procedure__calendar")
    rows = list(found.filter(authorisation__case__gt=after.pk) if after else found)
    listed = _list_review_deadlines(rows)
    ahead = find_deadlines_ahead(listed, now=at)
    reminded = [one.authorisation.case_id for one in rows if one.authorisation.case_id and _build_review_key(one) in ahead]
    return list(Case.objects.filter(pk__in=reminded).order_by("pk")[:_BATCH])


def resume_review_reminders(case: Case) -> Case:
    """Schedule the reminders of such reviews; called by the clock. Nobody has more or less time: no event tells it."""
    with translate_database_errors(), transaction.atomic():
        locked: Case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        calendar = get_case_calendar(locked).as_policy()
        rows = ContractReview.objects.owed().filter(authorisation__case=locked)
        owed = [_build_review_deadline(one, calendar) for one in rows]
        schedule_reminders(locked, *owed, calendar=calendar, now=database_now())
    return case


def _get_review(parent: ParentAuthorisation, number: int) -> ContractReview:
    found: ContractReview | None = ContractReview.objects.filter(authorisation=parent, number=number).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown", "number", _("The contract has no such review."))])
    return found


def _list_review_deadlines(rows: Sequence[ContractReview]) -> list[tuple[Deadline, deadlines.Calendar]]:
    """The day of each, with the calendar of its case."""
    calendars = read_calendars(one.authorisation.case for one in rows)
    return [(_build_review_deadline(one, days), days) for one, days in zip(rows, calendars, strict=True)]


def _build_review_deadline(review: ContractReview, calendar: deadlines.Calendar) -> Deadline:
    return Deadline(DeadlineKind.CONTRACT_REVIEW, _build_review_key(review), calendar.end_of(review.due_on))


def _build_review_key(review: ContractReview) -> str:
    return f"contract_review:{review.authorisation_id}:{review.number}"
