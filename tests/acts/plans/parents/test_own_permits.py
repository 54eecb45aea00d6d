"""The variation of a contract's own permit after which a call-off fits: what is proposed does free it, and no less would."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.plans.parents.own_permits import find_reduction
from licensing.acts.plans.parents.reading import assess_draw
from licensing.acts.record.verification import verify_record
from licensing.acts.requests.submission import accept_case
from licensing.models import Case, Licence
from licensing.policy.licences.own_permits import PermitReduction, ReducedLine
from tests.parents import balance, find_authorisation, grant_contract, measure_year, yearly
from tests.world import World


def propose(call_off: Case, contract: Case) -> PermitReduction | None:
    draw = assess_draw(find_authorisation(contract), call_off, today=to_local_day(now()))
    return find_reduction(draw, call_off)


def test_a_call_off_that_fits_needs_none(world: World) -> None:
    contract = grant_contract(world, quantity="300")

    assert propose(world.filed(title="Second year", **yearly(contract)), contract) is None


@pytest.mark.walk
def test_what_is_proposed_frees_the_call_off_and_no_less_would(world: World) -> None:
    # The permit stands on three years, 500 + 500 + 200, and holds all of what the contract was granted.
    contract = grant_contract(world, quantity="1200")
    licence = Licence.objects.get(case=contract)
    call_off = world.filed(title="Second year", **yearly(contract, quantity="250"))

    found = propose(call_off, contract)
    ask_variation(licence, world.paula, reason="One too few.", quantities={1: Decimal(751)})
    grant_variation(licence, world.dora)
    short = propose(call_off, contract)
    ask_variation(licence, world.paula, reason="As proposed.", quantities={1: Decimal(750)})
    grant_variation(licence, world.dora)
    fits = propose(call_off, contract)
    accept_case(call_off, world.otto)

    line = ReducedLine(1, "NAR", Decimal(1200), Decimal(750))
    assert found == PermitReduction(licence.pk, licence.number, [line], leaves_nothing=False)
    assert short is not None
    assert [(one.authorised, one.reduced) for one in short.lines] == [(Decimal(751), Decimal(750))]
    assert fits is None
    years = [measure_year(contract, year) for year in (1, 2, 3)]
    assert years == [balance(committed=500), balance(reserved=250, committed=250), balance()]
    assert verify_record().fault is None
