"""What the open stage waits for is one obstacle each, with who lifts it and which seats alone it stops."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import AssessmentKind, Step
from licensing.models import Case
from tests.acts.assessment.assessed import record, waiting_case
from tests.world import World


def missing(case: Case) -> dict[str, tuple[frozenset[str], str]]:
    found = [one for one in list_obstacles(case, at=now()) if one.code == "not_assessed"]
    assert all(one.stops == {Step.SIGN} for one in found)
    return {one.data["kind"]: (one.seats, str(one.lift)) for one in found}


def test_each_missing_assessment_names_who_makes_it_and_whom_it_stops(world: World) -> None:
    case = waiting_case(world)

    before = missing(case)
    record(case, world.mira)
    record(case, world.otto, AssessmentKind.ROUTE)

    assert before == {
        "classification": (frozenset({"MOD", "GS"}), "It is assessed by: Ministry of Foreign Affairs of Ukraine."),
        "route": (frozenset({"MOD", "GS", "MFA"}), "It is assessed by: a case officer."),
    }
    assert missing(case) == {}
