"""The part that a person has in a case, and all that permissions ask of a person at a moment."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import CharField, Func, Q, Value
from psycopg.types.json import Jsonb

from licensing.choices import RightKind
from licensing.models.people.holdings import Appointment, Mandate, Membership
from licensing.models.people.users import User
from licensing.permissions import Actor


class Recusal(models.Model):
    """A conflict of interest in one case: the person neither speaks nor reads from then on."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="recusals")
    person = models.ForeignKey(User, models.PROTECT, related_name="recusals")
    reason = models.CharField(max_length=16)
    note = models.TextField(blank=True)
    imposed = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="recused_once_per_case")]

    def __str__(self) -> str:
        return f"{self.person} · {self.case_id}"


class CaseDuty(models.Model):
    """The one part a person has in one case; the constraint is the separation of duties."""

    case = models.ForeignKey("Case", models.PROTECT, related_name="duties")
    person = models.ForeignKey(User, models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="one_duty_per_person_and_case")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.duty}"


def read_actor(user: User | None, *, on: date, case_id: uuid.UUID | None = None, kind: str | None = None) -> Actor:
    """The facts of a person that permissions ask for, on a local day and in one case; one statement.

    Without a user it is the clock. Without a case there is no role and no recusal, and without a kind every mandate counts.
    """
    if user is None:
        return Actor(id=None)
    if not user.is_active:
        return Actor(id=user.pk)
    found: dict[str, list[str]] = defaultdict(list)
    for what, word in _fetch_facts(user, on, case_id, kind):
        found[what].append(word)
    return Actor(
        id=user.pk,
        appointments=frozenset(one.split()[0] for one in found["appointment"]),
        memberships={uuid.UUID(one.split()[0]): one.split()[1] for one in found["membership"]},
        bodies=dict(sorted((one.split()[:2] for one in found["mandate"]), reverse=True)),
        rights=_name_rights(found),
        case_roles=frozenset(found["role"]),
        recused=bool(found["recusal"]),
        is_program=user.is_system,
    )


_CITED = (RightKind.MANDATE, RightKind.APPOINTMENT, RightKind.MEMBERSHIP)


def _name_rights(found: dict[str, list[str]]) -> dict[tuple[str, str], int]:
    """The row behind each mandate, appointment and membership. Appointments to one office may overlap: the oldest is cited."""
    facts = [(str(what), *one.split()) for what in _CITED for one in found[what]]
    return {(what, subject): int(row) for what, subject, *_words, row in sorted(facts, key=lambda one: -int(one[-1]))}


# What stands in the compiled statement where the asked person, day, case and kind come.
_PERSON, _CASE = uuid.UUID(int=1), uuid.UUID(int=2)
_DAY, _KIND = date.min, "\0kind"


def _fetch_facts(user: User, on: date, case_id: uuid.UUID | None, kind: str | None) -> list[tuple[str, str]]:
    statement, places = _compile_facts(of_case=case_id is not None, of_kind=kind is not None)
    given = {_PERSON: user.pk, _DAY: on, _CASE: case_id, _KIND: kind}
    with connection.cursor() as cursor:
        cursor.execute(statement, [_fill(one, given) for one in places])
        return list(cursor.fetchall())


@cache
def _compile_facts(*, of_case: bool, of_kind: bool) -> tuple[str, tuple[Any, ...]]:
    """One union instead of five statements, as every request and act asks; each row says which fact it is.

    Django takes twenty times as long to write it as PostgreSQL to answer it, so it is written once in a process.
    """
    facts = _select_actor_facts(_PERSON, _DAY, _CASE if of_case else None, _KIND if of_kind else None)
    statement, places = facts[0].union(*facts[1:], all=True).query.sql_with_params()
    return statement, tuple(places)


def _fill(place: Any, given: Mapping[Any, Any]) -> Any:
    if isinstance(place, Jsonb):
        return Jsonb([given.get(one, one) for one in place.obj])
    return given.get(place, place)


def _select_actor_facts(person: uuid.UUID, on: date, case_id: uuid.UUID | None, kind: str | None) -> list[Any]:
    # A body that gave a mandate for some kinds only is not a body to speak for in the others.
    mandates = Mandate.objects.in_force(on).filter(user=person)
    if kind is not None:
        mandates = mandates.filter(Q(scope=[]) | Q(scope__contains=[kind]))
    facts = [
        _select_facts("appointment", Appointment.objects.in_force(on).filter(user=person), "kind", "id"),
        _select_facts("membership", Membership.objects.in_force(on).filter(user=person), "organisation_id", "role", "id"),
        _select_facts("mandate", mandates, "body_id", "kind", "id"),
    ]
    if case_id is not None:
        facts += [
            _select_facts("role", CaseDuty.objects.filter(case_id=case_id, person=person), "duty"),
            _select_facts("recusal", Recusal.objects.filter(case_id=case_id, person=person), "reason"),
        ]
    return facts


def _select_facts(what: str, rows: Any, *columns: str) -> Any:
    return rows.order_by().annotate(what=Value(what, CharField()), word=join_words(*columns)).values_list("what", "word")


def join_words(*columns: str) -> Func:
    """The columns of a row as one text, with a blank between them; an empty one is left out."""
    # Not Cast and Concat: what Django takes to write the statement is most of its cost where it is written for every request.
    return Func(Value(" "), *columns, function="concat_ws", output_field=CharField())
