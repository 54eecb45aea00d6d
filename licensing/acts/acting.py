"""Every act goes through `acting`; a command with an idempotency key goes through `idempotently` (idempotency.py) around it.

In this order, in one transaction: claim the key, lock the row, compare the revision, ask the permission inside the lock, let
the act move the state and write its rows, store the response, write the events (chain head locked last), commit. Nothing slow.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import DateTimeField, Func
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from licensing.choices import RightKind, Verb
from licensing.errors import Busy, NotAllowed, Problem, SeatTaken, Stale, WrongState
from licensing.models import (
    Appointment,
    Case,
    CaseDuty,
    CaseKind,
    Event,
    Licence,
    Mandate,
    Membership,
    Organisation,
    User,
    read_actor,
)
from licensing.models.clocks.days import to_local_day
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.models.reference.case_kinds import PLAN_REVIEW
from licensing.models.reference.change_sets import hold_release
from licensing.permissions import Actor
from licensing.policy.record.event_kinds import EventKind

__all__ = [
    "Act",
    "AnyAct",
    "CaseStep",
    "acting",
    "at_time",
    "check_permission",
    "database_now",
    "generate_nonce",
    "hold_right",
    "lock_name",
    "lock_names",
    "now",
    "open_draft",
    "open_review",
    "to_local_day",
    "translate_database_errors",
]

S = TypeVar("S", Case, Licence)

# clock_timestamp(), not now(): a transaction that waited for the row would else act at a moment before the act it waited for.
# PostgreSQL evaluates the row again when it was changed while we waited, and this function with it.
_CLOCK = Func(function="clock_timestamp", output_field=DateTimeField())

_now_override: ContextVar[datetime | None] = ContextVar("played", default=None)


@contextmanager
def at_time(moment: datetime) -> Iterator[None]:
    """Let the acts inside happen at another moment: for the history of the demo data, and for tests of time."""
    token = _now_override.set(moment)
    try:
        yield
    finally:
        _now_override.reset(token)


def now() -> datetime:
    """The moment for reading, by the clock of this machine; inside `at_time`, that moment. An act uses `act.now` instead."""
    return _now_override.get() or timezone.now()


def database_now() -> datetime:
    """The moment for a write that has no row to lock, by the database's clock: those of two web servers may differ."""
    if played := _now_override.get():
        return played
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def lock_name(name: str) -> None:
    """Lock something that is no row by its name, until the end of the transaction: whoever else locks it waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])


def lock_names(names: Iterable[str]) -> None:
    """Lock several in one order, so that two acts that lock some of the same names never wait for each other."""
    for name in sorted(names):
        lock_name(name)


@dataclass(slots=True)
class Act(Generic[S]):
    """One act while it is carried out: who does what to which row, when, and the events to be chained when it ends."""

    verb: Verb
    subject: S  # locked and fresh; the row that the caller handed in is older
    user: User | None  # None is the clock
    actor: Actor
    now: datetime
    # The state at the last recorded event: the next event carries the move from it, if there was one.
    previous_state: str
    events: list[PendingEvent] = field(default_factory=list)
    performed: list[Verb] = field(default_factory=list)
    # The one that the act holds, if it cites one; None in it where there was none yet.
    held_release: tuple[int | None, ...] = ()

    @property
    def case(self) -> Case:
        """The locked case; for a licence its case as it was read with it, not locked."""
        return _case_of(self.subject)

    @property
    def licence(self: Act[Licence]) -> Licence:
        """The locked licence."""
        return self.subject

    @property
    def today(self) -> date:
        """The day of the act in the authority's zone."""
        return to_local_day(self.now)

    def perform(self, verb: Verb | None = None) -> None:
        """Move the state as the lifecycle declares for this act, or for another one that follows from it by itself."""
        verb = verb or self.verb
        self.subject.perform(verb)
        self.performed.append(verb)

    @property
    def release(self) -> int | None:
        """The release of the governed data in force: no other one follows it from the beginning of the act to its end.

        Holding it later would let the act be judged by one release and cite the next, so an act that is not declared to cite
        one has none.
        """
        if not self.held_release:
            raise RuntimeError(f"{self.verb} must be declared to cite the release")
        return self.held_release[0]

    def record(self, kind: EventKind, /, *, licence: Licence | None = None, **data: Any) -> None:
        """Have an event chained when the act ends. The first one after a move carries the states it led from and to."""
        if licence is None and isinstance(self.subject, Licence):
            licence = self.subject
        before, state = self.previous_state, self.subject.state
        moved = state != before
        if kind.declaration.cites_release:
            data |= {"release": self.release}
        if kind.declaration.needs_right(data):
            data |= {"under": hold_right(self.actor, kind, data, organisation=self.case.organisation_id)}
        event = PendingEvent(kind, self.case, licence, before if moved else "", state if moved else "", data)
        self.events.append(event)
        self.previous_state = state


# The tables of the rights that acts are done under. Their names are written into statements, and never come from outside.
_RIGHT_TABLES: Mapping[RightKind, str] = {
    RightKind.MANDATE: Mandate._meta.db_table,
    RightKind.APPOINTMENT: Appointment._meta.db_table,
    RightKind.MEMBERSHIP: Membership._meta.db_table,
}


def hold_right(actor: Actor, kind: EventKind, data: Mapping[str, Any], *, organisation: uuid.UUID | None = None) -> int:
    """The row of the right under which an act is done, kept from being ended until the act is committed.

    `organisation` is that of the case or the interest, for acts that its members do.

    Raises NotAllowed where it was taken away since the act began: nothing that is done under a right is recorded behind its
    end.
    """
    declared = kind.declaration
    if declared.under_membership:
        right, subject = RightKind.MEMBERSHIP, str(organisation)
    elif declared.under_office:
        right, subject = RightKind.APPOINTMENT, str(declared.under_office)
    else:
        right, subject = RightKind.MANDATE, str(data.get(declared.under_mandate_of))
    # An actor that was read again may have it no more: it ended between the permission and here.
    row = actor.rights.get((right, subject))
    if row is not None:
        with connection.cursor() as cursor:
            # FOR SHARE waits for whoever is ending the right just now, and whoever comes to end it waits for this act.
            cursor.execute(f"SELECT ended_at IS NULL FROM {_RIGHT_TABLES[right]} WHERE id = %s FOR SHARE", [row])  # noqa: S608
            if cursor.fetchone() == (True,):
                return row
    raise NotAllowed(_("The right under which you act was taken away just now."))


AnyAct: TypeAlias = Act[Case] | Act[Licence]


class CaseStep(Protocol):
    """What writes rows of a locked case at a moment: an act on it, or a step on what it draws on."""

    @property
    def case(self) -> Case:
        """The locked case."""
        ...

    @property
    def now(self) -> datetime:
        """The moment of the step."""
        ...


@contextmanager
def acting(subject: S, user: User | None, verb: Verb, *, expected: int | None = None) -> Iterator[Act[S]]:
    """Carry out one act on a case or a licence; `user` None is the clock. Inside, `act.case` or `act.licence` is the row.

    Raises Stale when `expected` is not its revision, NotAllowed or ConflictOfDuties for the person, WrongState for the
    state, Busy when the row is held by somebody else for too long; StepUpRequired where they must first prove who they are.
    """
    declared = subject.list_acts()[verb]
    with translate_database_errors(), transaction.atomic():
        # Before the row, which is read together with rows of governed lists, such as its kind and its country.
        held = (hold_release(),) if declared.cites_release else ()
        locked, moment = _lock(subject)
        if expected is not None and expected != locked.revision:
            raise Stale(current=locked.revision)
        actor = check_permission(locked, user, verb, at=moment)
        require_step_up(user, declared.step_up, at=moment)
        act = Act(verb, locked, user, actor, moment, previous_state=locked.state, held_release=held)
        try:
            yield act
        except TransitionNotAllowed as refusal:
            raise locked.build_wrong_state(verb) from refusal
        _finish(act)


@contextmanager
def open_draft(user: User, organisation: Organisation, kind: CaseKind) -> Iterator[Act[Case]]:
    """Begin a request: the only act that has no row to lock yet, and no state to move."""
    with translate_database_errors(), transaction.atomic():
        moment = database_now()
        actor = read_actor(user, on=to_local_day(moment))
        case = Case(kind=kind, organisation=organisation, created_by=user, created_at=moment)
        if refusal := case.find_denial(Verb.CREATE, actor):
            raise refusal
        case.save(force_insert=True)
        act = Act(Verb.CREATE, case, user, actor, moment, previous_state=case.state, performed=[Verb.CREATE])
        yield act
        _finish(act)


@contextmanager
def open_review(user: User) -> Iterator[Act[Case]]:
    """Begin the case in which the state signs something off for itself: no applicant, and no row to lock yet.

    Raises NoMandate for who speaks for no body, WrongState where the installation has not taken on this kind of case yet.
    """
    declared = Case.list_acts()[Verb.REVIEW_PLAN]
    with translate_database_errors(), transaction.atomic():
        held = (hold_release(),)
        kind = CaseKind.objects.filter(pk=PLAN_REVIEW).first()
        if kind is None:
            raise WrongState(_("The kind of case for the review of country plans is not on the list of this installation yet."))
        moment = database_now()
        actor = read_actor(user, on=to_local_day(moment), kind=kind.pk)
        case = Case(kind=kind, created_by=user, created_at=moment)
        if refusal := case.find_denial(Verb.REVIEW_PLAN, actor):
            raise refusal
        require_step_up(user, declared.step_up, at=moment)
        case.save(force_insert=True)
        act = Act(Verb.REVIEW_PLAN, case, user, actor, moment, previous_state=case.state, held_release=held)
        yield act
        _finish(act)


def check_permission(subject: Case | Licence, user: User | None, verb: Verb, *, at: datetime) -> Actor:
    """Who acts, with their roles in the case at this moment.

    Raises NotAllowed or ConflictOfDuties for the person, WrongState for the state, in this order.
    """
    case = _case_of(subject)
    actor = read_actor(user, on=to_local_day(at), case_id=case.pk, kind=case.kind_id)
    if refusal := subject.find_denial(verb, actor):
        raise refusal
    if verb not in subject.list_possible_acts():
        raise subject.build_wrong_state(verb)
    return actor


def _lock(subject: S) -> tuple[S, datetime]:
    """The row, locked and fresh, and the moment at which it was."""
    # no_key: rows that refer to this one may be inserted meanwhile; a plain FOR UPDATE would block their foreign key checks.
    rows = type(subject).objects.for_act().select_for_update(of=("self",), no_key=True)
    locked = rows.annotate(locked_at=_CLOCK).get(pk=subject.pk)
    moment: datetime = vars(locked).pop("locked_at")  # a row carries its columns and nothing else
    return locked, _now_override.get() or moment


def _finish(act: Act[S]) -> None:
    """Every act performs its verb and records an event; forgetting either is a programming error, so nothing is committed."""
    if act.verb not in act.performed or not act.events:
        raise RuntimeError(f"{act.verb} must perform its transition and tell what happened")
    role = act.subject.list_acts()[act.verb].role
    # The first role in a case stays: it keeps this person from an incompatible one later on.
    if act.user is not None and role is not None and not act.actor.case_roles:
        row = CaseDuty(case=act.case, person=act.user, duty=role, since=act.now)
        CaseDuty.objects.bulk_create([row], ignore_conflicts=True)
    act.subject.revision += 1
    act.subject.save()
    # Last: all acts of the system queue for the head of the chain, so it is held for as short a time as possible.
    Event.objects.chain(act.events, act.user, at=act.now)


def _case_of(subject: Case | Licence) -> Case:
    return subject if isinstance(subject, Case) else subject.case


# Constraints that only a concurrent transaction can break, and the error for the one who came second.
_RACES: Mapping[str, type[Problem]] = {
    "one_standing_position_per_seat": SeatTaken,
    "one_seat_per_person_and_round": SeatTaken,
    "position_number_once_per_seat": SeatTaken,
    # The same message was committed by a concurrent call; a retry is answered with its entry.
    "usage_once_per_message": Busy,
    # Another case recorded the certificate meanwhile; a retry says so, and it can be cited.
    "certificate_number_once_per_issuer": Busy,
}


@contextmanager
def translate_database_errors() -> Iterator[None]:
    """Turn what the database refuses or cannot do now into our own errors; the rest is a fault and stays one."""
    try:
        yield
    except ConcurrentTransition as raced:
        raise Busy from raced
    except OperationalError as outage:
        raise Busy from outage
    except IntegrityError as refusal:
        for name, problem in _RACES.items():
            if name in str(refusal):
                raise problem() from refusal
        raise
    except DatabaseError as refusal:
        if not connection.is_usable():
            raise Busy from refusal
        raise


def generate_nonce() -> str:
    """A value that makes each signature unique, so that two equal positions have different digests."""
    return uuid.uuid4().hex
