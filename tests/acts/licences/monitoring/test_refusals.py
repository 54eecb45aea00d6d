"""Why an act on a visit is refused is known before anything is typed."""

from __future__ import annotations

from licensing.acts.licences.monitoring.refusals import find_planning_refusal, find_recording_refusal, find_visit_refusal
from tests.visits import issue_visited_licence
from tests.world import World


def test_a_form_says_what_the_act_would_refuse(world: World) -> None:
    planned, without = issue_visited_licence(world), world.licence(title="Without")

    assert (find_visit_refusal(planned), find_recording_refusal(planned), find_planning_refusal(without)) == (None, None, None)
    refused = [find_planning_refusal(planned), find_visit_refusal(without), find_recording_refusal(without)]
    assert [str(one.sentence).split(".")[0] for one in refused if one] == [
        "A visit is planned already",
        "No visit is planned under this licence",
        "No visit is planned under this licence",
    ]
