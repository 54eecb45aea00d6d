"""Rounds of sign-off, as steps of other acts: opened from a stage, tallied, closed, and what follows from the outcome."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from licensing.acts.acting import local_day, present
from licensing.acts.clocks import start_clock, stop_clocks
from licensing.choices import (
    CaseState,
    ClockKind,
    EventKind,
    OnFail,
    PositionChoice,
    QuestionState,
    RoundEnd,
    SeatRole,
    StageOutcome,
    TermUnit,
    Tie,
)
from licensing.errors import NeedNotStated, OpenQuestion, Problem
from licensing.models import (
    Body,
    Case,
    CaseVersion,
    Clock,
    Mandate,
    NeedStatement,
    Position,
    Recusal,
    RefusalGround,
    Round,
    RoundSeat,
    Stage,
    StandingPosition,
)
from licensing.models.composed import facts_of
from licensing.policy.materiality import Threshold, judge, voided_seats
from licensing.policy.tally import Tally, depended_on, tally
from licensing.policy.wording import Text

_SEAT_TERMS = ("number", "role", "weight", "veto", "mandatory", "explicit", "chair", "needs_need", "depends_on")


@dataclass(slots=True)
class Table:
    """A round as it stands: its seats and the positions that count."""

    round: Round
    seats: list[RoundSeat]
    positions: list[Position] = field(default_factory=list)
    recused: frozenset[str] = frozenset()
    last_numbers: Mapping[int, int] = field(default_factory=dict)
    absolute: tuple[str, ...] = ()
    lower: StageOutcome | None = None

    def speak(self, position: Position) -> None:
        """Let a position stand in place of the one that the seat had."""
        self.positions = [
            one for one in self.positions if (one.seat_id, one.casting) != (position.seat_id, position.casting)
        ] + [position]

    def said(self, seat: RoundSeat, *, casting: bool = False) -> Position | None:
        """The position that stands for a seat."""
        return next((one for one in self.positions if (one.seat_id, one.casting) == (seat.pk, casting)), None)

    def count(self, *, closed: bool) -> Tally:
        """What the round comes to; `closed` when its deadline has passed."""
        return tally(
            self.round.parsed_rule(),
            [seat.for_tally(recused=seat.body_id in self.recused) for seat in self.seats],
            [position.for_tally() for position in self.positions],
            closed=closed,
            absolute=self.absolute,
            lower=self.lower,
        )

    def depended_on(self, body: str) -> bool:
        """Whether the outcome would have been another without this body, which took part when the round was counted."""
        away = self.recused - {body}
        seats = [seat.for_tally(recused=seat.body_id in away) for seat in self.seats]
        spoken = [position.for_tally() for position in self.positions]
        return depended_on(body, self.round.parsed_rule(), seats, spoken, absolute=self.absolute, lower=self.lower)


def laid_table(round: Round) -> Table:
    """Read a round with everything that a tally needs."""
    seats = list(round.seats.select_related("body").annotate(last_number=Max("positions__number")).order_by("number"))
    by_id = {seat.pk: seat for seat in seats}
    standing = StandingPosition.objects.filter(round=round).select_related("position__person").order_by("pk")
    positions = []
    for one in standing:
        # A position carried over from an earlier round speaks for the seat it stands for now.
        one.position.seat = by_id[one.seat_id]
        positions.append(one.position)
    numbers = {seat.pk: seat.last_number or 0 for seat in seats}
    return Table(
        round,
        list(seats),
        positions,
        recused_bodies(round, seats),
        numbers,
        tuple(absolute_hits(positions)),
        _lower_outcome(round),
    )


def absolute_hits(positions: Iterable[Position]) -> list[str]:
    """Absolute grounds that a standing objection names: nobody can out-vote them; only their author can take them back."""
    named = {code for position in positions for code in position.grounds if position.choice == PositionChoice.OBJECT}
    if not named:
        return []
    rows = RefusalGround.objects.filter(pk__in=named, absolute=True).order_by("pk")
    return [f"{row.pk} {row.text}" for row in rows]


def _lower_outcome(round: Round) -> StageOutcome | None:
    """What the stage below decided, where a tie of this one lets that stand."""
    if round.parsed_rule().tie != Tie.LOWER_STANDS:
        return None
    path = [one for one in path_of(round.case) if one.number < round.number and one.stage_id != round.stage_id]
    return StageOutcome(path[-1].outcome) if path else None


def path_of(case: Case) -> list[Round]:
    """The rounds that brought the case where it stands: none that was opened anew, nor what came of it before that."""
    path: list[Round] = []
    for one in case.rounds.select_related("stage").order_by("number"):
        path = [before for before in path if before.stage.number < one.stage.number] + [one]
    return [one for one in path if one.ended_by not in (RoundEnd.SUPERSEDED, RoundEnd.STOPPED)]


def recused_bodies(round: Round, seats: Iterable[RoundSeat]) -> frozenset[str]:
    """Bodies that have nobody left to speak, because everyone with a mandate for them is recused from the case."""
    recused = set(Recusal.objects.filter(case=round.case_id).values_list("person_id", flat=True))
    if not recused:
        return frozenset()
    mandates = Mandate.objects.filter(
        body__in=[seat.body_id for seat in seats], period__contains=local_day(_now(round.case)), user__is_active=True
    )
    holders: dict[str, set[object]] = {}
    for body, person, scope in mandates.values_list("body_id", "user_id", "scope"):
        if not scope or round.case.kind_id in scope:
            holders.setdefault(body, set()).add(person)
    return frozenset(body for body, people in holders.items() if people <= recused)


def is_past_deadline(round: Round) -> bool:
    """Whether the time of an open round is over, and nothing holds its clock."""
    clock = Clock.objects.running().filter(round=round).first()
    still = clock is not None and clock.pauses.filter(until__isnull=True).exists()
    return clock is not None and not still and clock.due_at <= _now(round.case)


def _now(case: Case) -> datetime:
    """The moment of the act at hand, or this one where somebody only looks."""
    return getattr(case, "now", None) or present()


def open_next_stage(case: Case, version: CaseVersion, *, after: Stage | None = None, referred: str = "") -> None:
    """Open the stage that follows, or that a stage below referred the case to; the government's part is put to it."""
    stage = _next_stage(case, after, referred)
    if stage is None:
        return
    if stage.government and case.state == CaseState.MINISTRY_REVIEW:
        case.forward()
        case.tell(EventKind.CASE_FORWARDED, stage=stage.code)
    open_round(case, stage, version)


def go_on_with(case: Case, round: Round, version: CaseVersion) -> None:
    """Let an open stage go on with a newer version of the request, in the time that it had."""
    counted = laid_table(round).count(closed=False)
    _end_round(case, round, counted, RoundEnd.SUPERSEDED)
    open_round(case, round.stage, version, goes_on=round)


def open_round(case: Case, stage: Stage, version: CaseVersion, *, goes_on: Round | None = None) -> Round:
    """Freeze the stage's rule and seats for this version, ask the seats, and start the stage's clock.

    Positions taken earlier in the same stage stay, unless what they rested on has changed materially since they were signed.
    `goes_on` is a round of this stage that was just ended: its clock runs on.
    """
    round = Round.objects.create(
        case=case,
        stage=stage,
        version=version,
        number=case.rounds.count() + 1,
        rule=stage.rule,
        opened_at=case.now,
    )
    seats = RoundSeat.objects.bulk_create(_seats_for(case, round, stage))
    if goes_on is None:
        start_clock(
            case,
            ClockKind.STAGE,
            amount=stage.term_amount,
            unit=TermUnit(stage.term_unit),
            calendar=stage.procedure.calendar,
            round=round,
        )
    else:
        Clock.objects.running().filter(round=goes_on).update(round=round)
    case.tell(
        EventKind.ROUND_OPENED,
        round=str(round.pk),
        number=round.number,
        stage=stage.code,
        version=version.number,
        seats=[seat.body_id for seat in seats],
    )
    _carry_over(case, round, {seat.body_id: seat for seat in seats})
    return round


def _carry_over(case: Case, round: Round, seats: Mapping[str, RoundSeat]) -> None:
    """Let the positions of the stage's last round stand on, void the ones that rested on what has changed, and say why."""
    before = StandingPosition.objects.filter(round__case=case, round__stage=round.stage).exclude(round=round)
    standing = list(before.select_related("position", "seat").order_by("pk"))
    if not standing:
        return
    reasons = voided_by(case, round.version, standing)
    for one in standing:
        seat = seats.get(one.seat.body_id)
        why = reasons.get(one.pk) if seat else (Text("The seat is not asked again.", "Це місце більше не запитують."),)
        if why or seat is None:
            void(case, one, because=[text.as_data() for text in why or ()])
        else:
            StandingPosition.objects.filter(pk=one.pk).update(round=round, seat=seat)
    if len(reasons) < len(standing):
        settle(case, round)


def voided_by(case: Case, version: CaseVersion, standing: Sequence[StandingPosition]) -> dict[int, tuple[Text, ...]]:
    """The standing positions that a version voids, each with the changes it rested on, since the version it signed."""
    signed = {one.position.version_digest for one in standing} - {version.digest}
    if not signed:
        return {}
    now = json.loads(version.canonical)
    earlier = CaseVersion.objects.filter(case=case, digest__in=signed)
    thresholds = _thresholds(case)
    changed = {old.digest: judge(json.loads(old.canonical), now, thresholds).material for old in earlier}
    voided = {}
    for one in standing:
        rests_on = {one.seat.body_id: one.seat.depends_on or ["*"]}
        found = voided_seats(changed.get(one.position.version_digest, ()), rests_on)
        if found:
            voided[one.pk] = tuple(change.text for change in found[one.seat.body_id])
    return voided


def void(case: Case, standing: StandingPosition, *, because: Any) -> None:
    """Let a position no longer count; the position itself stays on record."""
    StandingPosition.objects.filter(pk=standing.pk).delete()
    case.tell(
        EventKind.POSITION_VOIDED,
        position=str(standing.position_id),
        round=str(standing.round_id),
        seat=standing.seat.body_id,
        because=because,
    )


def settle(case: Case, round: Round, *, deadline: bool = False, table: Table | None = None) -> Tally:
    """Count a round, and if it may end now, end it and go on. The government's last round ends with the decision."""
    table = table or laid_table(round)
    counted = table.count(closed=deadline)
    ended_by = RoundEnd.DEADLINE if deadline else RoundEnd.ALL_SPOKE if counted.all_spoken else RoundEnd.SETTLED
    # Members who ask to adjourn keep the round open: they may take it up again until its deadline.
    waits = counted.outcome == StageOutcome.PENDING or (counted.outcome == StageOutcome.ADJOURNED and not deadline)
    referred = _referred_to(round.stage, counted.outcome)
    if waits or (is_last(round.stage) and not referred):
        return counted
    close_round(case, round, counted, ended_by)
    come = not referred and _has_come(round, counted, ended_by)
    if come and "within" in round.stage.escalation and may_refer_up(round):
        _open_window(case, round.stage, ClockKind.ESCALATION)
    else:
        referred = referred or (_without_a_window(round.stage) if come else "")
        open_next_stage(case, round.version, after=round.stage, referred=referred)
    return counted


def open_time_to_appeal(case: Case, round: Round) -> None:
    """Leave the applicant the time to appeal against a refusal, where the stage that refused provides for it."""
    if "appeal" in round.stage.escalation.get("triggers", ()):
        _open_window(case, round.stage, ClockKind.APPEAL)


def close_round(case: Case, round: Round, counted: Tally, ended_by: RoundEnd) -> None:
    """End a round with its outcome and the explanation of it."""
    _end_round(case, round, counted, ended_by)
    stop_clocks(case, ClockKind.STAGE)


def _end_round(case: Case, round: Round, counted: Tally, ended_by: RoundEnd) -> None:
    round.closed_at, round.ended_by = case.now, ended_by
    round.outcome, round.result = counted.outcome, counted.as_data()
    round.save(update_fields=["closed_at", "ended_by", "outcome", "result"])
    case.tell(
        EventKind.ROUND_CLOSED,
        round=str(round.pk),
        number=round.number,
        stage=round.stage.code,
        ended_by=ended_by,
        outcome=counted.outcome,
        explanation=counted.text.as_data(),
    )


def window_of(case: Case, kind: ClockKind = ClockKind.ESCALATION) -> Round | None:
    """The closed round whose outcome may still be referred up (or appealed against), while its window is open."""
    if not case.clocks.running().filter(kind=kind).exists():
        return None
    last = case.rounds.select_related("stage", "stage__procedure__calendar", "version").order_by("-number").first()
    return _of(case, last) if last and last.closed_at else None


def may_refer_up(round: Round) -> list[str]:
    """The bodies that may refer a closed round up: those the stage names, or else those that dissented."""
    return list(round.stage.escalation.get("by") or round.result.get("dissent", []))


def close_rounds(case: Case, ended_by: RoundEnd) -> None:
    """End the open round without an outcome because the case leaves the review."""
    for round in case.rounds.open().select_related("stage"):
        table = laid_table(_of(case, round))
        close_round(case, round, table.count(closed=False), ended_by)


def open_round_of(case: Case) -> Round | None:
    """The open round of a locked case."""
    found = (
        case.rounds.open()
        .select_related("stage", "stage__procedure", "stage__procedure__calendar", "version")
        .select_for_update(of=("self",))
        .first()
    )
    return _of(case, found) if found else None


def need_is_stated(case: Case) -> bool:
    """Whether a statement of domestic need stands that has not run out, on goods that are still the ones asked for."""
    stated = NeedStatement.objects.filter(case=case, expires_on__gte=local_day(_now(case))).order_by("-stated_at").first()
    if stated is None:
        return False
    versions = list(case.versions.order_by("number"))
    weighed = [one for one in versions if one.made_at <= stated.stated_at][-1]
    if weighed.digest == versions[-1].digest:
        return True
    judged = judge(json.loads(weighed.canonical), json.loads(versions[-1].canonical), _thresholds(case))
    return not any(change.path.startswith("items") for change in judged.material)


def unmet_entry_checks(round: Round) -> Problem | None:
    """What a stage waits for before anybody speaks in it, or is taken to have spoken."""
    checks = round.stage.entry_checks
    if "need_stated" in checks and not need_is_stated(round.case):
        return NeedNotStated()
    if "no_open_question" in checks and round.case.questions.filter(state=QuestionState.OPEN).exists():
        return OpenQuestion(_("A question to the applicant is still open; this stage begins when it is answered."))
    return None


def is_last(stage: Stage) -> bool:
    return stage.government and not stage.procedure.stages.filter(number__gt=stage.number, only_when_referred=False).exists()


def positions_on_record(case: Case) -> list[Position]:
    """The positions that stand in the stages that brought the case where it is.

    What a later version voided stands no longer; nor does what was said of a way that was left, or before an appeal.
    """
    path = path_of(case)
    rounds = [one.pk for one in path if not one.stage.government or one is path[-1]]
    return list(
        Position.objects.filter(standing__round__in=rounds, standing__round__stage__procedure=case.procedure)
        .select_related("seat", "seat__body", "round", "round__stage", "person")
        .order_by("standing__round__number", "seat__number")
    )


def prefetched_rounds() -> Any:
    """Rounds with their seats and standing positions, for a page that shows them all."""
    seats = RoundSeat.objects.select_related("body").order_by("number")
    standing = StandingPosition.objects.select_related("position", "person", "seat", "seat__body")
    rounds = (
        Round.objects.select_related("stage", "version", "clock")
        .prefetch_related(Prefetch("seats", seats), Prefetch("standing", standing))
        .order_by("number")
    )
    return Prefetch("rounds", rounds)


def _of(case: Case, round: Round) -> Round:
    """Let the round know the locked case, whose `now` it shares."""
    round.case = case
    return round


def _next_stage(case: Case, after: Stage | None, referred: str) -> Stage | None:
    if case.procedure is None:
        return None
    stages = case.procedure.stages.select_related("procedure", "procedure__calendar").order_by("number")
    if referred:
        return stages.filter(code=referred).first()
    return stages.filter(number__gt=after.number if after else 0, only_when_referred=False).first()


def _referred_to(stage: Stage, outcome: StageOutcome) -> str:
    """Where a stage sends a case that it could not decide."""
    if "appeal" in stage.escalation.get("triggers", ()):
        # Only the applicant takes a case there.
        return ""
    failed = outcome == StageOutcome.NOT_PASSED and stage.on_fail == OnFail.ESCALATE
    if outcome == StageOutcome.ESCALATED or failed:
        return str(stage.escalation.get("to", ""))
    return ""


def _open_window(case: Case, stage: Stage, kind: ClockKind) -> None:
    within = stage.escalation["within"]
    start_clock(
        case,
        kind,
        amount=within["amount"],
        unit=TermUnit(within.get("unit", TermUnit.CALENDAR)),
        calendar=stage.procedure.calendar,
    )


def _has_come(round: Round, counted: Tally, ended_by: RoundEnd) -> bool:
    """Whether one of the things has come because of which this stage's outcome may be referred up."""
    triggers = round.stage.escalation.get("triggers") or ["split"]
    found = {
        "split": bool(counted.dissent),
        "veto": bool(counted.vetoes),
        "tie": counted.numbers.tied,
        "deadline": ended_by == RoundEnd.DEADLINE,
        "threshold": "threshold" in triggers and _is_above(round),
    }
    return any(found.get(trigger, False) for trigger in triggers)


def _is_above(round: Round) -> bool:
    """Whether the request is worth more than the stage may settle by itself; what has no known value counts as more."""
    version = round.version
    value = facts_of(round.case, json.loads(version.canonical), on=local_day(version.made_at)).value
    return value is None or value > Decimal(round.stage.escalation["above"])


def _without_a_window(stage: Stage) -> str:
    """Where a stage sends a case at once, because its written default is to refer up and nobody is asked first."""
    return str(stage.escalation.get("to", "")) if stage.escalation.get("default") == "escalate" else ""


def _thresholds(case: Case) -> list[Threshold]:
    """What the procedure calls material; without a word from it, every change is."""
    rows = case.procedure.thresholds if case.procedure else []
    return [
        Threshold(
            pattern=row["pattern"],
            more_than_percent=Decimal(row["more_than_percent"]) if "more_than_percent" in row else None,
            direction=row.get("direction", "both"),
        )
        for row in rows
    ] or [Threshold("*")]


def _seats_for(case: Case, round: Round, stage: Stage) -> list[RoundSeat]:
    """The stage's seats, and in the ministries' stages the further bodies that routing asks to be heard."""
    rows = list(stage.seats.order_by("number"))
    seats = [
        RoundSeat(round=round, body_id=seat.body_id, **{name: getattr(seat, name) for name in _SEAT_TERMS}) for seat in rows
    ]
    if not stage.government:
        asked = {seat.body_id for seat in rows}
        further = Body.objects.filter(pk__in=case.routing.get("extra_seats", [])).exclude(pk__in=asked).order_by("pk")
        seats += [
            RoundSeat(
                round=round,
                body=body,
                number=len(rows) + place,
                role=SeatRole.CONSULTATIVE,
                mandatory=False,
            )
            for place, body in enumerate(further, 1)
        ]
    return seats
