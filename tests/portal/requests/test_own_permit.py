"""A call-off whose goods the permit of its contract holds leads to the variation that frees them, filled in."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.requests import submission
from licensing.models import Case, Licence, LicenceVariation
from tests.parents import balance, grant_contract, measure_year, yearly
from tests.portal.visiting import Visitor, forms_of, text_of
from tests.world import World, clearance


def find_step(page: Any) -> str:
    """The address of the step that the page offers."""
    found = re.search(r'href="([^"]+)"\s+role="button"', page.content.decode())
    assert found is not None
    return found[1].replace("&amp;", "&")


@pytest.mark.walk
def test_the_variation_that_frees_a_call_off_is_one_step_away_and_filled_in(world: World, paula: Visitor) -> None:
    contract = grant_contract(world)
    licence = Licence.objects.get(case=contract)
    ledger.draw_down_licence(licence, world.cus, clearance("own-1", 200))
    call_off = world.filed(title="Same year", **yearly(contract, quantity="100", year=1, price="1000.00"))

    page = paula.open("case", call_off.pk)
    step = find_step(page)
    form = paula.client.get(step)
    sent = paula.client.post(step, forms_of(form)[0].filled({}))
    waiting = text_of(paula.open("case", call_off.pk))

    assert "Line 1 of the permit: 400 pieces in place of 500 pieces." in text_of(page)
    assert parse_qs(urlsplit(step).query)["quantity-1"] == ["400"]
    assert sent.status_code == 302
    asked = LicenceVariation.objects.get()
    assert (asked.quantities, asked.reason) == ({"1": "400"}, f"Request {call_off.reference} calls these goods off apart.")
    assert f"A variation of permit {licence.number} waits for the authority" in waiting
    # As far as it goes: nothing was taken from the permit before it was granted, and then each piece stands once.
    assert measure_year(contract, 1) == balance(committed=300, used=200)
    grant_variation(licence, world.dora)
    submission.accept_case(Case.objects.get(pk=call_off.pk), world.otto)
    assert measure_year(contract, 1) == balance(reserved=100, committed=200, used=200)


def test_a_permit_that_would_hold_nothing_is_given_back(world: World, paula: Visitor) -> None:
    contract = grant_contract(world, quantity="40")
    licence = Licence.objects.get(case=contract)
    call_off = world.filed(title="All of it", **yearly(contract, quantity="40", year=1, price="1000.00"))

    page = paula.open("case", call_off.pk)

    assert f"Give permit {licence.number} back: all that it holds is wanted here" in text_of(page)
    assert find_step(page) == f"/licences/{licence.pk}/surrender/"
    assert measure_year(contract, 1) == balance(committed=40)


def test_what_the_permit_does_not_hold_has_no_step(world: World, paula: Visitor) -> None:
    contract = grant_contract(world)
    beyond = world.filed(title="Beyond both", **yearly(contract, quantity="501", year=1, price="1000.00"))

    page = paula.open("case", beyond.pk)

    assert "of the permit:" not in text_of(page)
    assert Decimal(501) > measure_year(contract, 1).taken


def test_an_address_that_says_nothing_sensible_is_only_shown(world: World, paula: Visitor) -> None:
    licence = world.licence()

    page = paula.open("vary_licence", licence.pk, query='?quantity-1="><b>&reason=<i>x')

    assert page.status_code == 200
    assert 'value="&quot;&gt;&lt;b&gt;"' in page.content.decode()
