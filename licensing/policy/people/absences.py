"""Whether somebody may be away for a time, and who may be asked in their place: values in, refusals out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from licensing.choices import MandateKind
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.people.rights import Period


@dataclass(frozen=True, slots=True)
class Voice:
    """A mandate as far as it matters here: whose it is, for which body, as what, for which kinds of case, and until when."""

    person: UUID
    body: str
    kind: str
    scope: Collection[str]
    period: Period
    is_active: bool = True  # the account is open, and the mandate was not taken away


def find_absence_gaps(days: Period, *, today: date, taken: Collection[Period]) -> Iterator[Gap]:
    """Why nobody can be away on these days: they are past or none, or an absence is recorded for some of them."""
    if days.first_on is None:
        yield Gap("required", "first_on", Message("Say from which day."))
    elif days.first_on < today:
        yield Gap("past", "first_on", Message("An absence begins today or later: what is past is not rewritten."))
    if days.end_on is None:
        yield Gap("required", "end_on", Message("Say until which day."))
    elif days.first_on and days.end_on <= days.first_on:
        yield Gap("invalid", "end_on", Message("Say from which day, and end later than you begin."))
    if days.first_on and days.end_on and any(days.is_overlapping(one) for one in taken):
        yield Gap("twice", "first_on", Message("This is recorded for a part of that time already. Take it back first."))


def find_hand_over_gaps(holder: Voice, deputy: Voice, days: Period, *, deputy_away: Collection[Period] = ()) -> Iterator[Gap]:
    """Why a seat cannot be handed over to this mandate for these days; nothing where it can.

    `deputy_away` are the days on which the deputy is away, by an absence or by a seat of their own that they handed over.
    """
    if holder.kind != MandateKind.HOLDER:
        yield Gap("no_holder", "mandate", Message("Only whoever holds a seat hands it over; a deputy does not."))
    if deputy.person == holder.person:
        yield Gap("self", "deputy", Message("Nobody hands over to themselves."))
    elif deputy.body != holder.body or deputy.kind != MandateKind.DEPUTY or not deputy.is_active:
        yield Gap("no_deputy", "deputy", Message("This person is no confirmed deputy of the body."))
    elif deputy.scope and not (holder.scope and set(holder.scope) <= set(deputy.scope)):
        yield Gap("narrower", "deputy", Message("This deputy may speak in fewer kinds of case than you."))
    elif any(days.is_overlapping(one) for one in deputy_away):
        yield Gap("away", "deputy", Message("This deputy is away on some of these days. Choose another, or other days."))
    if not holder.period.is_covering(days):
        yield Gap("beyond", "end_on", Message("Your own mandate does not hold on all of these days."))
    if deputy.person != holder.person and not deputy.period.is_covering(days):
        yield Gap("beyond", "deputy", Message("The deputy's mandate does not hold on all of these days."))
