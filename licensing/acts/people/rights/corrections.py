"""Correcting the past of a right: recorded as such, with what was done under it, whose review is then open."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.rights.heads import read_tenures
from licensing.acts.people.rights.keepers import lock_person, refuse_others
from licensing.acts.people.rights.taking_away import (
    GivenRight,
    describe_head,
    describe_right,
    end_locked_head,
    end_locked_right,
)
from licensing.errors import BothPersons, Invalid, NotAllowed, NotFound, WrongState
from licensing.messages import Message
from licensing.models import Appointment, Body, Event, Mandate, Membership, RightCorrection, User, read_actor
from licensing.models.clocks.days import begin_local_day
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people import two_persons
from licensing.policy.people.rights import Period, find_correction_gaps, find_proposer_refusal
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def correct_right(right: GivenRight, user: User, *, first_on: date | None, end_on: date | None, reason: str) -> RightCorrection:
    """Record that a right did not hold on some past days, list what was done under it on them, and open its review.

    What was done stays as it is; a right that still holds is ended at once. Raises NotAllowed for whoever keeps no rights
    and for one's own, Invalid for days that are not past or not of the right.
    """
    with lock_person(right.user) as (person, asked_at):
        _refuse_corrector(user, person, at=asked_at)
        locked: GivenRight = type(right).objects.select_for_update(of=("self",), no_key=True).get(pk=right.pk)
        at, days = database_now(), Period(first_on, end_on)
        _refuse_other_days(locked, days, reason=reason, today=to_local_day(at))
        assert first_on is not None
        assert end_on is not None
        if locked.ended_at is None and (locked.period.upper is None or locked.period.upper > to_local_day(at)):
            end_locked_right(locked, user, at, reason=reason.strip(), end_on=None)
        of_right = {
            "mandate": locked if isinstance(locked, Mandate) else None,
            "appointment": locked if isinstance(locked, Appointment) else None,
            "membership": locked if isinstance(locked, Membership) else None,
        }
        touched = list_acts_under(locked, first_on, end_on)
        return _record_correction(days, touched, user, at, reason=reason.strip(), **of_right)


@guard_texts()
def correct_head(
    body: Body, person: User, user: User, *, first_on: date | None, end_on: date | None, reason: str
) -> RightCorrection:
    """Record that somebody was not the head of a body on some past days after all; else as `correct_right`.

    NotFound for somebody who never headed the body.
    """
    with lock_person(person) as (locked, at):
        _refuse_corrector(user, locked, at=at)
        days, corrected = Period(first_on, end_on), RightCorrection.objects.filter(body=body, head=locked)
        period = _find_tenure(body, locked, days)
        _refuse_uncorrectable(period, days, corrected, reason=reason, today=to_local_day(at))
        assert first_on is not None
        assert end_on is not None
        if Body.objects.filter(pk=body.pk, head=locked).update(head=None):
            end_locked_head(body.pk, locked, user, at, reason=reason.strip())
        touched = _list_reviews_by(locked, body, first_on, end_on)
        return _record_correction(days, touched, user, at, reason=reason.strip(), body=body, head=locked)


@guard_texts()
def close_review(correction: RightCorrection, user: User, *, note: str) -> RightCorrection:
    """Close the review of what was done under a corrected right, with what it found.

    Raises NotAllowed for anybody but an auditor and, of a mandate, the head of the body, BothPersons for whoever corrected it
    or held the right; WrongState once it is closed.
    """
    with lock_person(correction.holder) as (_person, at):
        locked = RightCorrection.objects.select_for_update(of=("self",), no_key=True).get(pk=correction.pk)
        if refusal := find_reviewer_refusal(locked, user):
            raise BothPersons(str(refusal))
        if not may_review(locked, user, at=at):
            raise NotAllowed(str(two_persons.CORRECTION.apart["proposer"]))
        if locked.reviewed_at is not None:
            raise WrongState(_("This review is closed."))
        locked.review_note = require_reason(note, _("Say what the review found."))
        locked.reviewed_by, locked.reviewed_at = user, at
        locked.save(update_fields=["reviewed_by", "reviewed_at", "review_note"])
        told = _describe_corrected(correction)
        data = {name: told[name] for name in ("person", "body", "organisation")}
        more = {"correction": str(locked.pk), "note": locked.review_note}
        Event.objects.chain([PendingEvent(EventKind.CORRECTION_REVIEWED, data=data | more)], user, at=at)
    return locked


def find_reviewer_refusal(correction: RightCorrection, user: User) -> Message | None:
    """Why somebody with a part in what is reviewed may not close the review, whatever office they hold."""
    parts = {"proposer": correction.corrected_by_id, "receiver": correction.holder.pk}
    return two_persons.CORRECTION.find_refusal(user.pk, **parts)


def may_review(correction: RightCorrection, user: User, *, at: datetime) -> bool:
    """Whether somebody may close the review: an auditor or the head of the body, without a part in what is reviewed."""
    right = correction.right
    if find_reviewer_refusal(correction, user) or not user.is_active:
        return False
    heads = isinstance(right, Mandate) and right.body.head_id == user.pk
    return heads or two_persons.AUDITOR.is_among(read_actor(user, on=to_local_day(at)).appointments)


def list_acts_under(right: GivenRight, first_on: date, end_on: date) -> Any:
    """The events that rest on a right on some days, oldest first; of older releases, which cite none, by whom and for whom."""
    kinds = [kind for kind in EventKind if _rests_on(kind, right)]
    under = Q(data__under=right.pk) | ~Q(data__has_key="under")
    if isinstance(right, Mandate):
        under &= Q(data__seat=right.body_id) | Q(data__body=right.body_id)
    elif isinstance(right, Membership):
        # What belongs to no case, such as an expression of interest, names the organisation itself.
        under &= Q(case__organisation=right.organisation_id) | Q(case=None, data__organisation=str(right.organisation_id))
    for kind in kinds:
        # Such as one's own conflict of interest: it is done under no right, and so cites none, today as ever.
        if kind.declaration.under_if:
            field, word = kind.declaration.under_if
            says = Q(data__contains={field: word}) | Q(data__contains={field: [word]})
            under &= ~Q(kind=kind) | says
    return _list_done_on(first_on, end_on).filter(under, actor=right.user_id, kind__in=kinds)


def _list_reviews_by(head: User, body: Body, first_on: date, end_on: date) -> Any:
    """What somebody did as the head of a body, who closes reviews of its mandates and does nothing else by it."""
    done = _list_done_on(first_on, end_on).filter(kind=EventKind.CORRECTION_REVIEWED, actor=head)
    return done.filter(data__body=body.pk)


def _list_done_on(first_on: date, end_on: date) -> Any:
    return Event.objects.filter(at__gte=begin_local_day(first_on), at__lt=begin_local_day(end_on)).order_by("number")


def _rests_on(kind: EventKind, right: GivenRight) -> bool:
    declared = kind.declaration
    match right:
        case Mandate():
            return bool(declared.under_mandate_of)
        case Membership():
            return declared.under_membership
    return declared.under_office == right.kind


def _refuse_corrector(user: User, person: User, *, at: datetime) -> None:
    refuse_others(user, at=at)
    if find_proposer_refusal(proposer=user.pk, receiver=person.pk):
        raise NotAllowed(_("Nobody corrects a right of their own. Another administrator must do it."))


def _refuse_other_days(right: GivenRight, days: Period, *, reason: str, today: date) -> None:
    period = Period(right.period.lower, right.period.upper)
    _refuse_uncorrectable(period, days, right.corrections.all(), reason=reason, today=today)


def _refuse_uncorrectable(period: Period, days: Period, corrected: Any, *, reason: str, today: date) -> None:
    before = [Period(first_on, end_on) for first_on, end_on in corrected.values_list("first_on", "end_on")]
    if gaps := list(find_correction_gaps(period, days, reason=reason, today=today, corrected=before)):
        raise Invalid(gaps[0].sentence, gaps=gaps)


def _find_tenure(body: Body, person: User, days: Period) -> Period:
    """The time in which somebody headed a body that these days are of, or else the last one."""
    found = [
        Period(
            to_local_day(one.since) if one.since else None,
            to_local_day(one.until) + timedelta(days=1) if one.until else None,
        )
        for one in read_tenures([body.pk])
        if one.person == person.pk
    ]
    if not found:
        raise NotFound(_("This person never headed this body."))
    return next((one for one in found if one.is_covering(days)), found[-1])


def _describe_corrected(correction: RightCorrection) -> dict[str, str | None]:
    right = correction.right
    return describe_head(str(correction.body_id), correction.holder) if right is None else describe_right(right)


def _record_correction(
    days: Period, touched: Any, user: User, at: datetime, *, reason: str, **of_right: Any
) -> RightCorrection:
    numbers = list(touched.values_list("number", flat=True))
    given = of_right | {"first_on": days.first_on, "end_on": days.end_on, "reason": reason, "touched": numbers}
    correction = RightCorrection.objects.create(**given, corrected_by=user, corrected_at=at)
    data = _describe_corrected(correction) | {
        "given": str(correction.right.pk) if correction.right else None,
        "correction": str(correction.pk),
        "from_on": correction.first_on,
        # As everywhere in letters, the last day on which it did not hold.
        "until": correction.end_on - timedelta(days=1),
        "reason": correction.reason,
        "touched": correction.touched,
    }
    Event.objects.chain([PendingEvent(EventKind.RIGHT_CORRECTED, data=data)], user, at=at)
    return correction
