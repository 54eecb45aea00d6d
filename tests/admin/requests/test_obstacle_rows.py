"""Obstacles as the desk shows them: those that stop something come first."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from licensing.admin.requests.obstacle_rows import build_obstacle_rows
from licensing.choices import Step
from licensing.policy.licences.own_permits import PermitReduction, ReducedLine
from licensing.policy.obstacles import Obstacle


def test_notes_come_after_what_stops_something() -> None:
    note = Obstacle("note", "A note", "Plan", "Wait")
    stops = Obstacle("need", "No need", "Law", "State it", frozenset({Step.GRANT, Step.SIGN}), frozenset({"MOD", "GS"}))

    rows = build_obstacle_rows([note, stops])

    assert [(row.sentence, row.stops, row.seats) for row in rows] == [
        ("No need", ["being signed", "being granted"], "GS, MOD"),
        ("A note", [], ""),
    ]


def test_the_permit_that_would_be_for_less_is_named_with_its_lines() -> None:
    reduction = PermitReduction(UUID(int=1), "L-1", [ReducedLine(1, "NAR", Decimal(500), Decimal(400))], leaves_nothing=False)

    [row] = build_obstacle_rows([Obstacle("parent_full", "Full", "Contract", "Vary it", reduction=reduction)])

    assert (row.reduction, row.reduced) == (reduction, ["Line 1 of the permit: 400 pieces in place of 500 pieces."])
