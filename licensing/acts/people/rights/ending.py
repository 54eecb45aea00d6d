"""Rights end from now or from a later day. Taking one away is safe, so one person may do it; everybody concerned is told."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.rights.emergency import end_all_access
from licensing.acts.people.rights.giving import lapse_proposal
from licensing.acts.people.rights.keepers import lock_person, refuse_others
from licensing.acts.people.rights.taking_away import (
    GivenRight,
    end_locked_head,
    end_locked_right,
    find_last_administrator_refusal,
)
from licensing.errors import Invalid, NotFound, WrongState
from licensing.models import Appointment, Body, Mandate, Membership, RightProposal, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.rights import Period, find_end_gaps
from licensing.policy.reasons import require_reason


@guard_texts()
def end_right(right: GivenRight, user: User, *, reason: str, end_on: date | None = None) -> None:
    """End a right at once, or from a later day (which is not included any more). Whoever holds it may end it too.

    Raises NotAllowed for anybody but an administrator of people and the holder; WrongState for the last administrator of an
    organisation who leaves by themselves; Invalid for a day in the past, for one after
    its present end, and for a right that is over.
    """
    with lock_person(right.user) as (person, asked_at):
        if user.pk != person.pk:
            refuse_others(user, at=asked_at)
        elif refusal := find_last_administrator_refusal(right, asked_at):
            raise WrongState(str(refusal))
        locked: GivenRight = type(right).objects.select_for_update(of=("self",), no_key=True).get(pk=right.pk)
        # Behind the lock: an act that is done under the right holds its row, and was before its end.
        at = database_now()
        period = Period(locked.period.lower, locked.period.upper)
        over = locked.ended_at is not None
        if gaps := list(find_end_gaps(period, end_on=end_on, reason=reason, today=to_local_day(at), over=over)):
            raise Invalid(gaps[0].sentence, gaps=gaps)
        end_locked_right(locked, user, at, reason=reason.strip(), end_on=end_on)


@guard_texts()
def end_head(body: Body, user: User, *, reason: str) -> None:
    """Take the head of a body away at once; the body has none until another is confirmed. Refusals as of `end_right`."""
    if body.head is None:
        raise NotFound(_("This body has no head."))
    with lock_person(body.head) as (person, at):
        if user.pk != person.pk:
            refuse_others(user, at=at)
        require_reason(reason, _("Say why this right ends."))
        if not Body.objects.filter(pk=body.pk, head=person).update(head=None):
            raise NotFound(_("This body has no head."))
        end_locked_head(body.pk, person, user, at, reason=reason.strip())


def end_all_rights(person: User, user: User, at: datetime, *, reason: str) -> None:
    """Take away at once all that a locked person holds or would hold, as when their account is closed."""
    today = to_local_day(at)
    for model in (Mandate, Appointment, Membership):
        rows = model.objects.not_over(today).filter(user=person).select_for_update(of=("self",), no_key=True)
        for right in rows.order_by("pk"):
            end_locked_right(right, user, database_now(), reason=reason, end_on=None)
    for body in Body.objects.filter(head=person).order_by("pk"):
        Body.objects.filter(pk=body.pk).update(head=None)
        end_locked_head(body.pk, person, user, at, reason=reason)
    end_all_access(person, user, database_now(), reason=reason)
    waiting = RightProposal.objects.pending() | RightProposal.objects.to_take_office()
    for proposal in waiting.filter(person=person).order_by("proposed_at"):
        lapse_proposal(proposal, at)
