"""Who keeps the rights of people, and the lock under which the rights of one person change one after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.errors import NotAllowed
from licensing.models import User, read_actor
from licensing.policy.people.two_persons import KEEPER


@contextmanager
def lock_person(person: User) -> Iterator[tuple[User, datetime]]:
    """One transaction on the rights of a person: the fresh row of the account, and the moment at which it was locked.

    Two acts on the same person wait for each other, so that an overlap is found by the second and not by a constraint.
    """
    with translate_database_errors(), transaction.atomic():
        locked = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        yield locked, database_now()


def is_keeper(user: User, *, at: datetime) -> bool:
    """Whether somebody is an administrator of people at a moment. A program never is, and being a superuser gives nothing."""
    return not user.is_system and KEEPER.is_among(read_actor(user, on=to_local_day(at)).appointments)


def has_left_office(proposer: User, *, at: datetime) -> bool:
    """Whether an administrator who proposed something could not propose it any more: the second one alone is in office then.

    They need not decline, as the reasons may be as good as before; but they are told so, and the record says so.
    """
    return not is_keeper(proposer, at=at)


def refuse_others(user: User, *, at: datetime) -> None:
    """Raises NotAllowed for whoever is no administrator of people."""
    # From the database: the account may have been closed since it was read.
    if not is_keeper(User.objects.get(pk=user.pk), at=at):
        raise NotAllowed(_("Only an administrator of people may do this."))
