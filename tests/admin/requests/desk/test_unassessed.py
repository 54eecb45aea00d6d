"""What somebody has to assess stands on their desk until it holds, and on nobody else's."""

from __future__ import annotations

from datetime import timedelta

from licensing.admin.requests.desk.unassessed import match_unassessed
from licensing.choices import AssessmentKind
from licensing.models import Case
from tests.acts.assessment.assessed import record, today, waiting_case
from tests.world import World


def test_a_case_waits_for_its_owners_alone_and_until_it_is_assessed(world: World) -> None:
    case = waiting_case(world)
    world.accepted(title="Another")

    def list_cases(*owners: str) -> int:
        return Case.objects.filter(match_unassessed(owners, on=today())).count()

    before = [list_cases(owner) for owner in ("MFA", "case_officer", "MOD")]
    record(case, world.mira)
    record(case, world.otto, AssessmentKind.ROUTE)

    # The other case takes the same procedure, and waits still.
    assert before == [2, 2, 0]
    assert [list_cases(owner) for owner in ("MFA", "case_officer")] == [1, 1]


def test_one_that_held_before_the_newest_ran_out_leaves_the_case_waiting(world: World) -> None:
    case = waiting_case(world)
    record(case, world.mira)
    record(case, world.mira, expires_on=today() + timedelta(days=2))

    waits = [Case.objects.filter(match_unassessed(["MFA"], on=today() + timedelta(days=days))).count() for days in (2, 3)]

    assert waits == [0, 1]
