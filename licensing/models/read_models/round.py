"""Rounds with their seats and positions: for those who may read the deliberation, and nobody else."""

from __future__ import annotations

from django.db.models import Prefetch

from licensing.choices import MandateKind, PositionChoice, RoundEnd, SeatRole, StageOutcome, Veto
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import PersonView, PositionView, RoundView, SeatView
from licensing.models.requests.case import Case
from licensing.models.signoff.round import Position, Round, RoundSeat, StandingPosition


def read_rounds(case: Case, reader: Reader) -> list[RoundView]:
    """All rounds of a case with their seats and the positions that stand, in a fixed number of statements."""
    seats = RoundSeat.objects.select_related("body").order_by("number")
    counted = StandingPosition.objects.select_related("position", "position__person", "position__seat")
    rounds = (
        case.rounds.select_related("stage", "version")
        .prefetch_related(Prefetch("seats", seats), Prefetch("standing", counted))
        .order_by("number")
    )
    return [read_round(round, reader) for round in rounds]


def read_round(round: Round, reader: Reader) -> RoundView:
    """A round with its seats and the positions that stand; the seats come in the order in which they were prefetched."""
    standing = {(one.seat_id, one.casting): read_position(one.position) for one in round.standing.all()}
    return RoundView(
        id=round.pk,
        number=round.number,
        stage=round.stage.code,
        stage_name=round.stage.name,
        government=round.stage.government,
        version=round.version.number,
        rule=round.rule,
        opened_at=round.opened_at,
        closed_at=round.closed_at,
        ended_by=RoundEnd(round.ended_by) if round.ended_by else None,
        outcome=StageOutcome(round.outcome),
        deemed=round.is_deemed,
        explanation=round.explanation,
        result=round.result,
        seats=[_build_seat_view(seat, standing) for seat in round.seats.all()],
    )


def read_position(position: Position) -> PositionView:
    """A position with the digest under which it is in the record."""
    return PositionView(
        id=position.pk,
        seat=position.seat.body_id,
        person=PersonView(id=position.person_id, name=position.person.name),
        speaks_as=MandateKind(position.speaks_as),
        choice=PositionChoice(position.choice),
        casting=position.casting,
        grounds=position.grounds,
        conditions=position.conditions,
        items=position.items,
        comment=position.comment,
        number=position.number,
        taken_at=position.taken_at,
        digest=position.digest,
    )


def _build_seat_view(seat: RoundSeat, standing: dict[tuple[int, bool], PositionView]) -> SeatView:
    return SeatView(
        body=seat.body_id,
        name=seat.body.name,
        role=SeatRole(seat.role),
        weight=seat.weight,
        veto=Veto(seat.veto),
        mandatory=seat.mandatory,
        explicit=seat.explicit,
        chair=seat.chair,
        needs_need=seat.needs_need,
        position=standing.get((seat.pk, False)),
        casting_vote=standing.get((seat.pk, True)),
    )
