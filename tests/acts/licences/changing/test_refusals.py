"""Why an act on a suspension is refused: to whom, and until when."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now
from licensing.acts.licences.changing.refusals import (
    find_confirming_refusal,
    find_declining_refusal,
    find_proposing_refusal,
    find_reinstating_refusal,
)
from licensing.errors import Problem
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.world import World


def _say(refusal: Problem | None) -> tuple[str, str]:
    return (refusal.code, str(refusal.sentence)) if refusal else ("", "")


def test_another_person_confirms_a_suspension_within_its_time(world: World) -> None:
    subject = issue_suspended_licence(world)

    assert find_confirming_refusal(subject, world.dora, at=now()) is None
    own = "You suspended this licence. Another person confirms or declines it."
    assert _say(find_confirming_refusal(subject, world.otto, at=now())) == ("both_persons", own)
    late = "The 24 hours in which this suspension could be confirmed are over."
    assert _say(find_confirming_refusal(subject, world.dora, at=now() + timedelta(hours=25))) == ("wrong_state", late)


def test_reinstating_is_proposed_once_by_an_officer_and_settled_by_another(world: World) -> None:
    subject = propose_to_reinstate(world)

    again = "You have proposed already to reinstate this licence."
    assert _say(find_proposing_refusal(subject, world.otto)) == ("wrong_state", again)
    for find in (find_reinstating_refusal, find_declining_refusal):
        assert find(subject, world.dora) is None
        own = "You proposed to reinstate this licence. Another person confirms or declines it."
        assert _say(find(subject, world.otto)) == ("both_persons", own)


def test_a_licence_that_nobody_suspended_is_neither_confirmed_nor_reinstated(world: World) -> None:
    subject = world.licence()

    said = (
        find_confirming_refusal(subject, world.dora, at=now()),
        find_proposing_refusal(subject, world.otto),
        find_declining_refusal(subject, world.dora),
    )

    assert [_say(one)[1].split(".")[0] for one in said] == [
        "No suspension of this licence waits to be confirmed",
        "No officer has suspended this licence",
        "Nobody has proposed to reinstate this licence",
    ]
