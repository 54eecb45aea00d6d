"""Measures in words: codes by the names that people have for them, and where each stands today."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from licensing.models.read_models.measures import read_measures
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.world import World


def test_a_measure_reads_in_the_names_of_its_codes(world: World) -> None:
    free = ExemptionDraft({"en": "Allies"}, "Cabinet", Scope(countries=frozenset({"EE"}), roles=frozenset({"partner"})))
    measure, today = publish(world, exemptions=(free,)), to_local_day(now())

    [shown] = read_measures([measure], today=today)
    [later] = read_measures([measure], today=today - timedelta(days=1))

    assert shown.scope == [("Control entries", "ML10")]
    assert [(one.title, one.scope) for one in shown.exemptions] == [
        ("Allies", [("Countries", "Estonia"), ("in these roles", "Partner country")])
    ]
    assert (shown.in_force, later.in_force, later.standing) == (True, False, "Announced")
