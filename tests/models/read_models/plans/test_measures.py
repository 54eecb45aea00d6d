"""Measures in words: codes by the names that people have for them, and where each stands today."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.models.read_models.plans.measures import read_history, read_measures
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import draft, publish, second_officer
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
    assert [one.standing.label for one in (shown, later)] == ["In force", "Announced"]


def test_the_history_of_a_measure_tells_its_versions_and_its_end(world: World) -> None:
    today = to_local_day(now())
    before = publish(world)
    after = publish_measure(prepare_measure(world.pol, draft(), supersedes=before), second_officer())
    end = propose_end(after, world.pol, lifted_from=today, authority="NSDC", document_no="512", reason="Stocks are full.")
    confirm_end(end, second_officer())

    told = read_history(before)

    assert [(one.what, one.days, one.document_no) for one in told] == [
        ("Version 1 was published.", [("Holds from", today)], "417"),
        ("Version 2 was published and took the place of the one before.", [("Holds from", today)], "417"),
        ("The end of version 2 was published.", [("Ended from", today)], "512"),
    ]
