"""Holder and authority read of a variation what it changes, until when it is decided and what became of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.choices import VariationOutcome
from licensing.models import Licence, LicenceVariation
from licensing.models.read_models.licences.variations import list_all_changes, list_changes, read_variations
from tests.variations import issue_asked_licence
from tests.world import World


def test_one_that_waits_says_by_when_it_is_decided(world: World) -> None:
    [read] = read_variations(issue_asked_licence(world))

    assert (read["by_holder"], read["quantities"], read["outcome"], read["version"]) == (True, {"1": "30"}, None, None)
    assert read["due_on"] is not None


def test_a_granted_one_names_its_version_and_what_it_replaced(world: World) -> None:
    subject = issue_asked_licence(world)
    grant_variation(subject, world.dora, reason="As asked.")

    [read] = read_variations(subject)

    assert (read["outcome"], read["version"], read["before_quantities"]) == (VariationOutcome.GRANTED, 2, {"1": "40"})
    assert (read["settled_because"], read["before_valid_until"]) == ("As asked.", None)
    assert world.dora.name not in str(read)


def test_what_changes_is_said_from_what_to_what_and_of_a_granted_one_against_the_version_before_it(world: World) -> None:
    subject = issue_asked_licence(world)
    grant_variation(subject, world.dora)
    later = Licence.objects.get(pk=subject.pk)
    earlier = later.valid_until - timedelta(days=1)
    ask_variation(later, world.paula, reason="Earlier.", valid_until=earlier, quantities={1: Decimal(20)})

    lines = later.lines.select_related("unit")
    granted, asked = (list_changes(one, later, lines) for one in LicenceVariation.objects.order_by("number"))

    assert [str(one) for one in granted] == ["Line 1. Reconnaissance UAV: 40 pieces → 30 pieces"]
    assert [str(one).partition(":")[0] for one in asked] == ["Last day", "Line 1. Reconnaissance UAV"]
    assert str(asked[1]).endswith("30 pieces → 20 pieces")


def test_variations_of_parties_and_routes_are_told_by_the_same_number_of_statements(world: World) -> None:
    subject = Licence.objects.select_related("case").get(pk=world.licence().pk)
    place = {"country": "EE", "kind": "government", "address": "Narva"}
    depots = [{"role": "consignee", "name": f"Depot {number}", "replaces": 4} | place for number in range(3)]
    waiting = [LicenceVariation(licence=subject, parties=[depot]) for depot in depots]

    asked = []
    for some in (waiting[:1], waiting):
        with CaptureQueriesContext(connection) as statements:
            told = list_all_changes(some, subject, [])
        asked.append(len(statements))

    assert asked == [2, 2]
    assert [str(one).partition(" → ")[2] for [one] in told] == [f"Depot {number}, Narva, Estonia" for number in range(3)]
