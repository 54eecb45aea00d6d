"""What a person may see, resolved before the question is asked: so that each way of seeing is a plain query of its own.

One predicate for everybody would make the database ask of every case there is whether it is this person's.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, Exists, Func, OuterRef, Q, QuerySet, Value

from licensing.choices import Office
from licensing.models.people.actor import Recusal, join_words
from licensing.models.people.bodies import Body
from licensing.models.people.holdings import Appointment, Mandate, Membership
from licensing.models.people.rights import EmergencyAccess
from licensing.models.people.users import User


@dataclass(frozen=True, slots=True)
class Sight:
    """Why a person sees cases and licences on one day."""

    person: UUID
    offices: frozenset[str] = frozenset()
    organisations: frozenset[UUID] = frozenset()
    # The bodies that they speak for, by the kinds of case that the mandate is limited to; under no kind, those for all.
    bodies: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=dict)
    has_conflicts: bool = False
    # Cases that they may read in an emergency; None among them is every filed case.
    opened: frozenset[UUID | None] = frozenset()

    def has_office(self, *offices: Office) -> bool:
        """Whether they hold one of these offices."""
        return any(one in self.offices for one in offices)

    @property
    def is_member(self) -> bool:
        return bool(self.organisations)

    def match_own(self) -> Q:
        """Rows of the organisations that they belong to."""
        return Q(organisation__in=sorted(self.organisations))

    def match_asked(self) -> list[Q]:
        """Filed cases in which a body that they speak for has a seat: one condition for each extent of a mandate."""
        found = []
        for kinds, bodies in sorted(self.bodies.items()):
            # From the seats to their cases, and not from each case to its seats: a body may be asked in few of very many.
            seats = Body.objects.filter(pk__in=sorted(bodies), seats_asked__round__case__isnull=False)
            asked = Q(submitted_at__isnull=False, pk__in=seats.values("seats_asked__round__case"))
            found.append(asked & Q(kind__in=kinds) if kinds else asked)
        return found

    def match_opened(self) -> list[Q]:
        """Filed cases that were opened to them in an emergency."""
        if not self.opened:
            return []
        filed = Q(submitted_at__isnull=False)
        return [filed if None in self.opened else filed & Q(pk__in=sorted(one for one in self.opened if one))]

    def match_conflict(self, case: str) -> Q:
        """Rows whose case, at the end of a path, has a conflict of interest recorded for them."""
        if not self.has_conflicts:
            return Q(pk__in=[])
        return Q(Exists(Recusal.objects.filter(case=OuterRef(case), person=self.person)))


def read_sight(user: User, *, on: date, at: datetime | None = None) -> Sight:
    """Why somebody sees cases and licences on a local day; one statement. Whoever is not active sees nothing.

    With the moment `at`, also what was opened to them in an emergency.
    """
    if not user.is_active:
        return Sight(user.pk)
    statement, places = _compile_facts_of_sight(of_moment=at is not None)
    given: dict[Any, Any] = {_PERSON: user.pk, _DAY: on, _MOMENT: at}
    found: dict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [given.get(one, one) for one in places])
        for what, word in cursor.fetchall():
            found[what].append(word)
    bodies: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for mandate in found["mandate"]:
        body, _space, scope = mandate.partition(" ")
        bodies[tuple(sorted(json.loads(scope)))].add(body)
    return Sight(
        person=user.pk,
        offices=frozenset(found["appointment"]),
        organisations=frozenset(UUID(one) for one in found["membership"]),
        bodies={kinds: frozenset(named) for kinds, named in bodies.items()},
        has_conflicts=bool(found["conflict"]),
        opened=frozenset(UUID(one) if one else None for one in found["opened"]),
    )


# What stands in the compiled statement where the asked person, day and moment come.
_PERSON, _DAY, _MOMENT = UUID(int=1), date.min, datetime.min.replace(tzinfo=UTC)


@cache
def _compile_facts_of_sight(*, of_moment: bool) -> tuple[str, tuple[Any, ...]]:
    """Written once in a process: Django takes longer to write this union than PostgreSQL to answer it, and every page asks."""
    facts = _select_facts_of_sight(_PERSON, _DAY, _MOMENT if of_moment else None)
    statement, places = facts[0].union(*facts[1:], all=True).query.sql_with_params()
    return statement, tuple(places)


def _select_facts_of_sight(user: UUID, on: date, at: datetime | None) -> list[QuerySet[Any, Any]]:
    appointments = Appointment.objects.in_force(on).filter(user=user)
    mandates = Mandate.objects.in_force(on).filter(user=user)
    facts: list[tuple[str, Any, Func]] = [
        ("appointment", appointments, join_words("kind")),
        ("membership", Membership.objects.in_force(on).filter(user=user), join_words("organisation_id")),
        ("mandate", mandates, join_words("body_id", "scope")),
        # One row is enough to know that there are any.
        ("conflict", Recusal.objects.filter(person=user).order_by("pk")[:1], join_words("reason")),
    ]
    if at is not None:
        opened = EmergencyAccess.objects.open_at(at).filter(person=user)
        facts.append(("opened", opened, join_words("case_id")))
    return [rows.annotate(what=Value(what, CharField()), word=word).values_list("what", "word") for what, rows, word in facts]
