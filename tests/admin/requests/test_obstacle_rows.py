"""Obstacles as the desk shows them: those that stop something come first."""

from __future__ import annotations

from licensing.admin.requests.obstacle_rows import build_obstacle_rows
from licensing.choices import Step
from licensing.policy.obstacles import Obstacle


def test_notes_come_after_what_stops_something() -> None:
    note = Obstacle("note", "A note", "Plan", "Wait")
    stops = Obstacle("need", "No need", "Law", "State it", frozenset({Step.GRANT, Step.SIGN}), frozenset({"MOD", "GS"}))

    rows = build_obstacle_rows([note, stops])

    assert [(row.sentence, row.stops, row.seats) for row in rows] == [
        ("No need", ["being signed", "being granted"], "GS, MOD"),
        ("A note", [], ""),
    ]
