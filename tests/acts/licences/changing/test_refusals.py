"""Why an act on a suspension or a variation is refused: to whom, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now
from licensing.acts.licences.changing.refusals import (
    find_asking_refusal,
    find_confirming_refusal,
    find_deciding_refusal,
    find_declining_refusal,
    find_proposing_refusal,
    find_reinstating_refusal,
    find_suspending_refusal,
    get_unless_refused,
)
from licensing.acts.licences.changing.suspension import decline_suspension
from licensing.errors import BothPersons, Problem
from licensing.models import Licence
from tests.suspensions import issue_suspended_licence, propose_to_reinstate
from tests.variations import issue_asked_licence, issue_proposed_licence
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


def test_a_licence_is_suspended_once_and_not_again_by_whose_suspension_was_declined(world: World) -> None:
    subject = issue_suspended_licence(world)
    already = ("wrong_state", "An officer has suspended this licence already.")
    assert _say(find_suspending_refusal(subject, world.otto)) == already

    decline_suspension(subject, world.dora, reason="The carrier has explained it.")

    ended = Licence.objects.get(pk=subject.pk)
    assert _say(find_suspending_refusal(ended, world.otto))[0] == "both_persons"
    assert find_suspending_refusal(ended, world.dora) is None


def test_a_variation_is_asked_once_and_decided_by_another(world: World) -> None:
    asked, proposed = issue_asked_licence(world), issue_proposed_licence(world, title="Proposed")

    waits = ("wrong_state", "A variation of this licence waits to be decided already.")
    assert _say(find_asking_refusal(asked, world.otto, by_holder=False)) == waits
    assert find_asking_refusal(proposed, world.paula, by_holder=True) is None
    own = ("both_persons", "You proposed this variation. Another person decides it.")
    assert _say(find_deciding_refusal(proposed, world.otto)) == own
    assert find_deciding_refusal(proposed, world.dora) is None
    none = ("wrong_state", "No variation of this licence waits to be decided.")
    assert _say(find_deciding_refusal(world.licence(title="Other"), world.dora)) == none


def test_what_is_refused_is_raised_and_what_is_not_is_there() -> None:
    assert get_unless_refused("found", None) == "found"
    with pytest.raises(BothPersons):
        get_unless_refused("found", BothPersons("Another person."))
    with pytest.raises(RuntimeError):
        get_unless_refused(None, None)
