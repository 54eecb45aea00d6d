"""Whoever weighs a request reads what a visit found of its end user under another licence; the applicant does not."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.obstacles.licences.visits import find_adverse_visits
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step, VisitFinding
from licensing.policy.obstacles import select_for_applicant
from tests.visits import issue_visited_licence, record
from tests.world import World


def test_a_request_for_the_same_end_user_notes_what_a_visit_found(world: World) -> None:
    subject, case = issue_visited_licence(world), world.filed(title="Next")
    quiet = list(find_adverse_visits(Situation(case, now())))
    record(world, subject, VisitFinding.DIVERTED)

    found = list_obstacles(case, at=now())

    [note] = [one for one in found if one.code == "adverse_visit"]
    assert (quiet, note.is_note) == ([], True)
    assert f"under the licence {subject.number} to an end user of this request" in str(note.message)
    assert note not in select_for_applicant(found)
    # No act asks it, and what is decided already is weighed no more.
    assert not list(find_adverse_visits(Situation(case, now(), Step.GRANT)))
    assert not list(find_adverse_visits(Situation(subject.case, now())))


def test_what_is_as_declared_is_not_noted(world: World) -> None:
    subject, case = issue_visited_licence(world), world.filed(title="Next")

    record(world, subject, VisitFinding.AS_DECLARED)

    assert not list(find_adverse_visits(Situation(case, now())))
