"""The part that a person has in a case, and all that permissions ask of a person at a moment."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import models
from django.db.models import CharField, Func, Q, Value

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
    facts = _select_actor_facts(user, on, case_id, kind)
    found: dict[str, list[str]] = defaultdict(list)
    # One union instead of five statements, as every request asks; each row says which fact it is.
    for what, word in facts[0].union(*facts[1:], all=True):
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


def _select_actor_facts(user: User, on: date, case_id: uuid.UUID | None, kind: str | None) -> list[Any]:
    # A body that gave a mandate for some kinds only is not a body to speak for in the others.
    mandates = Mandate.objects.in_force(on).filter(user=user)
    if kind is not None:
        mandates = mandates.filter(Q(scope=[]) | Q(scope__contains=[kind]))
    facts = [
        _select_facts("appointment", Appointment.objects.in_force(on).filter(user=user), "kind", "id"),
        _select_facts("membership", Membership.objects.in_force(on).filter(user=user), "organisation_id", "role", "id"),
        _select_facts("mandate", mandates, "body_id", "kind", "id"),
    ]
    if case_id is not None:
        facts += [
            _select_facts("role", CaseDuty.objects.filter(case_id=case_id, person=user), "duty"),
            _select_facts("recusal", Recusal.objects.filter(case_id=case_id, person=user), "reason"),
        ]
    return facts


def _select_facts(what: str, rows: Any, *columns: str) -> Any:
    return rows.order_by().annotate(what=Value(what, CharField()), word=join_words(*columns)).values_list("what", "word")


def join_words(*columns: str) -> Func:
    """The columns of a row as one text, with a blank between them; an empty one is left out."""
    # Not Cast and Concat: every request and act asks, and what Django takes to write the statement is most of its cost.
    return Func(Value(" "), *columns, function="concat_ws", output_field=CharField())
