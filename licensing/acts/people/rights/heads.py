"""The head of a body, which is no row of its own: who takes office in whose place, and who headed which body on which days.

The past is read off the record of the rows of bodies, with the event behind each change.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from licensing.acts.acting import to_local_day
from licensing.choices import RightKind
from licensing.models import Body, Change, Event, RightProposal, User


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person at the head of a body: since when, until when, and the events by which it began and ended.

    None is a head from before the record, one who still is it, or an event that there is not.
    """

    body: str
    person: UUID
    since: datetime | None = None
    until: datetime | None = None
    begun_by: Event | None = None
    ended_by: Event | None = None

    def has_held_on(self, day: date) -> bool:
        """Whether they were the head at some moment of a local day."""
        begun = self.since is None or to_local_day(self.since) <= day
        return begun and (self.until is None or to_local_day(self.until) >= day)


def read_tenures(bodies: Iterable[str] | None = None) -> list[Tenure]:
    """Every head that bodies have had, oldest first; of these bodies, or of all. Three statements, however many there were."""
    heads = Body.objects.order_by("pk") if bodies is None else Body.objects.filter(pk__in=list(bodies)).order_by("pk")
    now = dict(heads.values_list("pk", "head"))
    changes = Change.objects.filter(table_name=Body._meta.db_table, columns__has_key="head_id", row__in=list(now))
    told = list(annotate_cover(changes.order_by("pk")).values_list("row", "columns__head_id", "event"))
    events = Event.objects.select_related("actor").in_bulk([number for _body, _head, number in told if number is not None])
    found: list[Tenure] = []
    for body, head in now.items():
        of_body = [(UUID(one) if one else None, events.get(number)) for row, one, number in told if row == body]
        found += _build_tenures(body, of_body, head)
    return found


def _build_tenures(body: str, told: Sequence[tuple[UUID | None, Any]], now: UUID | None) -> list[Tenure]:
    """What the changes of one body come to. A head of before the record, whom no change names, has no beginning."""
    if not told:
        return [Tenure(body, now)] if now else []
    steps = [*told, (None, None)]
    return [
        Tenure(body, head, begun.at if begun else None, ended.at if ended else None, begun, ended)
        for (head, begun), (_next, ended) in pairwise(steps)
        if head is not None
    ]


def annotate_cover(changes: QuerySet[Change]) -> QuerySet[Any]:
    """Changes of rows with the number of the event that covers each, as `event`."""
    # By the transaction and the range of changes, whose index is the one that the cover itself is checked with.
    covering = Event.objects.filter(
        transaction=OuterRef("transaction"), changes_from__lte=OuterRef("pk"), changes_to__gte=OuterRef("pk")
    )
    return changes.annotate(event=Subquery(covering.values("number")[:1]))


def find_former_head(proposal: RightProposal) -> User | None:
    """Whoever heads the body now that somebody else is to head; None for a right of another kind."""
    if proposal.kind != RightKind.HEAD:
        return None
    return User.objects.filter(heads=proposal.body_id).exclude(pk=proposal.person_id).first()


def apply_head(proposal: RightProposal, at: datetime) -> None:
    """Let a confirmed head of a body take office, in the place of whoever was it before."""
    Body.objects.filter(pk=proposal.body_id).update(head=proposal.person_id)
    proposal.applied_at = at
    proposal.save(update_fields=["applied_at"])
