"""Who reads, in tests: a person of the world, now."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.models import Case, Licence, User
from licensing.models.read_models import Reader, load_reader


def read_as(user: User, subject: Case | Licence) -> Reader:
    at = now()
    return load_reader(subject, user, at=at, day=to_local_day(at), language="en")
