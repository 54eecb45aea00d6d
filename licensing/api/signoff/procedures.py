"""Procedures, to be tried before they are published."""

from __future__ import annotations

from typing import Any, Final, TypedDict

from django.urls import path

from licensing.api.http.operations import Ask, Door, Reply, does
from licensing.choices import Abstention, PositionChoice, QuorumBase, RuleKind, SeatRole, Silence, StageOutcome, Tie, Veto
from licensing.errors import Invalid, ProcedureInvalid
from licensing.models.signoff.round import serialize_tally
from licensing.policy.exact import WEIGHT
from licensing.policy.shapes import FLAG, Schema, filled, line, maybe, one_of, record, several, whole
from licensing.policy.signoff.rules import MOST, SHARE
from licensing.policy.signoff.simulation import simulate

_COUNT = whole(1, MOST)
_CODE = filled(line(48))
# Each of these is written as text or as a whole number.
_WEIGHT: Schema = {
    "type": ["string", "integer", "null"],
    "pattern": WEIGHT,
    "minimum": 0,
    "maximum": 999_999_999,
    "title": 'a plain number, such as 2 or "2.5"',
}
_QUORUM: Schema = {
    "type": ["string", "integer", "null"],
    "pattern": SHARE,
    "minimum": 1,
    "maximum": MOST,
    "title": 'a number of seats, or a share such as "2/3"',
}
RULE = record(
    ("kind",),
    kind=one_of(RuleKind),
    numerator=maybe(_COUNT | {"title": "qualified: the required share"}),
    denominator=maybe(_COUNT),
    of_seats=FLAG | {"title": "qualified: of the seats rather than of the votes cast"},
    k=maybe(_COUNT | {"title": "k_of_n: how many must be in favour"}),
    threshold=_WEIGHT,
    quorum=_QUORUM,
    quorum_base=one_of(QuorumBase),
    abstention=one_of(Abstention),
    tie=one_of(Tie),
    silence=one_of(Silence),
    early_close=FLAG,
)
SEAT = record(
    ("code",),
    code=_CODE,
    name=line(300),
    name_uk=line(300),
    role=one_of(SeatRole),
    weight=_WEIGHT | {"type": ["string", "integer"]},
    veto=one_of(Veto),
    mandatory=FLAG,
    explicit=FLAG | {"title": "silence never counts for it"},
    chair=FLAG,
    recused=FLAG,
)
SPOKEN = record(
    ("seat", "choice"),
    seat=_CODE,
    choice=one_of(PositionChoice),
    casting=FLAG | {"title": "the chair's casting vote, beside the ordinary one"},
)
SIMULATE = record(
    ("rule", "seats"),
    rule=RULE,
    seats=several(SEAT, 40),
    positions=several(SPOKEN, 80),
    closed=FLAG | {"title": "whether the deadline has passed"},
    absolute=several(filled(line(200)), 40) | {"title": "absolute criteria that are met"},
    lower=maybe(one_of(StageOutcome) | {"title": "what the stage below decided"}),
)


class TallyView(TypedDict):
    """The outcome with its arithmetic, and an explanation in both languages."""

    outcome: StageOutcome
    why: str
    settled: bool
    can_pass: bool
    all_spoken: bool
    numbers: dict[str, Any]
    missing: list[str]
    deemed: list[list[str]]
    vetoes: list[str]
    dissent: list[str]
    absolute: list[str]
    explanation: dict[str, str]


class Simulate(Door):
    @does(
        TallyView,
        summary="Simulate a rule",
        takes=SIMULATE,
        keyed=False,
        refuses=(Invalid, ProcedureInvalid),
        example={
            "rule": {"kind": "majority_cast"},
            "seats": [{"code": "MOD"}, {"code": "GS"}, {"code": "MFA"}],
            "positions": [{"seat": "MOD", "choice": "approve"}, {"seat": "GS", "choice": "object"}],
            "closed": False,
        },
    )
    def post(self, ask: Ask) -> Reply:
        """The tally of any rule, seats and positions, with its explanation. Nothing is stored."""
        return Reply(serialize_tally(simulate(ask.body)))


PATHS: Final = (path("procedures/simulate/", Simulate.as_view(), name="simulate"),)
