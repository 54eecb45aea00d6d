"""What is typed to try a rule is kept, and each error stands beside its field."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.admin.conftest import At, text_of
from tests.world import World

RULE = reverse("admin:licensing_procedure_try")


def _seats(*rows: dict[str, str], **rule: str) -> dict[str, Any]:
    """What the page sends: a rule, and one row of fields for each seat."""
    sent = {f"rule-{name}": value for name, value in {"kind": "majority_cast", **rule}.items()}
    for number, row in enumerate(rows):
        sent |= {f"seat-{number}-{name}": value for name, value in {"role": "deliberative", "weight": "1", **row}.items()}
    return sent | {"rows": str(len(rows)), "try": "1"}


def _seat(code: str, choice: str = "", **more: str) -> dict[str, str]:
    return {"code": code, "choice": choice, **more}


def test_a_rule_that_can_never_be_met_says_why_beside_its_field(world: World, at: At) -> None:
    response = at(world.pol).post(RULE, _seats(_seat("MOD", "approve"), _seat("GS"), kind="k_of_n", k="5"))

    page = text_of(response)
    expected = (
        "5 approvals can never be reached: 2 have a vote.",
        'value="5"',
        'value="MOD"',
        '<option value="approve" selected>',
    )
    assert (response.status_code, [one for one in expected if one not in page]) == (422, [])


def test_an_unreadable_value_is_named_at_its_seat(world: World, at: At) -> None:
    sent = _seats(_seat(""), _seat("MOD", "approve", weight="much"), _seat("GS", "approve", casting="approve"), quorum="7/3")

    response = at(world.pol).post(RULE, sent)

    page = text_of(response)
    assert response.status_code == 400
    assert page.index('value="much"') < page.index("Give a weight of 0 or more.") < page.index('value="GS"')
    assert "A casting vote is for or against, and the chair&#x27;s." in page
    assert 'value="7/3"' in page


def test_more_rows_are_added_and_nothing_is_lost(world: World, at: At) -> None:
    sent = _seats(_seat("MOD", "object"), quorum="2/3") | {"more": "1"}

    page = text_of(at(world.pol).post(RULE, sent))

    assert [one in page for one in ('name="seat-3-code"', 'value="MOD"', 'value="2/3"')] == [True] * 3
    assert "While the round is open" not in page
