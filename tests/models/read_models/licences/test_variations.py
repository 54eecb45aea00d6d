"""Holder and authority read of a variation what it changes, until when it is decided and what became of it."""

from __future__ import annotations

from licensing.acts.licences.changing.variation import grant_variation
from licensing.choices import VariationOutcome
from licensing.models.read_models.licences.variations import read_variations
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
