"""Simulation of a rule of sign-off, before a procedure with it is published. Nothing is stored."""

from __future__ import annotations

from typing import Any, Final, TypedDict

from django.urls import path

from licensing.api.http.operations import ApiView, Call, Result, command
from licensing.choices import (
    Abstention,
    ItemAdvice,
    ItemOutcome,
    PositionChoice,
    QuorumBase,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
    VoteBase,
    VoteBound,
    VoteCounted,
    VoteMeasure,
)
from licensing.errors import Invalid, ProcedureInvalid
from licensing.models.signoff.round import serialize_tally
from licensing.policy.exact import WEIGHT
from licensing.policy.reference.texts import allow_further_languages
from licensing.policy.shapes import (
    FLAG,
    Schema,
    allow_null,
    as_code,
    as_line,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)
from licensing.policy.signoff.rules import MOST, SHARE
from licensing.policy.signoff.several.reading import MOST_GROUPS, MOST_TESTS, MOST_WAYS, OF_QUORUM, OF_VOTES
from licensing.policy.signoff.simulation import simulate

_COUNT = as_whole(1, MOST)
_CODE = forbid_empty(as_line(48))
# Text or a whole number. Both are bounded: an exponent such as 1e5000000 would keep the server computing for minutes.
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
_NAMES = allow_further_languages(name=as_line(300))


def _list_test_fields(counted: frozenset[VoteCounted]) -> Schema:
    """A test of a rule of several, or of its quorum."""
    return _NAMES | as_record(
        ("counted", "bound"),
        counted={"type": "string", "enum": [one.value for one in VoteCounted if one in counted]},
        bound=choose_from(VoteBound),
        share={"type": ["string", "null"], "pattern": SHARE, "title": 'a share of the base, such as "2/3"'},
        number=_WEIGHT | {"title": 'a number of seats, or a weight such as "7.5"'},
        measure=choose_from(VoteMeasure),
        base=choose_from(VoteBase) | {"title": "what the share is a share of"},
        group=as_code("code of a group", 48),
        way=as_whole(1, MOST_WAYS),
        name_en=as_line(300),
        name_uk=as_line(300),
    )


_GROUP = _NAMES | as_record(
    ("code", "seats"),
    code=as_code("code of a group", 48),
    name_en=as_line(300),
    name_uk=as_line(300),
    seats=list_of(_CODE, 60),
)
RULE = as_record(
    ("kind",),
    kind=choose_from(RuleKind),
    numerator=allow_null(_COUNT | {"title": "qualified: the required share"}),
    denominator=allow_null(_COUNT),
    of_seats=FLAG | {"title": "qualified: of the seats rather than of the votes cast"},
    strict=FLAG | {"title": "qualified: more than the share, not at least the share"},
    somebody_for=FLAG | {"title": "consensus: one seat must be for, in words or by its silence"},
    quorum_of_spoken=FLAG | {"title": "seats whose silence is taken for a position are not present"},
    k=allow_null(_COUNT | {"title": "k_of_n: how many must be in favour"}),
    threshold=_WEIGHT,
    quorum=_QUORUM,
    quorum_base=choose_from(QuorumBase),
    abstention=choose_from(Abstention),
    tie=choose_from(Tie),
    silence=choose_from(Silence),
    early_close=FLAG,
    sitting_quorum=_QUORUM | {"title": "government: members who attend a sitting, or a share of the bodies asked"},
    tests=list_of(_list_test_fields(OF_VOTES), MOST_TESTS)
    | {"title": "tests: it passes by any of its ways, and a way by all of its tests"},
    quorum_tests=list_of(_list_test_fields(OF_QUORUM), MOST_TESTS) | {"title": "tests: the quorum, said in the same way"},
    groups=list_of(_GROUP, MOST_GROUPS) | {"title": "tests: seats that a test names together"},
)
SEAT = as_record(
    ("code",),
    code=_CODE,
    name=as_line(300),
    name_uk=as_line(300),
    role=choose_from(SeatRole),
    weight=_WEIGHT | {"type": ["string", "integer"]},
    veto=choose_from(Veto),
    mandatory=FLAG,
    explicit=FLAG | {"title": "silence never counts for it"},
    chair=FLAG,
    recused=FLAG,
)
SIMULATED_POSITION = as_record(
    ("seat", "choice"),
    seat=_CODE,
    choice=choose_from(PositionChoice),
    casting=FLAG | {"title": "the chair's casting vote, beside the ordinary one"},
    items=list_of(as_record(("item", "advice"), item=as_whole(1, 999), advice=choose_from(ItemAdvice)), 60)
    | {"title": "what it advises on single items; on the others its position is its advice"},
)
SIMULATE = as_record(
    ("rule", "seats"),
    rule=RULE,
    seats=list_of(SEAT, 40),
    positions=list_of(SIMULATED_POSITION, 80),
    closed=FLAG | {"title": "whether the deadline has passed"},
    absolute=list_of(forbid_empty(as_line(200)), 40) | {"title": "absolute criteria that are met"},
    lower=allow_null(choose_from(StageOutcome) | {"title": "what the stage below decided"}),
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


class SimulatedItem(TypedDict):
    """What the round comes to on one item."""

    item: int
    outcome: ItemOutcome


class SimulatedTallyView(TallyView):
    """The tally of a trial, with the outcome on each item that a position speaks of."""

    items: list[SimulatedItem]


class Simulate(ApiView):
    @command(
        SimulatedTallyView,
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
    def post(self, call: Call) -> Result:
        """The tally of any rule, seats and positions, with its explanation. Nothing is stored."""
        simulated = simulate(call.body)
        items = [{"item": number, "outcome": one} for number, one in simulated.items.items()]
        return Result({**serialize_tally(simulated.tally), "items": items})


PATHS: Final = (path("procedures/simulate/", Simulate.as_view(), name="simulate"),)
