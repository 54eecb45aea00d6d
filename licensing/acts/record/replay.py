"""Sign-off as the events tell it: the rounds, what each came to, and which positions stand; held against the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.choices import StageOutcome
from licensing.models import Event, Round, RoundSeat, Seat, StandingPosition
from licensing.policy.record.events import EventKind

_CHUNK = 2000


@dataclass(slots=True)
class _RecordedRound:
    """What the events tell of one round."""

    event: int
    opened: tuple[str, int, str, int, frozenset[str]]
    ended_by: str = ""
    outcome: str = StageOutcome.PENDING
    explanation: Any = None


class RoundReplay:
    """Hears every event in its order, and then names the rows that say something else."""

    def __init__(self) -> None:
        self._stages = {str(round): stage for round, stage in Round.objects.values_list("pk", "stage")}
        self._rounds: dict[str, _RecordedRound] = {}
        # By case and position: the round and the seat that it stands for.
        self._standing: dict[UUID, dict[str, tuple[str, str]]] = {}

    def apply(self, event: Event) -> None:
        data, standing = event.data, self._standing.setdefault(event.case_id, {})
        match event.kind:
            case EventKind.ROUND_OPENED:
                self._open(event, standing)
            case EventKind.ROUND_CLOSED if told := self._rounds.get(data["round"]):
                told.ended_by, told.outcome, told.explanation = data["ended_by"], data["outcome"], data["explanation"]
            case EventKind.OUTCOME_STANDS if told := self._rounds.get(data["round"]):
                if told.outcome != data["outcome"]:
                    told.outcome, told.explanation = data["outcome"], None
            case EventKind.POSITION_TAKEN | EventKind.POSITION_REPLACED:
                standing.pop(data.get("replaces") or "", None)
                standing[data["position"]] = (data["round"], data["seat"])
            case EventKind.POSITION_VOIDED:
                standing.pop(data["position"], None)
            case _:
                pass

    def _open(self, event: Event, standing: dict[str, tuple[str, str]]) -> None:
        """The positions of a stage stand on when the stage opens anew; those that do not are voided by events of their own."""
        data, opened = event.data, event.data["round"]
        facts = (str(event.case_id), data["number"], data["stage"], data["version"], frozenset(data["seats"]))
        self._rounds[opened] = _RecordedRound(event.number, facts)
        stage = self._stages.get(opened)
        for position, (round, seat) in standing.items():
            if self._stages.get(round) == stage:
                standing[position] = (opened, seat)

    def check_rounds(self) -> Iterator[tuple[str, str]]:
        """Every round was opened as its stage says, and came to what its events tell."""
        asked = _terms_by_stage()
        rows = Round.objects.select_related("stage", "version").prefetch_related("seats").order_by("opened_at", "pk")
        for round in rows.iterator(chunk_size=_CHUNK):
            where, told = f"round {round.number} of case {round.case_id}", self._rounds.pop(str(round.pk), None)
            if told is None:
                yield where, _("No event tells of this round.")
            elif told.opened != _opening_data(round) or round.rule != round.stage.rule or not _has_stage_terms(round, asked):
                yield where, _("This round is not what was opened: its rule or its seats differ.")
            elif not _matches_outcome(round, told):
                words = {"outcome": round.get_outcome_display(), "told": StageOutcome(told.outcome).label}
                yield where, _("It came to “%(outcome)s”, but its events tell “%(told)s”, or give other reasons.") % words
        for row, told in self._rounds.items():
            yield f"round {row}", _("Event %(n)d tells of it, but it is gone.") % {"n": told.event}

    def check_standing(self) -> Iterator[tuple[str, str]]:
        """The positions that count are those that were taken and neither replaced nor voided, each for its seat."""
        rows = StandingPosition.objects.select_related("round", "seat", "position").order_by("pk")
        for one in rows.iterator(chunk_size=_CHUNK):
            where = f"position {one.position_id}"
            told = self._standing.get(one.round.case_id, {}).pop(str(one.position_id), None)
            whose = (one.person_id, one.casting) == (one.position.person_id, one.position.casting)
            if told is None:
                yield where, _("This position counts, but its events say that it does not.")
            elif told != (str(one.round_id), one.seat.body_id) or one.seat.round_id != one.round_id or not whose:
                yield where, _("This position counts for another seat, round or person than its events tell.")
        for standing in self._standing.values():
            for position in standing:
                yield f"position {position}", _("This position no longer counts, but no event took it back.")


def _opening_data(round: Round) -> tuple[str, int, str, int, frozenset[str]]:
    seats = frozenset(seat.body_id for seat in round.seats.all())
    return (str(round.case_id), round.number, round.stage.code, round.version.number, seats)


def _matches_outcome(round: Round, told: _RecordedRound) -> bool:
    found = (round.closed_at is not None, round.ended_by, round.outcome)
    reasons = round.result.get("explanation") if isinstance(round.result, Mapping) else None
    explained = told.explanation is None or reasons == told.explanation
    return found == (bool(told.ended_by), told.ended_by, told.outcome) and explained


def _terms_by_stage() -> dict[int, dict[str, dict[str, Any]]]:
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for seat in Seat.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        found.setdefault(seat.stage_id, {})[seat.body_id] = seat.as_terms()
    return found


def _has_stage_terms(round: Round, asked: Mapping[int, Mapping[str, dict[str, Any]]]) -> bool:
    of_stage = asked.get(round.stage_id, {})
    return all(
        seat.as_terms() == (of_stage.get(seat.body_id) or RoundSeat.build_extra(round, seat.body_id, seat.number).as_terms())
        for seat in round.seats.all()
    )
