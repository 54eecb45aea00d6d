"""From where an act comes: which client sent it, and when the person behind it last proved who they are.

Each entry point for persons and programs says so for what it carries out. Commands and the clock say nothing: nobody reaches
them from outside, and there is nobody whom they could ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from licensing.choices import Freshness, Office
from licensing.errors import ProgramRefused, StepUpRequired
from licensing.models.people.users import User
from licensing.policy.people.accounts.step_up import MAX_AGE, is_fresh
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class Origin:
    """The client of the API, None for a page of ours; when the person last proved who they are, None for a program; whether
    they used a second factor in that session; and the stored key of the session, empty for a program.
    """

    client: str | None = None
    confirmed_at: datetime | None = None
    by_second_factor: bool = False
    session: str = ""


_origin: ContextVar[Origin | None] = ContextVar("origin", default=None)


def find_origin() -> Origin | None:
    """From where the act comes that is carried out just now; None for commands and the clock."""
    return _origin.get()


@contextmanager
def from_origin(origin: Origin) -> Iterator[None]:
    """Say from where the acts inside come. The innermost counts."""
    token = _origin.set(origin)
    try:
        yield
    finally:
        _origin.reset(token)


def replace_origin(origin: Origin) -> None:
    """Say more exactly from where acts come, inside `from_origin`, which forgets this too: the API reads tokens late."""
    _origin.set(origin)


def require_person(user: User | None, kind: EventKind) -> None:
    """Raise ProgramRefused where a program would do what needs a fresh proof of a person, or a right that no program holds."""
    declared = kind.declaration
    of_persons = declared.step_up is not None or (
        declared.cites_right and not declared.under_membership and declared.under_office != Office.CUSTOMS
    )
    if of_persons and user is not None and user.is_system:
        raise ProgramRefused


def require_step_up(user: User | None, needed: Freshness | None, *, at: datetime) -> None:
    """Raise StepUpRequired where an act needs a fresher proof of who its person is than the one that its origin has.

    A program proves itself with every call, and does nothing that needs a person.
    """
    origin = _origin.get()
    if needed is None or user is None or user.is_system or origin is None or not settings.STEP_UP:
        return
    if not is_fresh(needed, confirmed_at=origin.confirmed_at, at=at):
        raise StepUpRequired(MAX_AGE[needed])
