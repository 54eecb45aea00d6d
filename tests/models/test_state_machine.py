"""What can be asked of the declared acts: which the state has, which an actor may do, and the move itself."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django_fsm import TransitionNotAllowed

from licensing.choices import CaseState, Verb
from licensing.errors import NotAllowed
from licensing.models import Case
from licensing.permissions import Actor

OURS = uuid4()
PREPARER = Actor(id=uuid4(), memberships={OURS: "preparer"})
OFFICER = Actor(id=uuid4(), appointments=frozenset({"case_officer"}))


def build_draft() -> Case:
    return Case(organisation_id=OURS)


def test_an_actor_is_offered_what_the_state_has_and_they_may_do() -> None:
    case = build_draft()

    offered = case.list_available_acts(PREPARER)

    assert set(offered) == {Verb.EDIT, Verb.ATTACH, Verb.SUBMIT, Verb.WITHDRAW}
    assert case.list_available_acts(OFFICER) == []


def test_offered_acts_come_in_the_order_of_the_verbs() -> None:
    offered = build_draft().list_available_acts(PREPARER)

    assert offered == [verb for verb in Verb if verb in offered]


def test_a_denial_looks_at_the_person_and_not_at_the_state() -> None:
    case = build_draft()

    assert case.find_denial(Verb.ACCEPT, OFFICER) is None
    assert isinstance(case.find_denial(Verb.ACCEPT, PREPARER), NotAllowed)


def test_a_wrong_state_is_refused_with_the_act_and_the_state() -> None:
    refusal = build_draft().build_wrong_state(Verb.ACCEPT)

    assert str(Verb.ACCEPT.label) in refusal.sentence
    assert str(CaseState.DRAFT.label) in refusal.sentence
    assert refusal.extra == {"state": "draft"}


def test_an_act_moves_the_state_as_it_is_declared() -> None:
    case = build_draft()

    case.perform(Verb.EDIT)
    unmoved = case.state
    case.perform(Verb.SUBMIT)

    assert (unmoved, case.state) == (CaseState.DRAFT, CaseState.SUBMITTED)
    with pytest.raises(TransitionNotAllowed):
        case.perform(Verb.GRANT)


def test_only_acts_with_a_target_are_edges_of_the_graph() -> None:
    edges = Case.list_edges()

    assert ("draft", "submitted") in edges
    assert all(source != target for source, target in edges)
