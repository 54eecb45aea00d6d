"""Rules as data: read, written and refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given

from licensing.choices import Abstention, QuorumBase, RuleKind, Silence, Tie
from licensing.errors import Gap, ProcedureInvalid
from licensing.policy.signoff.rules import Rule, may_need_casting_vote
from tests.languages import render_gaps
from tests.policy.ballots import rules


def refused(data: dict[str, object]) -> list[Gap]:
    with pytest.raises(ProcedureInvalid) as caught:
        Rule.parse(data)
    return list(caught.value.gaps)


def test_a_full_rule_is_read_and_written_back():
    data = {
        "kind": "qualified",
        "numerator": 2,
        "denominator": 3,
        "of_seats": True,
        "quorum": "1/2",
        "quorum_base": "all_seats",
        "abstention": "against",
        "tie": "escalate",
        "silence": "no_objection",
        "early_close": True,
    }

    rule = Rule.parse(data)

    assert rule == Rule(
        RuleKind.QUALIFIED,
        numerator=2,
        denominator=3,
        of_seats=True,
        quorum=Fraction(1, 2),
        quorum_base=QuorumBase.ALL_SEATS,
        abstention=Abstention.AGAINST,
        tie=Tie.ESCALATE,
        silence=Silence.NO_OBJECTION,
        early_close=True,
    )
    assert rule.as_data() == data


def test_what_is_left_out_or_null_takes_its_default():
    assert Rule.parse({"kind": "consensus", "quorum": None}) == Rule(RuleKind.CONSENSUS)
    assert Rule(RuleKind.CONSENSUS).as_data() == {"kind": "consensus"}


def test_a_weight_may_be_text_or_a_whole_number_but_never_a_float():
    assert Rule.parse({"kind": "weighted", "threshold": "7.5"}).threshold == Decimal("7.5")
    assert Rule.parse({"kind": "weighted", "threshold": 8}).threshold == Decimal(8)
    assert [gap.code for gap in refused({"kind": "weighted", "threshold": 7.5})] == ["not_a_weight"]


def test_every_fault_is_named_at_once():
    gaps = refused(
        {
            "kind": "k_of_n",
            "k": 0,
            "quorum": "7/5",
            "tie": "coin",
            "early_close": "yes",
            "numerator": 1,
            "speed": 3,
        }
    )

    assert [(gap.code, gap.path) for gap in gaps] == [
        ("unknown_field", "speed"),
        ("not_a_count", "k"),
        ("not_a_quorum", "quorum"),
        ("unknown_choice", "tie"),
        ("not_a_flag", "early_close"),
        ("not_for_this_rule", "numerator"),
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, [("required", "kind")]),
        ({"kind": "lottery"}, [("unknown_choice", "kind")]),
        ({"kind": ["consensus"]}, [("unknown_choice", "kind")]),
        ({"kind": "k_of_n"}, [("required", "k")]),
        ({"kind": "k_of_n", "k": True}, [("not_a_count", "k")]),
        ({"kind": "weighted", "threshold": "NaN"}, [("not_a_weight", "threshold")]),
        ({"kind": "weighted", "threshold": -1}, [("not_a_weight", "threshold")]),
        ({"kind": "qualified", "numerator": 2}, [("required", "denominator")]),
        ({"kind": "qualified", "numerator": 3, "denominator": 2}, [("out_of_range", "numerator")]),
        ({"kind": "qualified", "numerator": 1, "denominator": 0}, [("not_a_count", "denominator")]),
        ({"kind": "consensus", "of_seats": True}, [("not_for_this_rule", "of_seats")]),
        ({"kind": "consensus", "quorum": 0}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": "1/0"}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": 0.5}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": "0.5"}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": "1e-10000000"}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": "1/2\n"}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": "00001/2"}, [("not_a_quorum", "quorum")]),
        ({"kind": "consensus", "quorum": 10_000}, [("not_a_quorum", "quorum")]),
        ({"kind": "k_of_n", "k": 10**5000}, [("not_a_count", "k")]),
        ({"kind": "weighted", "threshold": "1e999999"}, [("not_a_weight", "threshold")]),
        ({"kind": "weighted", "threshold": "0.00"}, [("not_a_weight", "threshold")]),
        ({"kind": "weighted", "threshold": 10**9}, [("not_a_weight", "threshold")]),
    ],
)
def test_nonsense_is_refused_where_it_stands(data, expected):
    assert [(gap.code, gap.path) for gap in refused(data)] == expected


def test_the_sentences_are_in_the_readers_language():
    assert render_gaps(refused({}), "uk") == [("required", "kind", "Зазначте вид правила.")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), True),
        (Rule(RuleKind.MAJORITY_SEATS, tie=Tie.CHAIR), True),
        (Rule(RuleKind.MAJORITY_CAST, tie=Tie.REFUSE), False),
        (Rule(RuleKind.CONSENSUS, tie=Tie.CHAIR), False),
        (Rule(RuleKind.SINGLE, tie=Tie.CHAIR), False),
    ],
)
def test_only_a_rule_whose_ties_the_chair_breaks_takes_a_casting_vote(rule, expected):
    assert may_need_casting_vote(rule) == expected


@given(rules())
def test_a_rule_survives_being_written_down(rule):
    assert type(rule).parse(rule.as_data()) == rule


@pytest.mark.parametrize(("asked", "needed"), [(None, None), (3, 3), ("1/2", 3), ("2/3", 4), ("1/1", 5)])
def test_the_quorum_of_a_sitting_is_a_number_or_a_share_rounded_up(asked, needed):
    rule = Rule.parse({"kind": "consensus", "sitting_quorum": asked})

    assert rule.count_sitting_quorum(5) == needed


def test_a_quorum_of_a_sitting_that_is_no_share_is_refused_by_its_name():
    with pytest.raises(ProcedureInvalid) as refusal:
        Rule.parse({"kind": "consensus", "sitting_quorum": "3/2"})

    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("not_a_quorum", "sitting_quorum")]
