"""Sign-off as the events record it: the rounds, their outcomes, and which positions count; compared with the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.choices import StageOutcome
from licensing.models import Event, Round, RoundSeat, Seat, StandingPosition
from licensing.policy.record.event_kinds import EventKind

_CHUNK = 2000


@dataclass(slots=True)
class _RecordedRound:
    """What the events record of one round."""

    event: int
    opened: tuple[str, int, str, int, frozenset[str]]
    ended_by: str = ""
    outcome: str = StageOutcome.PENDING
    explanation: Any = None


class RoundReplay:
    """Takes every event in its order, and then yields the rows that differ from them, each with a sentence."""

    def __init__(self) -> None:
        self._stages = {str(round): stage for round, stage in Round.objects.values_list("pk", "stage")}
        self._rounds: dict[str, _RecordedRound] = {}
        # By case and position: the round and the seat that it stands for.
        self._standing: dict[UUID | None, dict[str, tuple[str, str]]] = {}

    def apply(self, event: Event) -> None:
        """Take the next event; those that change no round and no position are passed over."""
        data, standing = event.data, self._standing.setdefault(event.case_id, {})
        match event.kind:
            case EventKind.ROUND_OPENED:
                self._open(event, standing)
            case EventKind.ROUND_CLOSED if recorded := self._rounds.get(data["round"]):
                recorded.ended_by, recorded.outcome = data["ended_by"], data["outcome"]
                recorded.explanation = data["explanation"]
            case EventKind.OUTCOME_STANDS if recorded := self._rounds.get(data["round"]):
                if recorded.outcome != data["outcome"]:
                    # This event carries no explanation: that of the row cannot be compared any more.
                    recorded.outcome, recorded.explanation = data["outcome"], None
            case EventKind.POSITION_TAKEN | EventKind.POSITION_REPLACED:
                standing.pop(data.get("replaces") or "", None)
                standing[data["position"]] = (data["round"], data["seat"])
            case EventKind.POSITION_VOIDED:
                standing.pop(data["position"], None)
            case _:
                pass

    def _open(self, event: Event, standing: dict[str, tuple[str, str]]) -> None:
        """Positions of a stage are carried over when it is opened again; each that is not is voided by an event of its own."""
        data, opened = event.data, event.data["round"]
        facts = (str(event.case_id), data["number"], data["stage"], data["version"], frozenset(data["seats"]))
        self._rounds[opened] = _RecordedRound(event.number, facts)
        stage = self._stages.get(opened)
        for position, (round, seat) in standing.items():
            if self._stages.get(round) == stage:
                standing[position] = (opened, seat)

    def check_rounds(self) -> Iterator[tuple[str, str]]:
        """Every round was opened by the terms of its stage, and has the outcome that its events record."""
        asked = _terms_by_stage()
        rows = Round.objects.select_related("case", "stage", "version").prefetch_related("seats").order_by("opened_at", "pk")
        for round in rows.iterator(chunk_size=_CHUNK):
            where, recorded = f"round {round.number} of case {round.case_id}", self._rounds.pop(str(round.pk), None)
            if recorded is None:
                yield where, _("No event tells of this round.")
            elif recorded.opened != _opening_data(round) or not _has_stage_terms(round, asked):
                yield where, _("This round is not what was opened: its rule or its seats differ.")
            elif not _matches_outcome(round, recorded):
                words = {"outcome": round.get_outcome_display(), "told": StageOutcome(recorded.outcome).label}
                yield where, _("It came to “%(outcome)s”, but its events tell “%(told)s”, or give other reasons.") % words
        # Each row took its event away: what is left has no row any more.
        for row, recorded in self._rounds.items():
            yield f"round {row}", _("Event %(n)d tells of it, but it is gone.") % {"n": recorded.event}

    def check_standing(self) -> Iterator[tuple[str, str]]:
        """The positions that count are those that were taken and neither replaced nor voided, each for its seat."""
        rows = StandingPosition.objects.select_related("round", "seat", "position").order_by("pk")
        for one in rows.iterator(chunk_size=_CHUNK):
            where = f"position {one.position_id}"
            recorded = self._standing.get(one.round.case_id, {}).pop(str(one.position_id), None)
            whose = (one.person_id, one.casting) == (one.position.person_id, one.position.casting)
            if recorded is None:
                yield where, _("This position counts, but its events say that it does not.")
            elif recorded != (str(one.round_id), one.seat.body_id) or one.seat.round_id != one.round_id or not whose:
                yield where, _("This position counts for another seat, round or person than its events tell.")
        for standing in self._standing.values():
            for position in standing:
                yield f"position {position}", _("This position no longer counts, but no event took it back.")


def _opening_data(round: Round) -> tuple[str, int, str, int, frozenset[str]]:
    seats = frozenset(seat.body_id for seat in round.seats.all())
    return (str(round.case_id), round.number, round.stage.code, round.version.number, seats)


def _matches_outcome(round: Round, recorded: _RecordedRound) -> bool:
    found = (round.closed_at is not None, round.ended_by, round.outcome)
    # Somebody may have put anything into this column: a result without `get` is a fault to report, not a crash.
    reasons = round.result.get("explanation") if isinstance(round.result, Mapping) else None
    explained = recorded.explanation is None or reasons == recorded.explanation
    return found == (bool(recorded.ended_by), recorded.ended_by, recorded.outcome) and explained


def _terms_by_stage() -> dict[int, dict[str, dict[str, Any]]]:
    found: dict[int, dict[str, dict[str, Any]]] = {}
    for seat in Seat.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        found.setdefault(seat.stage_id, {})[seat.body_id] = seat.as_terms()
    return found


def _has_stage_terms(round: Round, asked: Mapping[int, Mapping[str, dict[str, Any]]]) -> bool:
    """Whether the rule and the seats of a round are those of its stage; seats that routing added have terms of their own."""
    of_stage = asked.get(round.stage_id, {})
    return round.rule == round.stage.rule and all(
        seat.as_terms() == (of_stage.get(seat.body_id) or RoundSeat.build_extra(round, seat.body_id, seat.number).as_terms())
        for seat in round.seats.all()
    )
