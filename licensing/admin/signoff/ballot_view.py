"""Rounds as a reader sees them: who was asked, who said what, how it counts, and who dissented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from licensing.acts.signoff.ballots import find_recused_bodies, tally_round
from licensing.admin.requests.clock_badge import ClockBadge, build_badge, map_by_round
from licensing.admin.signoff.item_advice import list_advice_words, list_round_words
from licensing.choices import (
    Abstention,
    PositionChoice,
    QuorumBase,
    RoundEnd,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
)
from licensing.models import Body, Case, Clock, Condition, Position, RefusalGround, Round, RoundSeat
from licensing.policy.licences import conditions
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.wording import describe_tests
from licensing.policy.signoff.tally_types import Tally

MOST_EARLIER = 20

_TONES: Mapping[str, str] = {
    PositionChoice.APPROVE: "good",
    PositionChoice.CONDITIONS: "good",
    PositionChoice.OBJECT: "bad",
    PositionChoice.ADJOURN: "warn",
    StageOutcome.PASSED: "good",
    StageOutcome.PASSED_WITH_CONDITIONS: "good",
    StageOutcome.NOT_PASSED: "bad",
    StageOutcome.ESCALATED: "warn",
    StageOutcome.ADJOURNED: "warn",
}


@dataclass(frozen=True, slots=True)
class PositionView:
    """A position in words."""

    position: Position
    label: str
    tone: str
    grounds: Sequence[str]
    conditions: Sequence[str]
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SeatView:
    """A seat of a round with what was said from it; `earlier` was replaced or voided, newest first."""

    seat: RoundSeat
    role: str
    traits: Sequence[str]
    standing: Sequence[PositionView] = ()
    earlier: Sequence[PositionView] = ()
    older: int = 0  # positions that are not shown, because there are so many
    recused: bool = False
    deemed: str = ""


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round with its tally in words."""

    round: Round
    rule: str
    outcome: str
    tone: str
    explanation: str
    ended_by: str
    badge: ClockBadge | None
    seats: Sequence[SeatView]
    dissent: Sequence[str] = field(default_factory=tuple)
    items: Sequence[str] = ()

    @property
    def awaited(self) -> list[str]:
        """Bodies that were asked and have not spoken."""
        if not self.round.is_open:
            return []
        return [one.seat.body.short for one in self.seats if one.seat.speaks and not one.standing and not one.recused]


class PositionFormatter:
    """The texts of grounds and conditions, read once and only where somebody used them."""

    def __init__(self, positions: Sequence[Position]) -> None:
        uses_grounds = any(one.grounds for one in positions)
        uses_conditions = any(one.conditions for one in positions)
        self.grounds = {row.pk: row.text for row in RefusalGround.objects.all()} if uses_grounds else {}
        self.library = {row.pk: row.as_policy() for row in Condition.objects.all()} if uses_conditions else {}

    def format_ground(self, code: str) -> str:
        return f"{code} · {self.grounds[code]}" if code in self.grounds else code

    def format_condition(self, one: Mapping[str, Any]) -> str:
        words = str(conditions.render_condition(one, self.library))
        return f"{one['code']} · {words}" if one.get("code") else words

    def build_view(self, position: Position) -> PositionView:
        """A position with its grounds and conditions in words; a casting vote is marked as one."""
        casting = _("casting vote") if position.casting else ""
        name = str(PositionChoice(position.choice).label)
        return PositionView(
            position=position,
            label=f"{name} ({casting})" if casting else name,
            tone=_TONES.get(position.choice, ""),
            grounds=[self.format_ground(code) for code in position.grounds],
            conditions=[self.format_condition(one) for one in position.conditions],
            items=list_advice_words(position),
        )


def read_rounds(case: Case, clocks: Iterable[Clock], *, now: datetime) -> list[RoundView]:
    """Every round of a case whose rounds, seats and standing positions were read along; newest first."""
    rounds = list(case.rounds.all())
    if not rounds:
        return []
    positions = _load_positions(case)
    phrases, badges = PositionFormatter(positions), map_by_round(clocks)
    return [_build_round_view(case, round, positions, phrases, badges.get(round.pk), now) for round in reversed(rounds)]


def _load_positions(case: Case) -> list[Position]:
    """The positions that count, and of those that do not the last ones of each seat: the history holds them all."""
    last = Position.objects.filter(seat=OuterRef("seat")).order_by("-number").values("number")[:1]
    rows = Position.objects.filter(round__case=case).alias(last=Subquery(last))
    shown = rows.filter(Q(number__gt=F("last") - MOST_EARLIER) | Q(standing__isnull=False))
    return list(shown.select_related("person").order_by("-number"))


def list_outcomes(case: Case, *, now: datetime) -> list[RoundView]:
    """How every stage of the present version ended or stands, without its seats: for whoever decides on it."""
    names = {body.pk: body.short for body in Body.objects.all()}
    rounds = case.rounds.select_related("stage", "version").order_by("number")
    return [_build_outcome(case, round, names, now) for round in rounds]


def format_stage_rule(rule: Rule) -> str:
    """The rule of a stage as one line."""
    parts = _list_test_words(rule) if rule.kind == RuleKind.TESTS else _list_vote_words(rule)
    if rule.sitting_quorum is not None:
        parts.append(_("quorum of a sitting %(quorum)s") % {"quorum": rule.sitting_quorum})
    if rule.quorum_of_spoken:
        parts.append(_("silent seats are not present"))
    if rule.somebody_for:
        parts.append(_("somebody must be for it"))
    parts.append(_("silence: %(meaning)s") % {"meaning": _lower_first(Silence(rule.silence).label)})
    if rule.kind != RuleKind.TESTS:
        parts.append(_("tie: %(meaning)s") % {"meaning": _lower_first(Tie(rule.tie).label)})
    return " · ".join(parts)


def _list_vote_words(rule: Rule) -> list[str]:
    parts = [str(rule.kind.label)]
    if rule.k is not None:
        parts.append(_("%(number)d approvals") % {"number": rule.k})
    if rule.numerator and rule.denominator:
        of = _("of the seats") if rule.of_seats else _("of the votes cast")
        share = f"{rule.numerator}/{rule.denominator}"
        parts.append((_("more than %(share)s") % {"share": share} if rule.strict else share) + f" {of}")
    if rule.threshold is not None:
        parts.append(_("weight of at least %(weight)s") % {"weight": rule.threshold})
    if rule.quorum is not None:
        base = QuorumBase(rule.quorum_base).label
        parts.append(_("quorum %(quorum)s (%(base)s)") % {"quorum": rule.quorum, "base": base})
    return parts


def _list_test_words(rule: Rule) -> list[str]:
    parts = [str(describe_tests(rule.tests, rule.groups))]
    if rule.quorum_tests:
        parts.append(_("quorum: %(tests)s") % {"tests": describe_tests(rule.quorum_tests, rule.groups)})
    parts.append(_("abstention: %(meaning)s") % {"meaning": _lower_first(Abstention(rule.abstention).label)})
    return parts


def list_seat_traits(seat: Any) -> list[str]:
    """What is special about a seat."""
    traits = (
        (seat.chair, _("chair")),
        (seat.mandatory, _("must speak")),
        (seat.explicit, _("silence never counts")),
        (seat.needs_need, _("after the statement of need")),
        (seat.veto != Veto.NONE, str(Veto(seat.veto).label)),
        (seat.weight != 1, _("weight %(weight)d") % {"weight": seat.weight}),
    )
    return [words for holds, words in traits if holds]


def _build_round_view(
    case: Case, round: Round, positions: Sequence[Position], phrases: PositionFormatter, clock: Clock | None, now: datetime
) -> RoundView:
    counted = _tally_open_round(case, round, now)
    result: Mapping[str, Any] = counted.as_data() if counted else round.result
    outcome = StageOutcome(counted.outcome if counted else round.outcome)
    round.case = case
    recused = find_recused_bodies(round, round.seats.all(), at=now) if case.recusals.all() else frozenset()
    seats = [_build_seat_view(round, seat, positions, phrases, recused, result) for seat in round.seats.all()]
    names = {one.seat.body_id: one.seat.body.short for one in seats}
    return RoundView(
        round=round,
        rule=format_stage_rule(round.parse_rule()),
        outcome=_outcome_words(outcome, is_open=round.is_open),
        tone=_TONES.get(outcome, ""),
        explanation=_explain_outcome(round, counted),
        ended_by=str(RoundEnd(round.ended_by).label) if round.ended_by else "",
        badge=build_badge(clock, now=now) if clock else None,
        seats=seats,
        items=list_round_words(round, recused),
        dissent=[names.get(body, body) for body in result.get("dissent", ())],
    )


def _build_outcome(case: Case, round: Round, names: Mapping[str, str], now: datetime) -> RoundView:
    counted = _tally_open_round(case, round, now)
    result: Mapping[str, Any] = counted.as_data() if counted else round.result
    outcome = StageOutcome(counted.outcome if counted else round.outcome)
    return RoundView(
        round=round,
        rule="",
        outcome=_outcome_words(outcome, is_open=round.is_open),
        tone=_TONES.get(outcome, ""),
        explanation=_explain_outcome(round, counted),
        ended_by="",
        badge=None,
        seats=(),
        dissent=[names.get(body, body) for body in result.get("dissent", ())],
    )


def _tally_open_round(case: Case, round: Round, now: datetime) -> Tally | None:
    """How an open round stands; none when it has ended, or when it has no seats and the resolution alone decides it."""
    return tally_round(round, case, at=now) if round.is_open and round.seats.all() else None


def _explain_outcome(round: Round, counted: Tally | None) -> str:
    if counted:
        return str(counted.text)
    return _("Nobody votes here: the resolution decides.") if round.is_open else round.explanation


def _outcome_words(outcome: StageOutcome, *, is_open: bool) -> str:
    """The outcome in words; while the round is open it is only how things stand."""
    if is_open and outcome != StageOutcome.PENDING:
        return _("So far: %(outcome)s") % {"outcome": _lower_first(outcome.label)}
    return str(outcome.label)


def _build_seat_view(
    round: Round,
    seat: RoundSeat,
    positions: Sequence[Position],
    phrases: PositionFormatter,
    recused: frozenset[str],
    result: Mapping[str, Any],
) -> SeatView:
    # A position that was carried over from an earlier round stands for the seat of this one.
    stands = {standing.position_id for standing in round.standing.all() if standing.seat_id == seat.pk}
    own = [one for one in positions if one.seat_id == seat.pk]
    deemed = next((choice for body, choice in result.get("deemed", ()) if body == seat.body_id), "")
    return SeatView(
        seat=seat,
        role=str(SeatRole(seat.role).label),
        traits=list_seat_traits(seat),
        standing=[phrases.build_view(one) for one in positions if one.pk in stands],
        earlier=[phrases.build_view(one) for one in own if one.pk not in stands],
        # Positions of a seat are numbered without a gap, and the newest come first.
        older=own[0].number - len(own) if own else 0,
        recused=seat.body_id in recused,
        deemed=str(PositionChoice(deemed).label) if deemed else "",
    )


def _lower_first(words: Any) -> str:
    text = str(words)
    return text[:1].lower() + text[1:]
