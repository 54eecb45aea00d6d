"""Who attends a sitting, for which body, and whether they are enough to decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from licensing.choices import Office
from licensing.errors import Gap
from licensing.models import Body, Case, Mandate, Recusal, Sitting, User


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many members are present, and how many are needed to decide."""

    there: int
    needed: int

    @property
    def is_met(self) -> bool:
        """Whether the sitting may decide."""
        return self.there >= self.needed


def count_quorum(sitting: Sitting, case: Case | None = None) -> Quorum:
    """Who is present, counted; for a case without those who have a conflict of interest in it."""
    there = sitting.attendance.filter(present=True)
    if case is not None:
        there = there.exclude(person__in=Recusal.objects.filter(case=case).values("person"))
    return Quorum(there.count(), sitting.quorum)


def list_eligible_members(sitting: Sitting) -> list[tuple[Body, list[User]]]:
    """Who may attend, by body: those with a mandate on the day of the sitting; for the body that sits its deciders too."""
    seats: dict[Body, list[User]] = {sitting.body: []}
    mandates = Mandate.objects.filter(period__contains=sitting.held_on, user__is_active=True).select_related("user", "body")
    for mandate in mandates.order_by("body", "-kind", "user__name"):
        seats.setdefault(mandate.body, []).append(mandate.user)
    deciders = User.objects.filter(
        appointments__kind=Office.DECIDER, appointments__period__contains=sitting.held_on, is_active=True
    )
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
