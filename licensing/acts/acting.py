"""The one door: every act goes through `acting`, and a command with a key goes through `once` around it.

In this order, in one transaction: claim the key, lock the row, compare the revision, ask the permission inside the lock, let
the act move the state and write its rows, write the events (chain head locked last), store the answer, commit. Nothing slow.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.models import DateTimeField, Func
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from licensing.choices import CaseState, LicenceState, Verb
from licensing.errors import Busy, KeyReused, Problem, SeatTaken, Stale, WrongState
from licensing.models import Case, CaseDuty, CaseKind, Event, Licence, Organisation, StoredAnswer, User, read_actor
from licensing.models.days import local_day
from licensing.permissions import DUTY_OF, denial_reason, prepares

__all__ = [
    "StoredResponse",
    "acting",
    "at_time",
    "check_permission",
    "database_now",
    "idempotently",
    "local_day",
    "new_nonce",
    "now",
    "now_of",
    "open_draft",
    "translate_database_errors",
]

S = TypeVar("S", Case, Licence)

# Not the start of the statement: who waited for the row would act at a moment before the act that was waited for. PostgreSQL
# reads a row anew that was changed while we waited, and this clock with it.
_CLOCK = Func(function="clock_timestamp", output_field=DateTimeField())

_played: ContextVar[datetime | None] = ContextVar("played", default=None)


@contextmanager
def at_time(moment: datetime) -> Iterator[None]:
    """Let the acts inside happen at another moment: for the demo's history, and for tests of time."""
    token = _played.set(moment)
    try:
        yield
    finally:
        _played.reset(token)


def now() -> datetime:
    """The moment at which somebody looks, by the clock of this machine, unless a history is being played."""
    return _played.get() or timezone.now()


def database_now() -> datetime:
    """The moment at which something is done that has no row to lock: by the database's clock, which all machines share."""
    if played := _played.get():
        return played
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        [(now,)] = cursor.fetchall()
    return cast("datetime", now)


def now_of(case: Case) -> datetime:
    """The moment of the act at hand, or this one where somebody only looks."""
    return getattr(case, "now", None) or now()


@contextmanager
def acting(subject: S, user: User | None, verb: Verb, *, expected: int | None = None) -> Iterator[S]:
    """Carry out one act on a case or a licence; `user` None is the clock. Yields the row, locked and fresh.

    Raises Stale when `expected` is not its revision, NotAllowed or ConflictOfDuties for the person, WrongState for the
    state, Busy when the row is held by somebody else for too long.
    """
    with translate_database_errors(), transaction.atomic():
        locked = _locked(subject)
        if expected is not None and expected != locked.revision:
            raise Stale(current=locked.revision)
        check_permission(locked, user, verb)
        try:
            yield locked
        except TransitionNotAllowed as refusal:
            raise _wrong_state(locked, verb) from refusal
        _finish(locked, user, verb)


@contextmanager
def open_draft(user: User, organisation: Organisation, kind: CaseKind) -> Iterator[Case]:
    """Open a new draft: the only act that has no row to lock yet."""
    with translate_database_errors(), transaction.atomic():
        begun = database_now()
        case = Case(kind=kind, organisation=organisation, created_by=user, created_at=begun)
        case.now, case.by, case.came_from = begun, read_actor(user, on=local_day(begun)), case.state
        if refusal := denial_reason(Verb.CREATE, prepares, case, case.by):
            raise refusal
        case.save(force_insert=True)
        case.performed = Verb.CREATE
        yield case
        _finish(case, user, Verb.CREATE)


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """What a door answered to a command, as it went over the wire."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    replayed: bool = False


def idempotently(user: User, key: str, fingerprint: str, carry_out: Callable[[], StoredResponse]) -> StoredResponse:
    """Carry out a command under an idempotency key, or give the answer it got before. One transaction with the act."""
    with translate_database_errors(), transaction.atomic():
        try:
            with transaction.atomic():
                claim = StoredAnswer.objects.create(user=user, key=key, fingerprint=fingerprint, created_at=Now())
        except IntegrityError:
            return _given_before(user, key, fingerprint)
        given = carry_out()
        claim.status, claim.body, claim.headers = given.status, given.body, dict(given.headers)
        claim.save(update_fields=["status", "body", "headers"])
    return given


def _given_before(user: User, key: str, fingerprint: str) -> StoredResponse:
    before = StoredAnswer.objects.get(user=user, key=key)
    if before.fingerprint != fingerprint:
        raise KeyReused
    return StoredResponse(before.status, before.body, before.headers, replayed=True)


def _locked(subject: S) -> S:
    related: tuple[str, ...] = ("kind", "organisation", "partner_country", "procedure__calendar")
    if isinstance(subject, Licence):
        related = ("case__kind", "case__procedure__calendar", "organisation")
    rows: Any = type(subject).objects.select_related(*related).select_for_update(of=("self",), no_key=True)
    locked = rows.annotate(locked_at=_CLOCK).get(pk=subject.pk)
    locked.now = _played.get() or locked.locked_at
    locked.came_from = locked.state
    return cast("S", locked)


def check_permission(subject: Case | Licence, user: User | None, verb: Verb) -> None:
    """Refuse, in words, an act that this person or this state does not have; `subject.now` is the moment asked about."""
    case = _case_of(subject)
    subject.by = read_actor(user, on=local_day(subject.now), case_id=case.pk, kind=case.kind_id)
    allowed = {one: permission for _, one, _, permission in subject.menu()}[verb]
    if refusal := denial_reason(verb, allowed, subject, subject.by):
        raise refusal
    if verb not in subject.possible():
        raise _wrong_state(subject, verb)


def _finish(subject: Case | Licence, user: User | None, verb: Verb) -> None:
    """Every act performs its verb and leaves a trace; forgetting either is a fault of ours, so nothing is committed."""
    if subject.performed is None or not subject.told:
        raise RuntimeError(f"{verb} must perform its transition and tell what happened")
    case = _case_of(subject)
    duty = DUTY_OF.get(verb)
    if user is not None and duty is not None and not subject.by.duties:
        CaseDuty.objects.bulk_create([CaseDuty(case=case, person=user, duty=duty, since=subject.now)], ignore_conflicts=True)
    subject.revision += 1
    subject.save()
    licence = subject if isinstance(subject, Licence) else None
    story = [(case, one._replace(licence=one.licence or licence)) for one in subject.told]
    Event.objects.chain(story, user, at=subject.now)


def _case_of(subject: Case | Licence) -> Case:
    return subject if isinstance(subject, Case) else subject.case


def _wrong_state(subject: Case | Licence, verb: Verb) -> WrongState:
    states: type[CaseState | LicenceState] = CaseState if isinstance(subject, Case) else LicenceState
    return WrongState(
        _("“%(verb)s” is not possible while the state is “%(state)s”.")
        % {"verb": verb.label, "state": states(subject.state).label},
        state=str(subject.state),
    )


# What a constraint says when two were quicker than one another: the sentence for the one who came second.
_RACES: Mapping[str, type[Problem]] = {
    "one_standing_position_per_seat": SeatTaken,
    "one_seat_per_person_and_round": SeatTaken,
    "position_number_once_per_seat": SeatTaken,
    # A twin of this message went first; the same call again is answered with its entry.
    "usage_once_per_message": Busy,
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


def new_nonce() -> str:
    return uuid.uuid4().hex
