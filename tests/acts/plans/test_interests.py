"""An expression of interest, from its filing to what comes of it: by the partner, the state, and time alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.plans import interests
from licensing.acts.record.verification import verify_record
from licensing.choices import InterestState
from licensing.errors import Invalid, NotAllowed, NotFound, Problem, Stale, WrongState
from licensing.models import Event, Interest
from licensing.policy.plans.interests import REMIND_AFTER
from tests.interests import INTEREST, LINE, filed_interest, offer
from tests.world import World


def steps(interest: Interest) -> list[str]:
    return list(interest.steps.values_list("kind", flat=True))


def test_an_interest_is_filed_answered_offered_countered_and_agreed(world: World) -> None:
    interest = filed_interest(world)
    interests.answer_interest(interest, world.otto, text="We look into it.")
    interests.make_offer(interest, world.otto, offer())
    interests.make_counter_offer(interest, world.paula, offer(text="Forty.", valid_until=None))
    interests.accept_counter_offer(interest, world.otto)

    interest.refresh_from_db()
    assert (interest.state, interest.revision, interest.offer_ends_on) == (InterestState.AGREED, 5, None)
    assert steps(interest) == ["filed", "answered", "offered", "countered", "agreed"]
    assert interest.steps.get(number=4).read_lines() == (LINE,)
    kinds = Event.objects.filter(data__interest=str(interest.pk)).order_by("number").values_list("kind", flat=True)
    assert [kind.removeprefix("interest.") for kind in kinds] == [
        "filed",
        "answered",
        "offered",
        "countered",
        "counter_offer_accepted",
    ]
    assert verify_record().fault is None


Act = Callable[[Interest, World], Any]
PARTNER: dict[str, Act] = {
    "withdraw": lambda one, world: interests.withdraw_interest(one, world.paula, reason="Not needed."),
    "counter": lambda one, world: interests.make_counter_offer(one, world.paula, offer(valid_until=None)),
    "accept": lambda one, world: interests.accept_offer(one, world.paula),
}
STATE: dict[str, Act] = {
    "answer": lambda one, world: interests.answer_interest(one, world.otto, text="Read."),
    "offer": lambda one, world: interests.make_offer(one, world.otto, offer()),
    "agree": lambda one, world: interests.accept_counter_offer(one, world.otto),
    "decline": lambda one, world: interests.decline_interest(one, world.otto, reason="None are left."),
}


@pytest.mark.walk
@pytest.mark.parametrize(
    ("before", "possible"),
    [
        ([], {"withdraw", "answer", "offer", "decline"}),
        (["answer"], {"withdraw", "answer", "offer", "decline"}),
        (["offer"], {"withdraw", "counter", "accept", "offer", "decline"}),
        (["offer", "counter"], {"withdraw", "answer", "offer", "agree", "decline"}),
        (["offer", "accept"], set()),
        (["decline"], set()),
        (["withdraw"], set()),
    ],
)
def test_from_where_it_stands_only_some_steps_are_possible(world: World, before: list[str], possible: set[str]) -> None:
    acts = PARTNER | STATE
    found = set()
    for name, act in acts.items():
        interest = filed_interest(world)
        for one in before:
            acts[one](interest, world)
        try:
            act(interest, world)
            found.add(name)
        except WrongState:
            assert interest.steps.count() == 1 + len(before), name

    assert found == possible


def test_each_side_speaks_for_itself_alone(world: World) -> None:
    interest = filed_interest(world)
    interests.make_offer(interest, world.otto, offer())
    for user in (world.rita, world.otto, world.rhea):
        with pytest.raises(NotAllowed):
            interests.withdraw_interest(interest, user, reason="Mine.")
    for user in (world.paula, world.rhea, world.dora):
        with pytest.raises(NotAllowed):
            interests.answer_interest(interest, user, text="Mine.")
    with pytest.raises(NotFound):
        interests.file_interest(world.paula, world.rival, INTEREST)
    with pytest.raises(NotFound):
        interests.file_interest(world.rita, world.partner, INTEREST)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda one, world: interests.answer_interest(one, world.otto, text=" "), Invalid),
        (lambda one, world: interests.make_offer(one, world.otto, offer(text="")), Invalid),
        (lambda one, world: interests.decline_interest(one, world.otto, reason=""), Invalid),
        (lambda one, world: interests.withdraw_interest(one, world.paula, reason=""), Invalid),
        (lambda one, world: interests.answer_interest(one, world.otto, text="Read.", expected=9), Stale),
    ],
)
def test_a_refused_step_leaves_nothing_behind(world: World, act: Act, refusal: type[Problem]) -> None:
    interest = filed_interest(world)

    with pytest.raises(refusal):
        act(interest, world)

    interest.refresh_from_db()
    assert (interest.state, interest.revision, steps(interest)) == (InterestState.FILED, 1, ["filed"])


def test_an_offer_is_reminded_of_once_and_lapses_after_its_last_day(world: World) -> None:
    interest = filed_interest(world)
    interests.make_offer(interest, world.otto, offer())

    assert interests.remind_of_offers() == 0
    with at_time(now() + timedelta(days=14)):
        assert (interests.remind_of_offers(), interests.remind_of_offers(), interests.lapse_due_offers()) == (1, 0, 0)
    with at_time(now() + timedelta(days=21)):
        assert (interests.lapse_due_offers(), interests.lapse_due_offers()) == (1, 0)

    interest.refresh_from_db()
    assert (interest.state, steps(interest)[-1]) == (InterestState.ANSWERED, "lapsed")
    assert verify_record().fault is None


def test_what_waits_for_the_authority_is_reminded_of_again_and_again(world: World) -> None:
    filed_interest(world)

    assert interests.remind_of_interests() == 0
    with at_time(now() + REMIND_AFTER):
        assert (interests.remind_of_interests(), interests.remind_of_interests()) == (1, 0)
    with at_time(now() + 2 * REMIND_AFTER):
        assert interests.remind_of_interests() == 1
