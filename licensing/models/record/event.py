"""What happened: one chained row per happening. History, audit trail and the body of every message are made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import connection, models, transaction
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from licensing.errors import ReadOnly
from licensing.models.licences.licence import Licence
from licensing.models.people.users import User
from licensing.models.record.alarm import Alarm
from licensing.models.record.change import Change
from licensing.models.record.guards import append_only
from licensing.models.record.origin import find_origin, require_person, require_step_up
from licensing.models.requests.case import Case
from licensing.policy.record.digests import GENESIS, compute_chain_digest, to_canonical
from licensing.policy.record.event_kinds import DELIBERATION, EventKind

# Events of rights, lists and procedures have no case, and nobody who reads the events of cases ever gets one of them. Named,
# and not the plain word, so that the type of `Event.case` spares all those readers a question with one answer.
_NOT_OF_A_CASE: bool = True


class ChainHead(models.Model):
    """The last link. It is locked last and shortest in every transaction, so numbers follow the order of commits."""

    name = models.CharField(primary_key=True, max_length=12, default="events")
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def find_last_event() -> int:
    """The number of the last event of the chain, 0 before the first. Read before anything else, it tells what comes later."""
    return ChainHead.objects.filter(name="events").values_list("number", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class PendingEvent:
    """Something that happened, before it has its number in the chain; without a case it concerns rights, lists or rules."""

    kind: EventKind
    case: Case | None = None
    licence: Licence | None = None
    from_state: str = ""
    to_state: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


class _Deferred:
    """Events that wait for the end of their transaction. Django forgets it with the savepoint that it was left in."""

    def __init__(self, events: list[Event]) -> None:
        self.events = events
        self.chained = False

    def __call__(self) -> None:
        """After the commit, by which time `chain_at_the_end` has chained them."""


_deferring: ContextVar[bool] = ContextVar("deferring", default=False)


class EventManager(models.Manager["Event"]):
    def chain(self, pending: Sequence[PendingEvent], actor: User | None, *, at: datetime) -> None:
        """Append events to the chain: the last thing an act does, as every act of the site waits for the chain's head.

        Inside `chain_at_the_end` they are appended when that ends. The last of them covers every change that the transaction
        has made by then; later ones need an event of their own. Raises ReadOnly while an alarm about the record is open,
        StepUpRequired where the kind of the event asks for a fresher proof of who the person is, ProgramRefused where it is
        done under a right that no program holds.
        """
        for one in pending:
            require_person(actor, one.kind)
            require_step_up(actor, one.kind.declaration.step_up, at=at)
        # Made ready before the head is locked: all acts queue for it.
        events = [_build_event(one, actor, at) for one in pending]
        if _deferring.get():
            transaction.on_commit(_Deferred(events))
        else:
            self._append(events)

    @contextmanager
    def chain_at_the_end(self) -> Iterator[None]:
        """Chain whatever acts record inside when the block ends, so that nothing which follows an act holds the head.

        To be opened inside a transaction. Events of an act that was rolled back to a savepoint are dropped with it.
        """
        token = _deferring.set(True)
        try:
            yield
        finally:
            _deferring.reset(token)
        waiting = _list_waiting()
        for one in waiting:
            one.chained = True
        if events := [event for one in waiting for event in one.events]:
            self._append(events)

    def needs_cover(self) -> bool:
        """Whether this transaction has changed rows that no event covers, nor one that waits for the end of it."""
        return not _list_waiting() and bool(Change.objects.summarise_uncovered())

    def _append(self, events: list[Event]) -> None:
        for name, value in Change.objects.summarise_uncovered().items():
            setattr(events[-1], name, value)
        number, digest = _lock_head()
        for event in events:
            event.number, event.previous = number + 1, digest
            event.digest = compute_chain_digest(digest, event.as_chained_data())
            number, digest = event.number, event.digest
        self.bulk_create(events)
        with connection.cursor() as cursor:
            cursor.execute(_MOVE_HEAD, [number, digest])


# As Django writes it: it takes longer to write this than PostgreSQL to answer it, and every act of the site waits meanwhile.
_MOVE_HEAD = """UPDATE "licensing_chainhead" SET "number" = %s, "digest" = %s WHERE "licensing_chainhead"."name" = 'events'"""


def _lock_head() -> tuple[int, str]:
    """Number and digest of the last event, held until the end of the transaction. Raises ReadOnly while an alarm is open."""
    statement, values = _compile_head()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        # Whoever comes second to an empty installation waits here for the first, and then finds the row of the other.
        ChainHead.objects.get_or_create(name="events")
        return _lock_head()
    number, digest, is_stopped = row
    if is_stopped:
        raise ReadOnly
    return number, digest


@cache
def _compile_head() -> tuple[str, tuple[Any, ...]]:
    # After a wait for the lock PostgreSQL reads that row again and nothing else: an alarm raised meanwhile stops the next act,
    # not this one.
    heads = ChainHead.objects.filter(name="events").annotate(is_stopped=Exists(Alarm.objects.open())).select_for_update()
    statement, values = heads.values_list("number", "digest", "is_stopped").query.sql_with_params()
    return statement, tuple(values)


def _list_waiting() -> list[_Deferred]:
    left = [entry[1] for entry in connection.run_on_commit]
    return [one for one in left if isinstance(one, _Deferred) and not one.chained]


class EventQuerySet(models.QuerySet["Event"]):
    def for_applicant(self) -> EventQuerySet:
        """What the applicant may know of: never the deliberation, nor a kind that this release does not declare."""
        return self.filter(kind__in=[kind for kind in EventKind if kind not in DELIBERATION])


class Event(models.Model):
    """One happening. Its digest covers all of it and the digest of the one before."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    # What everybody else calls the event: drawn at random. The number counts the events of all cases without a gap, and the
    # digest can be computed for each number in turn, so an applicant would learn from either when others vote.
    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    # No choices: they would make every new kind a migration. What a kind is, policy/record/kinds declares.
    kind = models.CharField(_("what"), max_length=32)
    case = models.ForeignKey(Case, models.PROTECT, null=_NOT_OF_A_CASE, blank=True, related_name="events")
    licence = models.ForeignKey(Licence, models.PROTECT, null=True, blank=True, related_name="events")
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    data = models.JSONField(default=dict)
    # The program that sent it, by its client id; empty for a page of ours, a command and the clock.
    client = models.CharField(_("program"), max_length=64, blank=True, default="", db_default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    # The changes of rows that this event covers: the first and the last of them, and the digest over all between.
    changes_from = models.PositiveBigIntegerField(null=True, editable=False)
    changes_to = models.PositiveBigIntegerField(null=True, editable=False)
    changes_digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    # Filled in by the database: `require_event` compares it with the transaction that changes the state.
    transaction = models.BigIntegerField(
        db_default=models.Func(template="(pg_current_xact_id()::text::bigint)", output_field=models.BigIntegerField()),
        editable=False,
    )

    objects = EventManager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["case", "number"], name="event_of_case"),
            models.Index(fields=["licence", "number"], condition=Q(licence__isnull=False), name="event_of_licence"),
            models.Index(
                fields=["transaction", "changes_to"], condition=Q(changes_to__isnull=False), name="event_by_transaction"
            ),
        ]
        triggers: ClassVar[list[Any]] = append_only("event")

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"

    @property
    def kind_label(self) -> str:
        """What happened, in the reader's language."""
        return str(EventKind(self.kind).label)

    def as_chained_data(self) -> dict[str, Any]:
        """What the chain covers, in a form that can be rebuilt from the row."""
        # Only where there are any: the digests of older events do not know the words.
        changes = [self.changes_from, self.changes_to, self.changes_digest]
        covered: dict[str, Any] = {"changes": changes} if self.changes_digest else {}
        if self.client:
            covered["client"] = self.client
        return covered | {
            "number": self.number,
            "kind": self.kind,
            "case": str(self.case_id) if self.case_id else None,
            "licence": str(self.licence_id) if self.licence_id else None,
            "actor": str(self.actor_id) if self.actor_id else None,
            "at": self.at,
            "from": self.from_state,
            "to": self.to_state,
            "data": self.data,
        }


def _build_event(pending: PendingEvent, actor: User | None, at: datetime) -> Event:
    """An event that has no place in the chain yet."""
    origin = find_origin()
    return Event(
        kind=pending.kind,
        case=pending.case,
        licence=pending.licence,
        actor=actor,
        at=at,
        from_state=pending.from_state,
        to_state=pending.to_state,
        client=(origin and origin.client) or "",
        # As it will be read back: with a Decimal or a date in it, the digest could not be recomputed from the row.
        data=json.loads(to_canonical(pending.data)),
    )
