"""The proposal for one case of an agenda: made, changed, and its errors beside their fields."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import Case
from tests.admin.conftest import At, call_sitting, execute_act, sitting_page, text_of
from tests.parents import bring_contract
from tests.world import World


def _proposal(case: Case) -> dict[str, Any]:
    """What the form of a proposal sends when nothing of it is changed."""
    return {f"quantity_{item.number}": str(item.quantity.normalize()) for item in case.items.all()} | {
        "outcome": "grant",
        "valid_until": str(to_local_day(now()) + timedelta(days=300)),
    }


@pytest.mark.walk
def test_a_case_is_proposed_in_detail_and_the_agenda_says_so_in_words(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = call_sitting(world), at(world.dora)
    typed = _proposal(case) | {"quantity_1": "25", "reasons": "The forces need the rest.", "conditions": ["P01"]}

    response = execute_act(client, sitting_page(sitting, "propose", case.pk), **typed)

    assert (response.status_code, response["Location"]) == (302, sitting_page(sitting, "change"))
    assert sitting.agenda.get().details == {
        "reasons": "The forces need the rest.",
        "valid_until": typed["valid_until"],
        "quantities": {"1": "25"},
        "conditions": [{"code": "P01", "parameters": {}, "text": "", "author": "government"}],
    }
    page = text_of(client.get(sitting_page(sitting, "change")))
    expected = (
        "Reconnaissance UAV: 25 pieces of the 40 pieces asked for",
        "With 1 condition",
        "Reasons: The forces need the rest.",
    )
    assert [one for one in expected if one not in page] == []


@pytest.mark.walk
def test_a_proposal_is_opened_again_as_it_was_made_and_changed(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client, url = call_sitting(world, case), at(world.dora), ""
    url = sitting_page(sitting, "propose", case.pk)
    execute_act(client, url, **_proposal(case) | {"quantity_1": "25", "reasons": "Less.", "conditions": ["P01"]})

    again = text_of(client.get(url))
    response = execute_act(client, url, outcome="refuse", grounds=["R10"], reasons="No.", quantity_1="25", quantity_2="4")

    expected = ('name="quantity_1" value="25"', "Less.", 'value="P01" checked', "Change what is proposed")
    assert [one for one in expected if one not in again] == []
    item = sitting.agenda.get()
    assert (response.status_code, item.outcome, item.details) == (302, "refuse", {"grounds": ["R10"], "reasons": "No."})


def test_an_error_in_a_proposal_is_beside_its_field(world: World, at: At) -> None:
    case = world.before_government()
    sitting = call_sitting(world)
    typed = _proposal(case) | {
        "quantity_1": "41",
        "valid_until": "2001-01-01",
        "conditions": ["P03"],
        "conditions.own": "Mine.",
    }

    response = execute_act(at(world.dora), sitting_page(sitting, "propose", case.pk), **typed)

    page = text_of(response)
    expected = (
        "Between 0 and 40 pieces can be granted of item 1.",
        "A permit of this kind ends after today",
        "Look at the conditions marked below.",
        'value="41"',
        'value="2001-01-01"',
        'value="P03" checked',
        "Mine.</textarea>",
    )
    assert (response.status_code, [one for one in expected if one not in page]) == (400, [])
    assert not sitting.agenda.exists()


def test_of_a_contract_the_agenda_proposes_whether_its_ceilings_bind(world: World, at: At) -> None:
    contract = bring_contract(world)
    sitting, client = call_sitting(world), at(world.dora)

    execute_act(
        client,
        sitting_page(sitting, "propose", contract.pk),
        **_proposal(contract) | {"quantity_1": "500", "ceilings": "indicative"},
    )

    assert sitting.agenda.get().details["indicative"] is True
