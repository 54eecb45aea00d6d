"""Goods of a permit for a later year count in the year in which they leave, and go back when they are reversed."""

from __future__ import annotations

from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.record.verification import verify_record
from licensing.models import Event, Licence
from tests.parents import balance, grant_framework, measure_year, yearly
from tests.world import World, clearance


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
