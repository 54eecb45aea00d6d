"""Who reads, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from licensing.models.licences.licence import Licence
from licensing.models.people.actor import read_actor
from licensing.models.people.users import User
from licensing.models.requests.case import Case
from licensing.permissions import Actor


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads a case, with their part in it, at one moment."""

    actor: Actor
    at: datetime
    day: date
    language: str

    def is_applicant(self, case: Case) -> bool:
        """Whoever belongs to the organisation that filed it reads as its applicant, whatever else they are."""
        return case.is_own(self.actor)


def load_reader(subject: Case | Licence, user: User, *, at: datetime, day: date, language: str) -> Reader:
    """Who reads this case or licence; one statement."""
    case = subject if isinstance(subject, Case) else subject.case
    return Reader(read_actor(user, on=day, case_id=case.pk, kind=case.kind_id), at, day, language)
