"""Rounds, seats and positions, for those who may read the deliberation."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from licensing.choices import MandateKind, PositionChoice, RoundEnd, SeatRole, StageOutcome, Veto
from licensing.models.read_models.views.shared import PersonView


class PositionView(TypedDict):
    id: UUID
    seat: str
    person: PersonView
    speaks_as: MandateKind
    choice: PositionChoice
    casting: bool
    grounds: list[str]
    conditions: list[dict[str, Any]]
    items: list[dict[str, Any]]
    comment: str
    number: int
    taken_at: datetime
    digest: str


class SeatView(TypedDict):
    body: str
    name: str
    role: SeatRole
    weight: int
    veto: Veto
    mandatory: bool
    explicit: bool
    chair: bool
    needs_need: bool
    position: PositionView | None
    casting_vote: PositionView | None


class RoundView(TypedDict):
    """One opening of a stage, for those who may read the deliberation."""

    id: UUID
    number: int
    stage: str
    stage_name: str
    government: bool
    version: int
    rule: dict[str, Any]
    opened_at: datetime
    closed_at: datetime | None
    ended_by: RoundEnd | None
    outcome: StageOutcome
    deemed: bool
    explanation: str
    result: dict[str, Any]
    seats: list[SeatView]
