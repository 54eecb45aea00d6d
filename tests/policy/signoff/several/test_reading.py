"""Tests as they are written: what cannot be read of them is named at its place, all at once."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.errors import ProcedureInvalid
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.reading import OF_QUORUM, OF_VOTES, read_groups, read_share, read_tests

FOR = {"counted": "for", "bound": "at_least", "number": 2}


def gaps_of(**rule: Any) -> list[tuple[str, str]]:
    with pytest.raises(ProcedureInvalid) as refused:
        Rule.parse({"kind": "tests", "tests": [FOR], **rule})
    return [(gap.code, gap.path) for gap in refused.value.gaps]


@pytest.mark.parametrize(
    ("test", "gaps"),
    [
        ({}, [("required", "tests.0.counted"), ("required", "tests.0.bound"), ("share_or_number", "tests.0.share")]),
        (FOR | {"share": "1/2"}, [("share_or_number", "tests.0.share")]),
        ({"counted": "for", "bound": "at_least", "share": "3/2"}, [("not_a_share", "tests.0.share")]),
        ({"counted": "for", "bound": "at_least", "share": 0.65}, [("not_a_share", "tests.0.share")]),
        ({"counted": "for", "bound": "at_least", "share": "1/0"}, [("not_a_share", "tests.0.share")]),
        (FOR | {"number": 2.0}, [("not_a_count", "tests.0.number")]),
        (FOR | {"number": True}, [("not_a_count", "tests.0.number")]),
        (FOR | {"number": "2"}, [("not_a_count", "tests.0.number")]),
        (FOR | {"number": "1e9", "measure": "weight"}, [("not_a_weight", "tests.0.number")]),
        (FOR | {"counted": "spoke"}, [("unknown_choice", "tests.0.counted")]),
        (FOR | {"base": "present?"}, [("unknown_choice", "tests.0.base")]),
        (FOR | {"way": 0}, [("not_a_way", "tests.0.way")]),
        (FOR | {"group": ["p"]}, [("not_a_code", "tests.0.group")]),
        (FOR | {"of": "all"}, [("unknown_field", "tests.0.of")]),
        (FOR | {"name_en": 3}, [("not_a_text", "tests.0.name_en")]),
        (FOR | {"number": 0}, [("asks_nothing", "tests.0.bound")]),
        (FOR | {"bound": "at_most"}, [("harmful", "tests.0.bound")]),
        (FOR | {"counted": "against"}, [("harmful", "tests.0.bound")]),
        (FOR | {"counted": "not_for", "bound": "more_than"}, [("harmful", "tests.0.bound")]),
        ("for", [("required", "tests.0.counted"), ("required", "tests.0.bound"), ("share_or_number", "tests.0.share")]),
    ],
)
def test_what_cannot_be_read_of_a_test_is_named(test, gaps):
    assert gaps_of(tests=[test]) == gaps


def test_what_cannot_be_read_of_a_quorum_and_of_groups_is_named():
    assert gaps_of(quorum_tests=[FOR]) == [("unknown_choice", "quorum_tests.0.counted")]
    assert gaps_of(quorum_tests=[{"counted": "spoke", "bound": "at_most", "number": 2}]) == [
        ("harmful", "quorum_tests.0.bound")
    ]
    assert gaps_of(quorum_tests=[{"counted": "present", "bound": "at_least", "share": "1/2", "base": "cast"}]) == [
        ("quorum_of_itself", "quorum_tests.0.base")
    ]
    assert gaps_of(groups=[{"code": "P members", "seats": []}, {"code": "p", "seats": ["A", "A"]}, 7]) == [
        ("not_a_code", "groups.0.code"),
        ("group_empty", "groups.0.seats"),
        ("seat_twice", "groups.1.seats"),
        ("not_a_code", "groups.2.code"),
        ("not_a_list", "groups.2.seats"),
    ]
    assert gaps_of(groups=[{"code": "p", "seats": ["A"]}, {"code": "p", "seats": ["B"]}]) == [("group_twice", "groups.1.code")]


def test_a_rule_without_tests_or_with_another_rules_fields_is_refused():
    assert gaps_of(tests=[]) == [("required", "tests")]
    assert gaps_of(tests="all") == [("not_a_list", "tests")]
    assert gaps_of(tests=[FOR] * 21) == [("too_many", "tests")]
    assert gaps_of(quorum="2/3", quorum_of_spoken=True) == [
        ("not_for_this_rule", "quorum"),
        ("not_for_this_rule", "quorum_of_spoken"),
    ]
    with pytest.raises(ProcedureInvalid) as refused:
        Rule.parse({"kind": "consensus", "tests": [FOR]})
    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("not_for_this_rule", "tests")]


def test_rules_written_before_there_were_tests_are_written_as_they_were():
    rule = {"kind": "qualified", "numerator": 2, "denominator": 3, "quorum": "1/2"}

    assert Rule.parse(rule).as_data() == rule


def test_lists_that_are_read_whole():
    tests, gaps = read_tests([FOR], "tests", OF_VOTES)
    quorum, none = read_tests([{"counted": "spoke", "bound": "more_than", "share": "1/2"}], "quorum_tests", OF_QUORUM)
    groups, neither = read_groups([{"code": "p", "name_uk": "постійні", "seats": ["A"]}], "groups")

    assert (len(tests), gaps, len(quorum), none, neither) == (1, [], 1, [], [])
    assert [str(one.name) for one in groups] == ["p"]
    assert [read_share(one) for one in ("1/2", "2/1", "x", None)] == [quorum[0].share, None, None, None]
