"""A round of sign-off as it is now: its seats, the positions that count, and the outcome they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Max, Prefetch

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.standing import find_waiting_bodies
from licensing.choices import ItemOutcome, PositionChoice, RoundEnd, StageOutcome, Tie
from licensing.models import Case, Clock, Mandate, Position, Recusal, RefusalGround, Round, RoundSeat, Stage, StandingPosition
from licensing.policy.signoff.advice import AdvisedRound, read_advice
from licensing.policy.signoff.tally import tally, was_decisive
from licensing.policy.signoff.tally_types import Tally, TallySeat


@dataclass(slots=True)
class Ballot:
    """A round as it is now: its seats and the positions that count. Numbers are those of the last position of each seat."""

    round: Round
    seats: Sequence[RoundSeat]
    positions: list[Position] = field(default_factory=list)
    recused: frozenset[str] = frozenset()
    last_numbers: Mapping[int, int] = field(default_factory=dict)
    absolute: tuple[str, ...] = ()
    lower: StageOutcome | None = None
    # Bodies whose seats wait for an assessment: nobody speaks for them yet, and their silence is taken for nothing.
    unassessed: frozenset[str] = frozenset()

    def record(self, position: Position) -> None:
        """Count a position in place of the one that the seat had."""
        before = self.find_position(position.seat, casting=position.casting)
        self.positions = [one for one in self.positions if one is not before] + [position]
        if position.grounds or (before and before.grounds):
            self.absolute = tuple(list_absolute_grounds(self.positions))

    def find_position(self, seat: RoundSeat, *, casting: bool = False) -> Position | None:
        """The position that counts for a seat, or its casting vote."""
        return next((one for one in self.positions if (one.seat_id, one.casting) == (seat.pk, casting)), None)

    def count(self, *, closed: bool, at_limit: StageOutcome | None = None) -> Tally:
        """Count the round; `closed` when its deadline has passed, so that the rule on silence applies.

        `at_limit` when the legal limit ends it: the outcome where nothing that was said decides.
        """
        return tally(
            self.round.parse_rule(),
            [self._as_tally(seat) for seat in self.seats],
            [position.for_tally() for position in self.positions],
            closed=closed,
            absolute=self.absolute,
            lower=self.lower,
            at_limit=at_limit,
        )

    def _as_tally(self, seat: RoundSeat) -> TallySeat:
        """The seat as it is counted now: one that waits for an assessment must speak itself, as an explicit one must."""
        counted = seat.for_tally(recused=seat.body_id in self.recused)
        must_speak = seat.body_id in self.unassessed and (counted.votes or counted.mandatory)
        return replace(counted, explicit=True) if must_speak else counted

    def find_item_outcomes(self, *, closed: bool) -> dict[int, ItemOutcome]:
        """What the round comes to on each item; nothing where no position speaks of single items."""
        advice = {one.seat.body_id: read_advice(one.items) for one in self.positions if one.items and not one.casting}
        if not advice:
            return {}
        round = AdvisedRound(
            self.round.parse_rule(),
            [self._as_tally(seat) for seat in self.seats],
            [position.for_tally() for position in self.positions],
            advice,
            closed,
            self.lower,
        )
        return {number: round.find_outcome(number) for number in list_item_numbers(self.round.case)}

    def was_decisive(self, body: str) -> bool:
        """Whether the outcome would have been another without this body, which took part when the round was counted."""
        away = self.recused - {body}
        seats = [seat.for_tally(recused=seat.body_id in away) for seat in self.seats]
        spoken = [position.for_tally() for position in self.positions]
        return was_decisive(body, self.round.parse_rule(), seats, spoken, absolute=self.absolute, lower=self.lower)


def load_ballot(round: Round, *, at: datetime) -> Ballot:
    """Read a round with everything that a tally needs; who has a mandate is asked as of this moment."""
    seats = list(round.seats.select_related("body").annotate(last_number=Max("positions__number")).order_by("number"))
    by_id = {seat.pk: seat for seat in seats}
    standing = StandingPosition.objects.filter(round=round).select_related("position__person").order_by("pk")
    positions = []
    for one in standing:
        # A position carried over from an earlier round was signed for that round's seat; it counts for the seat of this one.
        one.position.seat = by_id[one.seat_id]
        positions.append(one.position)
    numbers = {seat.pk: seat.last_number or 0 for seat in seats}
    return Ballot(
        round,
        seats,
        positions,
        find_recused_bodies(round, seats, at=at),
        numbers,
        tuple(list_absolute_grounds(positions)),
        _find_lower_outcome(round),
        find_waiting_bodies(round, [seat.body_id for seat in seats if seat.speaks], at=at),
    )


def tally_round(round: Round, case: Case, *, at: datetime) -> Tally:
    """Count the open round at a moment, for those who may see the deliberation."""
    return load_ballot(attach_case(case, round), at=at).count(closed=False)


def lock_open_round(case: Case) -> Round | None:
    """The open round of a locked case."""
    found = (
        case.rounds.open()
        .select_related("stage", "stage__procedure", "stage__procedure__calendar", "version")
        .select_for_update(of=("self",))
        .first()
    )
    return attach_case(case, found) if found else None


def list_effective_rounds(case: Case) -> list[Round]:
    """The rounds that led the case to its present stage: without those reopened later, and what followed from these."""
    path: list[Round] = []
    # Of a case whose rounds a page has read with their seats and positions, these would be read again with the rounds.
    for one in case.rounds.prefetch_related(None).select_related("stage").order_by("number"):
        # Reopening a stage drops it and every later stage from the path, since their outcomes rested on the earlier round.
        path = [before for before in path if before.stage.number < one.stage.number] + [one]
    return [one for one in path if one.ended_by not in (RoundEnd.SUPERSEDED, RoundEnd.STOPPED)]


def list_effective_positions(case: Case) -> list[Position]:
    """The positions that count in the stages that led the case to its present one.

    Not those that a later version voided, nor those of a stage that was left, or of the decision appealed against.
    """
    path = list_effective_rounds(case)
    rounds = [one.pk for one in path if not one.stage.government or one is path[-1]]
    return list(
        Position.objects.filter(standing__round__in=rounds, standing__round__stage__procedure=case.procedure)
        .select_related("seat", "seat__body", "round", "round__stage", "person")
        .order_by("standing__round__number", "seat__number")
    )


def list_absolute_grounds(positions: Iterable[Position]) -> list[str]:
    """Absolute grounds that a counting objection names, each with its code and text: no majority outvotes them."""
    return [f"{row.pk} {row.text}" for row in find_absolute_grounds(positions)]


def find_absolute_grounds(positions: Iterable[Position]) -> list[RefusalGround]:
    """The same as rows of the list of grounds."""
    named = {code for position in positions for code in position.grounds if position.choice == PositionChoice.OBJECT}
    return list(RefusalGround.objects.filter(pk__in=named, absolute=True).order_by("pk")) if named else []


def find_recused_bodies(round: Round, seats: Iterable[RoundSeat], *, at: datetime) -> frozenset[str]:
    """Bodies for which nobody can speak on a day, because everyone with a mandate for them is recused from the case."""
    recused = set(Recusal.objects.filter(case=round.case_id).values_list("person_id", flat=True))
    if not recused:
        return frozenset()
    mandates = Mandate.objects.in_force(to_local_day(at)).filter(
        body__in=[seat.body_id for seat in seats], user__is_active=True
    )
    holders: dict[str, set[object]] = {}
    for body, person, scope in mandates.values_list("body_id", "user_id", "scope"):
        # A deputy whose mandate does not cover this kind of case cannot speak here, so the body must not wait for them.
        if not scope or round.case.kind_id in scope:
            holders.setdefault(body, set()).add(person)
    return frozenset(body for body, people in holders.items() if people <= recused)


def find_advised_outcomes(case: Case, *, at: datetime) -> dict[int, ItemOutcome]:
    """What the last stage below the decision that spoke of single items came to on each of them."""
    ended = [one for one in list_effective_rounds(case) if not one.is_open and not one.stage.government]
    advised = StandingPosition.objects.filter(round__in=ended).exclude(position__items=[]).values_list("round", flat=True)
    found = set(advised)
    last = next((one for one in reversed(ended) if one.pk in found), None)
    return load_ballot(attach_case(case, last), at=at).find_item_outcomes(closed=True) if last else {}


def list_item_numbers(case: Case) -> list[int]:
    """The numbers of the items of a request, in their order."""
    return list(case.items.order_by("number").values_list("number", flat=True))


def is_last(stage: Stage) -> bool:
    """Whether the decision follows this stage: a government stage with none after it, but those a case is referred to."""
    return stage.government and not stage.procedure.stages.filter(number__gt=stage.number, only_when_referred=False).exists()


def is_past_deadline(round: Round, *, at: datetime) -> bool:
    """Whether the deadline of an open round has passed; never while its clock is paused."""
    clock = Clock.objects.running().filter(round=round).first()
    still = clock is not None and clock.pauses.filter(until__isnull=True).exists()
    return clock is not None and not still and clock.due_at <= at


def prefetch_rounds() -> Any:
    """Rounds with their seats and standing positions, for a page that shows them all."""
    seats = RoundSeat.objects.select_related("body").order_by("number")
    standing = StandingPosition.objects.select_related("position", "person", "seat", "seat__body")
    rounds = (
        Round.objects.select_related("stage__procedure", "version", "clock")
        .prefetch_related(Prefetch("seats", seats), Prefetch("standing", standing))
        .order_by("number")
    )
    return Prefetch("rounds", rounds)


def attach_case(case: Case, round: Round) -> Round:
    """Give the round the case that is locked or read already: its own would be another, stale object."""
    round.case = case
    return round


def _find_lower_outcome(round: Round) -> StageOutcome | None:
    """The outcome of the stage below, where the rule lets it stand on a tie."""
    if round.parse_rule().tie != Tie.LOWER_STANDS:
        return None
    path = [one for one in list_effective_rounds(round.case) if one.number < round.number and one.stage_id != round.stage_id]
    return StageOutcome(path[-1].outcome) if path else None
