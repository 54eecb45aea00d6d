"""Sign-ins end: one by one as their owner wishes, and all at once when somebody has a right less."""

from __future__ import annotations

from licensing.acts.acting import database_now
from licensing.acts.people.systems.authorisations import end_authorisations
from licensing.models import Session, User


def end_sessions(person: User, *, but: str = "") -> int:
    """End the sessions of a person, except the one with this stored key; returns how many there were.

    Their next request is one of a visitor. What they were typing is kept for them, as when a session runs out.
    """
    ended, _rows = Session.objects.filter(account=person).exclude(session_key=but).delete()
    return ended


def end_access(person: User, *, but: str = "") -> None:
    """End the sessions of a person and all that they let programs do: they have to sign in as what they are now."""
    end_sessions(person, but=but)
    end_authorisations(person, at=database_now())


def end_session(person: User, key: str) -> bool:
    """End one session of a person by its stored key; whether there was one. That of somebody else is none."""
    ended, _rows = Session.objects.filter(account=person, session_key=key).delete()
    return bool(ended)
