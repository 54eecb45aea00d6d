"""Who attends a sitting, for which body, who has confirmed it, and whether they are enough to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from licensing.choices import VOTING_ROLES, Office, SittingState
from licensing.errors import Gap
from licensing.models import AgendaItem, Appointment, Attendance, Body, Mandate, Recusal, RoundSeat, Sitting, User
from licensing.policy.signoff.rules import Rule


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members are stated to be present, how many of them have confirmed it, and how many are needed to decide."""

    stated: int
    confirmed: int
    needed: int

    @property
    def missing(self) -> int:
        """How many members must still confirm."""
        return max(self.needed - self.confirmed, 0)

    @property
    def is_met(self) -> bool:
        """Whether the sitting may decide: what is only stated does not count."""
        return not self.missing


def count_quorum(sitting: Sitting, item: AgendaItem | None = None) -> Quorum:
    """Who is present, counted; for one case by its own procedure, and without those who have a conflict of interest in it."""
    there = sitting.attendance.filter(present=True)
    if item is not None:
        there = there.exclude(person__in=Recusal.objects.filter(case=item.case_id).values("person"))
    counted = there.aggregate(stated=Count("pk"), confirmed=Count("confirmed_at"))
    items = sitting.agenda.all() if item is None else sitting.agenda.filter(pk=item.pk)
    return Quorum(**counted, needed=_count_needed(sitting, items))


def _count_needed(sitting: Sitting, items: QuerySet[AgendaItem]) -> int:
    """What the procedures of these cases ask for, the most demanding first; never fewer than were stated at the call."""
    asked = [sitting.quorum]
    voting = Prefetch("round__seats", RoundSeat.objects.filter(role__in=VOTING_ROLES))
    for item in items.select_related("round").prefetch_related(voting):
        if item.round is not None:
            bodies = {sitting.body_id, *(seat.body_id for seat in item.round.seats.all())}
            asked.append(Rule.parse(item.round.rule).count_sitting_quorum(len(bodies)) or 0)
    return max(asked)


def find_dropped_confirmations(sitting: Sitting, members: Sequence[tuple[User, Body, bool]]) -> list[str]:
    """The names of those who have confirmed that they attend and would no longer be listed as present for their body."""
    present = {(person.pk, body.pk) for person, body, there in members if there}
    confirmed = sitting.attendance.exclude(confirmed_at=None).select_related("person").order_by("person__name")
    return [one.person.name for one in confirmed if (one.person_id, one.body_id) not in present]


def list_own_attendance(user: User, *, on: date) -> QuerySet[Attendance]:
    """Where a person is stated to attend a sitting that has come and is not concluded, the earliest first."""
    own = Attendance.objects.filter(person=user, present=True, sitting__held_on__lte=on, sitting__resolution_no="")
    called = own.filter(sitting__state=SittingState.CALLED).select_related("sitting", "body")
    return called.order_by("sitting__held_on", "sitting__called_at", "pk")


def list_eligible_members(sitting: Sitting) -> list[tuple[Body, list[User]]]:
    """Who may attend, by body: those with a mandate on the day of the sitting; for the body that sits its deciders too."""
    seats: dict[Body, list[User]] = {sitting.body: []}
    mandates = Mandate.objects.in_force(sitting.held_on).filter(user__is_active=True).select_related("user", "body")
    for mandate in mandates.order_by("body", "-kind", "user__name"):
        seats.setdefault(mandate.body, []).append(mandate.user)
    offices = Appointment.objects.in_force(sitting.held_on).filter(kind=Office.DECIDER)
    deciders = User.objects.filter(appointments__in=offices, is_active=True)
    own = seats[sitting.body]
    own += [one for one in deciders.order_by("name").distinct() if one not in own]
    return list(seats.items())


def find_mandate_gaps(sitting: Sitting, members: Sequence[tuple[User, Body, bool]]) -> Iterator[Gap]:
    """Members listed for a body that they may not speak for on the day of the sitting; also those listed as absent."""
    offered = {(body.pk, one.pk) for body, people in list_eligible_members(sitting) for one in people}
    for number, (person, body, _present) in enumerate(members):
        if (body.pk, person.pk) not in offered:
            words = {"person": person, "body": body.name}
            sentence = _("%(person)s may not speak for this body on the day of the sitting: %(body)s.") % words
            yield Gap("no_mandate", f"members.{number}", sentence)


def find_double_attendance(members: Sequence[tuple[User, Body, bool]]) -> Iterator[Gap]:
    """Members whose person or body is listed before them already."""
    people: set[Any] = set()
    bodies: set[Any] = set()
    for number, (person, body, _present) in enumerate(members):
        if person.pk in people or body.pk in bodies:
            sentence = _("One person attends for one body, and a body by one person.")
            yield Gap("twice", f"members.{number}", sentence)
        people.add(person.pk)
        bodies.add(body.pk)
