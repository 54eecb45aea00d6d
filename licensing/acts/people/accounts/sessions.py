"""Sign-ins end: one by one as their owner wishes, and all at once when somebody has a right less."""

from __future__ import annotations

from datetime import datetime

from licensing.acts.acting import database_now
from licensing.acts.people.systems.authorisations import end_authorisations, list_open
from licensing.models import Session, User
from licensing.models.record.origin import find_origin


def end_sessions(person: User, *, but: str = "") -> int:
    """End the sessions of a person, except the one with this stored key; returns how many there were.

    Their next request is one of a visitor. What they were typing is kept for them, as when a session runs out.
    """
    ended, _rows = Session.objects.filter(account=person).exclude(session_key=but).delete()
    return ended


def end_sign_ins(person: User, *, but: str = "", user: User | None = None) -> None:
    """End the sessions of a person and all that they let programs do: they have to sign in as what they are now.

    The user is who is named as ending what programs do: the person, who signs out everywhere; nobody, where a right ends.
    """
    end_sessions(person, but=but)
    end_authorisations(person, at=database_now(), user=user)


def end_access_but_here(person: User, user: User | None) -> None:
    """End what `end_sign_ins` ends, and let whoever acts on their own account go on in the session in which they do it.

    What they may do there is read again at every request, so they go on with what is left to them.
    """
    origin = find_origin()
    acts_on_own = user is not None and user.pk == person.pk
    end_sign_ins(person, but=origin.session if origin is not None and acts_on_own else "", user=user if acts_on_own else None)


def is_open_elsewhere(person: User, this: str, *, at: datetime) -> bool:
    """Whether a person is signed in in another session than the one with this stored key, or lets a program act for them."""
    return Session.objects.signed_in_as(person, at).exclude(session_key=this).exists() or bool(list_open(person))


def end_session(person: User, key: str) -> bool:
    """End one session of a person by its stored key; whether there was one. That of somebody else is none."""
    ended, _rows = Session.objects.filter(account=person, session_key=key).delete()
    return bool(ended)
