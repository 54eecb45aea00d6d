"""Conditions as they are read: how each stands at the gate, and its records with those that count no more."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now
from licensing.acts.licences.conditions.records import void_record
from licensing.choices import ConditionStanding
from licensing.models.read_models.licences.conditions import read_conditions
from licensing.models.read_models.licences.gate import load_gate
from tests.conditions import EACH_BATCH, TEN_IN_SIX_MONTHS, VERIFIED, acceptance, issue_bound_licence, record, verification
from tests.world import World


def test_each_condition_says_how_it_stands(world: World) -> None:
    licence = issue_bound_licence(world, VERIFIED, TEN_IN_SIX_MONTHS, EACH_BATCH, {"code": "P01"})
    made = record(world, licence, 1, verification())
    record(world, licence, 3, acceptance(1, Decimal(4)))
    void_record(licence, world.otto, made.pk, reason="It was another certificate.")

    views = read_conditions(licence, load_gate(licence, at=now()), {})

    assert [one["standing"] for one in views] == [
        ConditionStanding.UNMET,
        ConditionStanding.OPEN,
        ConditionStanding.OPEN,
        ConditionStanding.PAPER,
    ]
    assert [one["rule"] for one in views][3] == ""
    assert [(one["in_effect"], one["void_because"]) for one in views[0]["records"]] == [(False, "It was another certificate.")]
    assert [(one["line"], one["quantity"]) for one in views[2]["records"]] == [(1, "4")]
