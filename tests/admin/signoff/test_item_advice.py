"""Advice per item at the desk: chosen in the form of a position, read on the page of the case, and prefilled for the grant."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now
from licensing.acts.signoff.ballots import find_advised_outcomes
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.admin.signoff import item_advice
from licensing.admin.signoff.item_advice import (
    build_advice_fields,
    find_advice_field,
    list_advice_words,
    list_outcome_words,
    list_round_words,
    read_chosen_advice,
)
from licensing.choices import ItemOutcome, PositionChoice
from licensing.models import Case, Position
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of
from tests.world import REQUEST, World, approve

TWO = {"items": [REQUEST["items"][0], REQUEST["items"][0] | {"name": "Another thing", "model": "X-2"}]}


def _advise(world: World) -> Case:
    """Of two items all agree to the first; of the second the Ministry finds that no licence is required."""
    case = world.with_need(**TWO)
    own = [{"item": 2, "advice": "not_required"}]
    sign_case(case, world.rhea, PositionInput(PositionChoice.APPROVE, items=own), version=1)
    for member in (world.greta, world.mira):
        sign_case(case, member, approve(), version=1)
    return Case.objects.get(pk=case.pk)


@pytest.mark.walk
def test_advice_is_chosen_for_single_items_and_signed(world: World, at: At) -> None:
    case = world.with_need(**TWO)

    answer = execute_act(at(world.mira), act_of(case, "sign"), choice=PositionChoice.APPROVE, item_1="approve", item_2="refuse")
    page = text_of(at(world.mira).get(act_of(case, "sign")))

    position = Position.objects.get(person=world.mira)
    assert answer.status_code == 302
    assert position.items == [{"item": 1, "advice": "approve"}, {"item": 2, "advice": "refuse"}]
    assert position.as_signed_data()["items"] == position.items
    assert list_advice_words(position) == ["Item 1: Approve", "Item 2: Refuse"]
    assert '<option value="refuse" selected>' in page


@pytest.mark.walk
def test_a_proviso_without_a_condition_is_refused_at_its_item(world: World, at: At) -> None:
    case = world.with_need(**TWO)

    answer = execute_act(at(world.mira), act_of(case, "sign"), choice=PositionChoice.APPROVE, item_2="proviso")

    assert (answer.status_code, Position.objects.count()) == (400, 0)
    assert "item_2" in answer.context["form"].errors
    assert '<option value="proviso" selected>' in text_of(answer)


def test_the_grant_begins_with_what_was_advised(world: World, at: At) -> None:
    case = _advise(world)

    response = at(world.dora).get(act_of(case, "grant"))
    begins = {number: response.context["form"].fields[f"quantity_{number}"].initial for number in (1, 2)}

    outcomes = find_advised_outcomes(case, at=now())
    assert outcomes == {1: ItemOutcome.APPROVE, 2: ItemOutcome.NOT_REQUIRED}
    assert "Item 1: Approve; Item 2: No licence required." in text_of(response)
    assert begins[2] == Decimal() < begins[1]


@pytest.mark.walk
def test_the_page_of_the_case_says_what_each_item_came_to(world: World, at: At) -> None:
    case = _advise(world)

    words = list_round_words(case.rounds.order_by("number")[0], frozenset())

    assert words == ["Item 2: No licence required"]
    assert "Item 2: No licence required" in text_of(at(world.audra).get(page_of(case)))


def test_a_request_of_very_many_items_has_no_such_fields(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.with_need(**TWO)

    assert list(build_advice_fields(case, None)) == ["item_1", "item_2"]
    monkeypatch.setattr(item_advice, "MOST_ITEMS", 1)
    assert build_advice_fields(case, None) == {}


def test_what_was_chosen_is_handed_to_the_act_and_a_gap_finds_its_field() -> None:
    chosen = read_chosen_advice({"item_3": "refuse", "item_1": "", "choice": "approve"})

    assert chosen == [{"item": 3, "advice": "refuse"}]
    assert [find_advice_field(path, chosen) for path in ("items.0.advice", "items.7.item", "comment")] == ["item_3", "", ""]
    assert list_outcome_words({4: ItemOutcome.CONFLICTING}) == ["Item 4: The advice conflicts"]
