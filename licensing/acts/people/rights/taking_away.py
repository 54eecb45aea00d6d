"""Taking a right away, as a step of another act: of its end, of a correction, of a role that takes the place of another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db.backends.postgresql.psycopg_any import DateRange

from licensing.acts.acting import to_local_day
from licensing.acts.people.accounts.sessions import end_access_but_here
from licensing.choices import MembershipRole, RightKind
from licensing.messages import Message
from licensing.models import Appointment, Event, Mandate, Membership, User
from licensing.models.record.event import PendingEvent
from licensing.policy.people.memberships import find_leaving_refusal
from licensing.policy.record.event_kinds import EventKind

GivenRight: TypeAlias = Mandate | Appointment | Membership


def end_locked_right(right: GivenRight, user: User | None, at: datetime, *, reason: str, end_on: date | None) -> None:
    """End a right whose row is locked, as a step of another act."""
    today, lower, upper = to_local_day(at), right.period.lower, right.period.upper
    if end_on is None:
        # The day itself stays within the period, so that what was done before this moment was done under the right. One that
        # has not begun keeps its days: `ended_at` says that it never holds.
        tomorrow = today + timedelta(days=1)
        begun = lower is None or lower <= today
        right.ended_at = at
        right.period = DateRange(lower, tomorrow) if begun and (upper is None or upper > tomorrow) else right.period
    else:
        # From a later day it still holds, so nobody is signed out: the sweep does that on the day.
        right.period = DateRange(lower, end_on)
    right.save(update_fields=["ended_at", "period"])
    data = describe_right(right)
    _record_end(data, right, user, at, reason=reason, until=end_on or today, at_once=end_on is None)
    if end_on is None:
        end_access_but_here(right.user, user)


def end_locked_head(body: str, person: User, user: User | None, at: datetime, *, reason: str) -> None:
    """Record that a locked person is not the head of a body any more, whose row the caller has changed, and sign them out."""
    _record_end(describe_head(body, person), None, user, at, reason=reason, until=to_local_day(at), at_once=True)
    end_access_but_here(person, user)


def find_last_administrator_refusal(right: GivenRight, at: datetime) -> Message | None:
    """Why a membership cannot end by the will of its organisation, or of its holder: nobody would administer it."""
    if not isinstance(right, Membership):
        return None
    # A closed account and a program administer nothing, whatever their membership says.
    others = Membership.objects.in_force(to_local_day(at)).filter(
        organisation=right.organisation_id, role=MembershipRole.ADMINISTRATOR, user__is_active=True, user__is_system=False
    )
    return find_leaving_refusal(role=right.role, other_administrators=others.exclude(user=right.user_id).count())


def describe_right(right: GivenRight) -> dict[str, str | None]:
    """What an event says of a right: whose it is, for which body or organisation, and as what."""
    shared: dict[str, str | None] = {"person": str(right.user_id), "body": None, "organisation": None}
    match right:
        case Mandate():
            return shared | {"right": RightKind.MANDATE, "body": right.body_id, "role": right.kind}
        case Membership():
            return shared | {"right": RightKind.MEMBERSHIP, "organisation": str(right.organisation_id), "role": right.role}
    return shared | {"right": RightKind.APPOINTMENT, "role": right.kind}


def describe_head(body: str, person: User) -> dict[str, str | None]:
    """What an event says of the head of a body, which is no row of its own."""
    return {"right": RightKind.HEAD, "person": str(person.pk), "body": body, "organisation": None, "role": ""}


def _record_end(
    data: dict[str, str | None],
    right: GivenRight | None,
    user: User | None,
    at: datetime,
    *,
    reason: str,
    until: date,
    at_once: bool,
) -> None:
    more = {"given": str(right.pk) if right else None, "until": until, "at_once": at_once, "reason": reason}
    Event.objects.chain([PendingEvent(EventKind.RIGHT_ENDED, data=data | more)], user, at=at)
