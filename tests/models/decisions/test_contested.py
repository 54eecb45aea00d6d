"""Which conditions an appeal is against."""

from __future__ import annotations

from licensing.models import Case
from licensing.models.decisions.contested import read_contested, read_open_contest
from tests.acts.decisions.contests import STRUCK, decide, filed
from tests.trial import make_case_granted_in_part
from tests.world import World


def test_they_are_open_until_the_appeal_is_decided_and_stay_with_the_decision(world: World) -> None:
    case = filed(world, 3, 1)
    before = Case.objects.get(pk=case.pk)
    assert before.decision is not None
    assert read_open_contest(before) == [1, 3]

    decide(case, {1: STRUCK, 3: STRUCK})

    assert (read_open_contest(Case.objects.get(pk=case.pk)), read_contested(before.decision)) == ((), [1, 3])


def test_an_appeal_that_names_none_is_against_none(world: World) -> None:
    case = make_case_granted_in_part(world)
    assert case.decision is not None

    assert (read_open_contest(case), read_contested(case.decision)) == ((), ())
