"""The holder reads that somebody comes and came; what they found the authority alone reads, and customs nothing."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.choices import VisitFinding
from licensing.models import User
from licensing.models.clocks.days import to_local_day
from licensing.models.read_models.licences.visits import read_visits
from licensing.models.read_models.reader import load_reader
from licensing.models.read_models.views import LicenceVisitView
from tests.visits import PERSONS, issue_visited_licence, record
from tests.world import World


def test_each_side_is_told_what_it_may_know(world: World) -> None:
    subject = issue_visited_licence(world)
    record(world, subject, VisitFinding.MISSING)

    def read(person: User) -> list[LicenceVisitView]:
        return read_visits(subject, load_reader(subject, person, at=now(), day=to_local_day(now()), language="en"))

    [told], [held] = read(world.otto), read(world.paula)

    assert (told["finding"], told["report"], told["concerned"]) == (VisitFinding.MISSING, "SECRET-REPORT", [subject.number])
    assert (held["finding"], held["report"], held["concerned"]) == (None, "", [])
    assert (held["persons"], held["done_on"], read(world.cus)) == ("", told["done_on"], [])
    assert PERSONS in told["persons"]
