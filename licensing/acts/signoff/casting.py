"""Ties that wait for the casting vote of a chair: found for many rounds at once, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from licensing.acts.acting import to_local_day
from licensing.choices import PositionChoice, Tie
from licensing.models import Clock, ClockPause, Mandate, Recusal, RefusalGround, RoundSeat, StandingPosition
from licensing.policy.signoff.tally import tally


def find_chairs_to_break_a_tie(seats: QuerySet[RoundSeat], *, at: datetime) -> list[int]:
    """The seats among these whose open round waits for nothing but their casting vote, which comes beside the ordinary one."""
    said = StandingPosition.objects.filter(seat=OuterRef("pk"))
    found = seats.filter(Exists(said.filter(casting=False)), ~Exists(said.filter(casting=True)), chair=True)
    chairs = list(
        found.filter(round__rule__tie=Tie.CHAIR, round__closed_at__isnull=True)
        .select_related("round__case")
        .prefetch_related("round__seats__body", "round__standing__position__seat")
    )
    if not chairs:
        return []
    over, recused = _find_overdue_rounds(chairs, at=at), _find_recused_seats(chairs, at=at)
    absolute = set(RefusalGround.objects.filter(absolute=True).values_list("pk", flat=True))
    return [one.pk for one in chairs if _is_tied(one, recused, absolute, closed=one.round_id in over)]


def _is_tied(chair: RoundSeat, recused: set[int], absolute: set[str], *, closed: bool) -> bool:
    positions = [one.position for one in chair.round.standing.all()]
    named = {ground for one in positions if one.choice == PositionChoice.OBJECT for ground in one.grounds}
    counted = tally(
        chair.round.parse_rule(),
        [seat.for_tally(recused=seat.pk in recused) for seat in chair.round.seats.all()],
        [position.for_tally() for position in positions],
        closed=closed,
        absolute=sorted(named & absolute),
    )
    return counted.awaits_casting_vote


def _find_overdue_rounds(chairs: Sequence[RoundSeat], *, at: datetime) -> set[UUID | None]:
    """The rounds whose deadline has passed; never while their clock is paused."""
    still = ClockPause.objects.filter(clock=OuterRef("pk"), until__isnull=True)
    past = Clock.objects.running().filter(~Exists(still), round__in=[one.round_id for one in chairs], due_at__lte=at)
    return set(past.values_list("round", flat=True))


def _find_recused_seats(chairs: Sequence[RoundSeat], *, at: datetime) -> set[int]:
    """The seats for which nobody can speak, because everyone with a mandate for them is recused from the case."""
    away: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, person in Recusal.objects.filter(case__in=[one.round.case_id for one in chairs]).values_list("case", "person"):
        away[case_id].add(person)
    seats = [seat for chair in chairs if chair.round.case_id in away for seat in chair.round.seats.all()]
    mandates = Mandate.objects.in_force(to_local_day(at)).filter(
        body__in={seat.body_id for seat in seats}, user__is_active=True
    )
    holders = list(mandates.values_list("body", "user", "scope"))
    kinds = {chair.round_id: (chair.round.case_id, chair.round.case.kind_id) for chair in chairs}
    found = set()
    for seat in seats:
        case_id, kind = kinds[seat.round_id]
        people = {person for body, person, scope in holders if body == seat.body_id and (not scope or kind in scope)}
        if people and people <= away[case_id]:
            found.add(seat.pk)
    return found
