"""Whether a right may be given to a person, by whom, and from which day it holds: values in, refusals out.

Nobody gives a right to themselves. Who proposes it, who confirms it and who receives it are three persons.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from licensing.choices import MandateKind, MembershipRole, Office, RightKind
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.people import two_persons

_ROLES: dict[RightKind, Collection[str]] = {
    RightKind.MANDATE: MandateKind.values,
    RightKind.APPOINTMENT: Office.values,
    RightKind.MEMBERSHIP: MembershipRole.values,
    RightKind.HEAD: ("",),
}
# What a program may hold. It never speaks for a body, decides, handles files or keeps the rights of others.
_OF_SYSTEMS: dict[RightKind, Collection[str]] = {
    RightKind.APPOINTMENT: (Office.CUSTOMS,),
    RightKind.MEMBERSHIP: (MembershipRole.PREPARER, MembershipRole.DRAFTER, MembershipRole.READER),
}


@dataclass(frozen=True, slots=True)
class Period:
    """From a day, to a day that is not included; None is open on that side."""

    first_on: date | None
    end_on: date | None = None

    def is_overlapping(self, other: Period) -> bool:
        """Whether some day lies in both."""
        begins_before = self.first_on is None or other.end_on is None or self.first_on < other.end_on
        ends_after = other.first_on is None or self.end_on is None or other.first_on < self.end_on
        return begins_before and ends_after

    def is_covering(self, days: Period) -> bool:
        """Whether all of some days lie in it; a side on which these say nothing is not looked at."""
        begins = self.first_on is None or days.first_on is None or self.first_on <= days.first_on
        ends = self.end_on is None or days.end_on is None or days.end_on <= self.end_on
        return begins and ends


@dataclass(frozen=True, slots=True)
class WishedRight:
    """The right that somebody proposes: what, as what, and for which days. `subject` is its body, organisation or office."""

    kind: RightKind
    subject: str
    role: str
    period: Period


@dataclass(frozen=True, slots=True)
class Receiver:
    """The person who is to receive a right, as far as it matters here, and what they have of the same already."""

    is_active: bool
    is_system: bool
    taken: Collection[Period] = ()
    has_pending: bool = False


def find_proposal_gaps(wish: WishedRight, receiver: Receiver, *, reason: str, today: date) -> Iterator[Gap]:
    """Why a right cannot be proposed; nothing where it can."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why this right is given."))
    if not wish.subject:
        yield Gap("required", "subject", Message("Say for which body, organisation or office the right is given."))
    if wish.role not in _ROLES[wish.kind]:
        yield Gap("unknown_code", "role", Message("A right of this kind is not given in this form."))
    if wish.kind is RightKind.HEAD and wish.period.end_on is not None:
        yield Gap("invalid", "end_on", Message("The head of a body stays until another takes office, or it is taken away."))
    yield from _find_receiver_gaps(wish, receiver)
    yield from _find_period_gaps(wish.period, today)
    if receiver.has_pending:
        yield Gap(
            "twice", "person", Message("The same right is proposed for this person already, and waits for a second person.")
        )
    elif any(wish.period.is_overlapping(one) for one in receiver.taken):
        yield build_overlap_gap()


def build_overlap_gap() -> Gap:
    """The refusal of a right that the person has in a part of that time already."""
    return Gap("overlap", "first_on", Message("This person has this right in a part of that time already. End it first."))


def _find_receiver_gaps(wish: WishedRight, receiver: Receiver) -> Iterator[Gap]:
    if not receiver.is_active:
        yield Gap("inactive", "person", Message("This account is closed. Open it again before you give it a right."))
    if receiver.is_system and wish.role not in _OF_SYSTEMS.get(wish.kind, ()):
        yield Gap("system_account", "person", Message("This is the account of a system. A program does not hold such a right."))


def _find_period_gaps(period: Period, today: date) -> Iterator[Gap]:
    if period.first_on is None:
        yield Gap("required", "first_on", Message("Say from which day the right holds."))
    elif period.first_on < today:
        yield Gap(
            "past", "first_on", Message("A right is given from today or later. The past is corrected by an act of its own.")
        )
    if period.first_on and period.end_on and period.end_on <= period.first_on:
        yield Gap("invalid", "end_on", Message("Say from which day, and end later than you begin."))


def find_proposer_refusal(*, proposer: UUID, receiver: UUID) -> Message | None:
    """Why this person may not propose a right for that one, whatever office they hold."""
    if proposer == receiver:
        return Message("Nobody gives a right to themselves. Another administrator must propose it.")
    return None


def find_settler_refusal(*, settler: UUID, proposer: UUID, receiver: UUID) -> Message | None:
    """Why this person may neither confirm nor decline what was proposed, whatever office they hold."""
    return two_persons.RIGHT.find_refusal(settler, receiver=receiver, proposer=proposer)


def compute_first_day(wished_on: date, *, confirmed_at: datetime, delay: timedelta) -> date:
    """The first day of a right that is confirmed: the day wished for, but no day that begins before the delay is over.

    `confirmed_at` is in the zone of the authority, whose days count. Without a delay the day of the confirmation will do.
    """
    if not delay:
        return max(wished_on, confirmed_at.date())
    # Over UTC: arithmetic within a zone counts the hours of the wall, of which a day may have 23 or 25.
    free_at = datetime.fromtimestamp(confirmed_at.timestamp() + delay.total_seconds(), confirmed_at.tzinfo)
    begins_at_midnight = free_at.time() == datetime.min.time()
    return max(wished_on, free_at.date() if begins_at_midnight else free_at.date() + timedelta(days=1))


def find_correction_gaps(
    period: Period, days: Period, *, reason: str, today: date, corrected: Collection[Period] = ()
) -> Iterator[Gap]:
    """Why it cannot be recorded that a right did not hold on some days: they are past, and all of the right.

    `corrected` are the days of it that were corrected before: what did not hold cannot be said again not to have.
    """
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why the past is corrected."))
    if days.first_on is None:
        yield Gap("required", "first_on", Message("Say from which day the right did not hold."))
    if days.end_on is None:
        yield Gap("required", "end_on", Message("Say until which day the right did not hold."))
    if days.first_on is None or days.end_on is None:
        return
    if days.end_on <= days.first_on:
        yield Gap("invalid", "end_on", Message("Say from which day, and end later than you begin."))
    elif days.end_on > today + timedelta(days=1):
        yield Gap("invalid", "end_on", Message("Only the past is corrected; what is to come is ended."))
    else:
        yield from _find_days_beyond(period, days, corrected)


def _find_days_beyond(period: Period, days: Period, corrected: Collection[Period]) -> Iterator[Gap]:
    if not period.is_overlapping(days):
        yield Gap("invalid", "first_on", Message("The right did not hold on these days anyway."))
    elif not period.is_covering(days):
        begins_too_early = not period.is_covering(Period(days.first_on))
        path = "first_on" if begins_too_early else "end_on"
        yield Gap("beyond", path, Message("The right did not hold on all of these days anyway. Name days on which it held."))
    elif any(days.is_overlapping(one) for one in corrected):
        yield Gap("twice", "first_on", Message("Some of these days are corrected already. Name the others."))


def find_end_gaps(period: Period, *, end_on: date | None, reason: str, today: date, over: bool) -> Iterator[Gap]:
    """Why a right cannot be ended on a day (None is now): never backwards, and no right is prolonged by ending it."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why this right ends."))
    if over or (period.end_on is not None and period.end_on <= today):
        yield Gap("over", "end_on", Message("This right has ended already."))
    elif end_on is not None and end_on <= today:
        yield Gap("past", "end_on", Message("A right ends now or on a later day. The past is corrected by an act of its own."))
    elif end_on is not None and period.end_on is not None and end_on >= period.end_on:
        yield Gap("invalid", "end_on", Message("This right ends before that day anyway; a longer one has to be proposed."))
    elif end_on is not None and period.first_on is not None and end_on <= period.first_on:
        yield Gap("invalid", "end_on", Message("The right has not begun by that day. End it now instead."))
