"""Goods of a permit for a later year count in the year in which they leave, and go back when they are reversed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.decisions import government
from licensing.acts.decisions.appeal import appeal_case, decide_appeal
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.record.verification import verify_record
from licensing.errors import Invalid
from licensing.models import Case, Event, Licence
from tests.parents import balance, grant_framework, measure_year, yearly
from tests.scenes import scene
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.world import World, clearance, resolution


def test_what_leaves_before_its_year_is_taken_from_the_year_in_which_it_leaves(world: World) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="100", year=2)))

    drawn = ledger.draw_down_licence(licence, world.cus, clearance("m-1", 30))
    early = [measure_year(framework, 1), measure_year(framework, 2)]
    ledger.reverse_usage(licence, world.cus, drawn.pk, message_id="m-2")
    reversed_again = [measure_year(framework, 1), measure_year(framework, 2)]
    ledger.draw_down_licence(licence, world.cus, clearance("m-3", 10))
    revoke_licence(licence, world.decider(), reason="Diverted")

    assert early == [balance(used=30), balance(committed=70)]
    assert reversed_again == [balance(), balance(committed=100)]
    assert [measure_year(framework, 1), measure_year(framework, 2)] == [balance(used=10), balance()]
    told = Event.objects.filter(kind="parent.moved").order_by("number").values_list("data__lines", flat=True)
    assert list(told) == [
        [[1, 1, 1, "left", "used", "30"], [1, 1, 2, "committed", "left", "30"]],
        [[1, 1, 1, "used", "left", "30"], [1, 1, 2, "left", "committed", "30"]],
        [[1, 1, 1, "left", "used", "10"], [1, 1, 2, "committed", "left", "10"]],
    ]
    assert verify_record().fault is None


def test_the_last_of_a_licence_that_leaves_early_closes_it_and_gives_its_year_back(world: World) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="100", year=3)))

    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 100))

    assert Licence.objects.get(pk=licence.pk).state == "exhausted"
    assert [measure_year(framework, year) for year in (1, 3)] == [balance(used=100), balance()]
    assert not Event.objects.filter(kind="parent.given_back").exists()
    assert verify_record().fault is None


@scene
def grant_first_part(world: World, framework: Case) -> Licence:
    """100 of 150 for the second year of a framework, in force as a licence, with a decision that can be appealed against."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government(**yearly(framework, quantity="150"))
    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(100)}, reasons="No more is made."))
    return Licence.objects.get(case=case)


def add_by_appeal(world: World, licence: Licence, in_all: int) -> None:
    case = appeal_case(Case.objects.get(pk=licence.case_id), world.paula, reason="More is made.")
    decide_appeal(case, another_decider(), resolution(number="501-r", quantities={1: Decimal(in_all)}, reasons="More is made."))


@pytest.mark.walk
def test_an_appeal_takes_what_has_left_before_its_year_once(world: World) -> None:
    framework = grant_framework(world)
    licence = grant_first_part(world, framework)
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 30))

    add_by_appeal(world, licence, 150)

    assert [measure_year(framework, 1), measure_year(framework, 2)] == [balance(used=30), balance(committed=120)]
    assert verify_record().fault is None


@pytest.mark.walk
def test_an_appeal_takes_no_more_than_a_varied_licence_allows(world: World) -> None:
    framework = grant_framework(world)
    licence = grant_first_part(world, framework)
    ask_variation(licence, world.paula, reason="Less is wanted.", quantities={1: Decimal(60)})
    grant_variation(licence, world.dora)

    add_by_appeal(world, licence, 110)

    assert measure_year(framework, 2) == balance(committed=70)
    assert Event.objects.filter(kind="parent.given_back").count() == 2
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(("others", "fits"), [(380, True), (381, False)])
def test_an_appeal_fits_beside_what_has_left_before_its_year(world: World, others: int, fits: bool) -> None:
    """Of 500 in the second year others hold 380; 30 of 100 left in the first, so 120 more of 150 fit beside them, just."""
    framework = grant_framework(world)
    licence = grant_first_part(world, framework)
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 30))
    _hold(world, framework, str(others))

    if fits:
        add_by_appeal(world, licence, 150)
    else:
        with pytest.raises(Invalid) as refused:
            add_by_appeal(world, licence, 150)
        assert [one.code for one in refused.value.gaps] == ["beyond_parent"]

    assert measure_year(framework, 1) == balance(used=30)
    assert measure_year(framework, 2) == balance(committed=(120 if fits else 70) + others)
    assert verify_record().fault is None


@pytest.mark.walk
@pytest.mark.parametrize(("others", "fits"), [(430, True), (431, False)])
def test_an_appeal_fits_beside_what_a_variation_gave_to_others(world: World, others: int, fits: bool) -> None:
    """100 granted and varied to 60; 110 by appeal are 70 on the licence, which fit beside 430 of 500."""
    framework = grant_framework(world)
    licence = grant_first_part(world, framework)
    ask_variation(licence, world.paula, reason="Less is wanted.", quantities={1: Decimal(60)})
    grant_variation(licence, world.dora)
    _hold(world, framework, str(others))

    if fits:
        add_by_appeal(world, licence, 110)
    else:
        with pytest.raises(Invalid) as refused:
            add_by_appeal(world, licence, 110)
        assert [one.code for one in refused.value.gaps] == ["beyond_parent"]

    assert measure_year(framework, 2) == balance(committed=(70 if fits else 60) + others)
    assert verify_record().fault is None


def _hold(world: World, framework: Case, quantity: str) -> None:
    case = world.before_government(**yearly(framework, quantity=quantity))
    government.grant_case(case, world.dora, resolution(number="502-r"))
