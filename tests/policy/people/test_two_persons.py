"""What takes two persons is declared once, and refuses whoever has had a part in it already."""

from __future__ import annotations

from uuid import UUID

import pytest

from licensing.choices import Office
from licensing.policy.people.two_persons import ACTS_OF_TWO, HEAD, KEEPER, PLACES, POLICY_OFFICER, RIGHT, ActOfTwo

ACTS = [pytest.param(one, id=str(one.label)) for one in ACTS_OF_TWO]
SECOND, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("act", ACTS)
def test_the_second_person_is_none_of_those_with_a_part_in_it(act: ActOfTwo) -> None:
    apart = dict.fromkeys(act.apart, OTHER)

    assert act.find_refusal(SECOND, **apart) is None
    for name, sentence in act.apart.items():
        assert act.find_refusal(SECOND, **apart | {name: SECOND}) == sentence


@pytest.mark.parametrize("act", ACTS)
def test_every_act_of_two_keeps_somebody_apart_and_can_be_told_in_words(act: ActOfTwo) -> None:
    assert all((act.first, act.second, act.apart))
    assert {*act.apart, *filter(None, [act.not_for])} <= set(PLACES)
    # Where the same office takes both steps, the first person is kept from the second.
    assert not set(act.first) & set(act.second) or "proposer" in act.apart


def test_an_office_is_had_by_whoever_holds_it_and_a_place_by_nobody_for_an_office() -> None:
    assert [one.is_among({Office.ADMINISTRATOR}) for one in (KEEPER, POLICY_OFFICER, HEAD)] == [True, False, False]
    assert (str(KEEPER.label), str(HEAD.label)) == ("Administrator of people", "Head of the body")


def test_nothing_that_is_told_to_nobody_is_kept_apart() -> None:
    assert RIGHT.find_refusal(SECOND, receiver=None, proposer=None) is None
