"""Three ways at once: only what the shipped files have changed is proposed, and never over a change that was made here."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import ChangeAction, Settlement
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED
from licensing.policy.reference.merging import Merge, find_settlement, merge_lists, renew_conflict

EE = {"code": "EE", "alpha3": "EST", "tier": "europe", "names": {"en": "Estonia", "uk": "Естонія"}, "note": ""}
GROUND = {"code": "R01", "texts": {"en": "Security"}, "absolute": True, "source": ""}
DAY_OFF = {"calendar": "UA", "on": "2027-01-01", "kind": "off", "names": {"en": "New Year"}}
V1 = {"code": "fast", "version": 1}


def _merge(code: str, before: Any, present: Any, now: Any) -> Merge:
    key = GOVERNED[code].build_key(before or present or now)
    lists = [{code: {key: row} if row else {}} for row in (before, present, now)]
    return merge_lists(*lists)


@pytest.mark.parametrize(
    ("code", "before", "present", "now", "proposed"),
    [
        ("countries", EE, EE, EE, None),
        ("countries", EE, EE | {"tier": "us"}, EE, None),
        ("countries", EE, EE | {"tier": "us"}, EE | {"tier": "us"}, None),
        ("countries", EE, EE, EE | {"tier": "other"}, {"tier": "other"}),
        ("countries", EE, EE | {"tier": "us"}, EE | {"note": "new"}, {"note": "new"}),
        ("countries", None, None, EE, EE),
        ("countries", EE, EE, EE | {"names": {"en": "Republic of Estonia"}}, {"names": {"en": "Republic of Estonia"}}),
        ("countries", EE, EE, None, None),
        ("holidays", DAY_OFF, DAY_OFF, None, {}),
        ("procedures", V1, V1, V1 | {"version": 2}, V1 | {"version": 2}),
        ("procedures", V1, V1 | {"version": 2}, V1, None),
    ],
)
def test_what_was_shipped_anew_is_proposed(code: str, before: Any, present: Any, now: Any, proposed: Any) -> None:
    merge = _merge(code, before, present, now)

    assert [dict(one.values) for one in merge.changes] == ([] if proposed is None else [proposed])
    assert merge.conflicts == ()


@pytest.mark.parametrize(
    "code",
    [
        *("conditions", "refusal_grounds", "return_grounds", "criteria", "criterion_sets", "criterion_questions"),
        *("certificate_templates", "source_kinds", "requirements"),
        "reminder_rules",
    ],
)
def test_a_row_that_ships_no_more_is_proposed_to_end(code: str) -> None:
    shipped = {"kind": None, "code": "R01", "texts": {"en": "Security"}}
    here = shipped | {"active": True}

    ends, differs = _merge(code, shipped, here, None), _merge(code, shipped, here | {"code": "R02"}, None)

    assert [one.action for one in ends.changes] == [ChangeAction.END]
    assert (differs.changes, len(differs.conflicts)) == ((), 1)


def test_a_file_that_does_not_say_whether_a_row_has_ended_leaves_it_ended() -> None:
    merge = _merge("refusal_grounds", GROUND, GROUND | {"active": False}, GROUND | {"source": "Law"})

    assert [dict(one.values) for one in merge.changes] == [{"source": "Law"}]


@pytest.mark.parametrize(
    ("code", "before", "present", "now", "column"),
    [
        ("countries", EE, EE | {"tier": "us"}, EE | {"tier": "other"}, "tier"),
        ("countries", None, EE | {"tier": "us"}, EE, "tier"),
        ("holidays", DAY_OFF, None, DAY_OFF | {"kind": "working"}, ""),
        ("holidays", DAY_OFF, DAY_OFF | {"kind": "working"}, None, ""),
        ("procedures", V1, V1 | {"version": 2}, V1 | {"version": 2, "source": "other"}, ""),
    ],
)
def test_what_was_changed_here_too_is_a_conflict(code: str, before: Any, present: Any, now: Any, column: str) -> None:
    merge = _merge(code, before, present, now)

    assert [one.column for one in merge.conflicts] == [column]
    assert merge.conflicts[0].as_data()["list"] == code
    assert merge.changes == ()


_ROWS = st.none() | st.fixed_dictionaries(
    {"code": st.just("EE"), "tier": st.sampled_from("ab"), "names": st.fixed_dictionaries({"en": st.sampled_from("ab")})}
)


@given(_ROWS, _ROWS, _ROWS)
def test_no_value_that_was_changed_here_is_ever_written_over(before: Any, present: Any, now: Any) -> None:
    lists = [{"countries": {"EE": row} if row else {}} for row in (before, present, now)]
    merge = merge_lists(*lists)

    for change in merge.changes:
        after = overlay_row(GOVERNED["countries"], present, change.values)
        assert change.action is ChangeAction.PUT
        for name in ("tier", "names"):
            assert after[name] in [row[name] for row in (present, now) if row]
            if present and before and present[name] != before[name]:
                assert after[name] == present[name]


TIER = {"list": "countries", "key": "EE", "column": "tier", "language": "", "present": "europe", "shipped_now": "us"}
NAME = TIER | {"column": "names", "language": "en", "present": "Estonia", "shipped_now": "Eesti"}
ROW = TIER | {"column": "", "present": None, "shipped_now": {"tier": "us"}}


@pytest.mark.parametrize(
    ("conflict", "after", "is_changed", "settlement"),
    [
        (TIER, None, False, Settlement.KEPT),
        (TIER, {"tier": "europe", "note": "x"}, True, Settlement.KEPT),
        (TIER, {"tier": "us"}, True, Settlement.TAKEN),
        (TIER, {"tier": "excluded"}, True, Settlement.OTHERWISE),
        (NAME, {"names": {"en": "Eesti"}}, True, Settlement.TAKEN),
        (NAME, {"names": {"en": "Estonia"}}, True, Settlement.KEPT),
        (ROW, {"tier": "us"}, True, Settlement.TAKEN),
        (ROW, None, False, Settlement.KEPT),
        (ROW, {"tier": "other"}, True, Settlement.OTHERWISE),
        (ROW | {"shipped_now": None}, None, True, Settlement.TAKEN),
    ],
)
def test_a_draft_settles_each_conflict_in_one_of_three_ways(
    conflict: dict[str, Any], after: Any, is_changed: bool, settlement: Settlement
) -> None:
    assert find_settlement(conflict, after, is_changed=is_changed) == settlement


def test_a_conflict_is_frozen_with_what_stands_there_by_then() -> None:
    assert renew_conflict(TIER, {"tier": "other"})["present"] == "other"
    assert renew_conflict(NAME, {"names": {"en": "Estland"}})["present"] == "Estland"
    assert renew_conflict(ROW, {"tier": "europe"})["present"] == {"tier": "europe"}
    assert renew_conflict(NAME, None)["present"] is None
