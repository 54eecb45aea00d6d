"""What of a change set cannot be, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from licensing.choices import ChangeAction
from licensing.policy.reference.changes import (
    carry_wording,
    find_approver_refusal,
    find_change_gaps,
    find_changed_columns,
    find_set_gaps,
    is_at_most_reworded,
    overlay_row,
)
from licensing.policy.reference.governed import GOVERNED, RowChange

TODAY = date(2026, 11, 29)
NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
EE = {"code": "EE", "alpha3": "EST", "tier": "europe", "names": {"en": "Estonia"}, "note": ""}
KIND = {
    "code": "transit",
    "prefix": "TR",
    "permit": "single",
    "validity_months": 12,
    "max_validity_months": 12,
    "report_months": 3,
    "is_plan": False,
    "active": True,
    "names": {"en": "Transit"},
    "descriptions": {},
}
DAY_OFF = {"calendar": "UA", "on": "2026-01-01", "kind": "off", "names": {"en": "New Year"}}
RATE = {"currency": "USD", "on": "2026-01-01", "to_eur": "0.9"}
ROW = {
    "code": "all",
    "priority": 1,
    "procedure_code": "fast",
    "when": {},
    "extra_seats": [],
    "flags": [],
    "valid_from": "2024-01-01",
    "retired_on": None,
    "reasons": {"en": "Every case"},
}
GROUND = {"code": "R01", "texts": {"en": "An embargo"}, "absolute": True, "source": ""}
DOCUMENT = {"code": "fast", "version": 2, "valid_from": "2026-11-29"}
ENTRY = {"code": "ML1", "list": "ML", "version": "1", "unroca": "", "valid_from": None, "titles": {"en": "Small arms"}}
BEGUN, COMING = ENTRY | {"valid_from": "2026-01-01"}, ENTRY | {"valid_from": "2027-01-01"}


def _put(code: str, row: dict[str, Any], **changes: Any) -> RowChange:
    return RowChange(code, GOVERNED[code].build_key(row), ChangeAction.PUT, row | changes)


def _end(code: str, row: dict[str, Any]) -> RowChange:
    return RowChange(code, GOVERNED[code].build_key(row), ChangeAction.END)


def _codes(present: dict[str, Any] | None, *changes: RowChange) -> list[tuple[str, str]]:
    rows = {(one.list, one.key): present for one in changes}
    return [(gap.code, gap.path) for gap in find_change_gaps(changes, rows, on=TODAY)]


@pytest.mark.parametrize(
    ("present", "change"),
    [
        (EE, _put("countries", EE, tier="excluded")),
        (None, _put("countries", EE)),
        (KIND, _end("case_kinds", KIND)),
        (DAY_OFF | {"on": "2027-01-01"}, _end("holidays", DAY_OFF | {"on": "2027-01-01"})),
        (None, _put("rates", RATE)),
        (ROW, _end("routing", ROW)),
        (ROW, _put("routing", ROW, retired_on="2026-11-29")),
        (GROUND, _put("refusal_grounds", GROUND, texts={"en": "An embargo", "uk": "Ембарго"})),
        (DOCUMENT, _put("procedures", DOCUMENT, version=3)),
        (None, _put("procedures", DOCUMENT)),
        (None, _put("control_entries", ENTRY)),
        (None, _put("control_entries", ENTRY, valid_from="2026-11-29")),
        (ENTRY, _put("control_entries", ENTRY, unroca="III")),
    ],
)
def test_what_can_be_is_let_through(present: dict[str, Any] | None, change: RowChange) -> None:
    assert _codes(present, change) == []


@pytest.mark.parametrize(
    ("present", "change", "code", "path"),
    [
        (EE, RowChange("planets", "EE", ChangeAction.PUT), "unknown_list", "planets/EE"),
        (EE, _put("countries", EE, colour="red"), "unknown_field", "countries/EE/colour"),
        (EE, _put("countries", EE), "unchanged", "countries/EE"),
        (EE, RowChange("countries", "EE", ChangeAction.PUT, EE | {"code": "LV"}), "invalid", "countries/EE/code"),
        (EE, _end("countries", EE), "never_ends", "countries/EE"),
        (None, _end("holidays", DAY_OFF), "unknown_code", "holidays/UA:2026-01-01"),
        (DAY_OFF, _end("holidays", DAY_OFF), "past", "holidays/UA:2026-01-01"),
        (None, _put("holidays", DAY_OFF), "past", "holidays/UA:2026-01-01/on"),
        (RATE, _put("rates", RATE, to_eur="0.8"), "past", "rates/USD:2026-01-01/on"),
        (KIND | {"active": False}, _end("case_kinds", KIND), "over", "case_kinds/transit"),
        (ROW | {"retired_on": "2026-11-29"}, _end("routing", ROW), "over", "routing/all"),
        (ROW, _put("routing", ROW, retired_on="2026-11-28"), "past", "routing/all/retired_on"),
        (KIND, _put("case_kinds", KIND, prefix="ZZ"), "fixed", "case_kinds/transit/prefix"),
        (GROUND, _put("refusal_grounds", GROUND, texts={"en": "No embargo"}), "fixed", "refusal_grounds/R01/texts"),
        (KIND, _put("case_kinds", KIND, permit="double"), "unknown_code", "case_kinds/transit/permit"),
        (DOCUMENT, _put("procedures", DOCUMENT, calendar="UA"), "superseded", "procedures/fast/version"),
        (None, _put("procedures", DOCUMENT, valid_from="2026-11-28"), "past", "procedures/fast/valid_from"),
        (None, _put("control_entries", ENTRY, valid_from="2026-11-28"), "past", "control_entries/ML1/valid_from"),
        (ENTRY, _put("control_entries", ENTRY, valid_from="2026-12-01"), "in_force", "control_entries/ML1/valid_from"),
        (BEGUN, _put("control_entries", BEGUN, valid_from=None), "in_force", "control_entries/ML1/valid_from"),
        (COMING, _put("control_entries", COMING, valid_from=None), "past", "control_entries/ML1/valid_from"),
    ],
)
def test_each_thing_that_cannot_be_is_named(present: dict[str, Any] | None, change: RowChange, code: str, path: str) -> None:
    assert (code, path) in _codes(present, change)


def test_a_row_stands_once() -> None:
    assert _codes(EE, _put("countries", EE, tier="us"), _put("countries", EE, tier="other")) == [("twice", "countries/EE")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({}, []),
        ({"in_force_from": NOW}, []),
        ({"title": " "}, ["title"]),
        ({"reason": ""}, ["reason"]),
        ({"in_force_from": NOW - timedelta(seconds=1)}, ["in_force_from"]),
        ({"in_force_from": NOW + timedelta(days=1), "emergency": True}, ["in_force_from"]),
    ],
)
def test_a_change_set_has_a_title_a_reason_and_no_past(words: dict[str, Any], found: list[str]) -> None:
    given = {"title": "Tiers", "reason": "Decided", "in_force_from": None, "emergency": False} | words

    assert [gap.path for gap in find_set_gaps(**given, now=NOW)] == found


def test_nobody_settles_what_they_drafted() -> None:
    assert find_approver_refusal(approver="pol", drafter="pol") is not None
    assert find_approver_refusal(approver="petra", drafter="pol") is None


def test_values_are_laid_over_a_row_and_texts_by_language() -> None:
    laid = overlay_row(GOVERNED["countries"], EE, {"tier": "us", "names": {"uk": "Естонія"}})

    assert laid == EE | {"tier": "us", "names": {"en": "Estonia", "uk": "Естонія"}}
    assert find_changed_columns(GOVERNED["countries"], EE, laid) == ["tier", "names"]


def _find(code: str, present: dict[str, Any] | None, drafted_on: date = TODAY, **changes: Any) -> list[tuple[str, str]]:
    change = _put(code, present or ROW, **changes)
    gaps = find_change_gaps([change], {(code, change.key): present}, on=TODAY, drafted_on=drafted_on)
    return [(gap.code, gap.path.rpartition("/")[2]) for gap in gaps]


TOMORROW, YESTERDAY = "2026-11-30", "2026-11-28"
LATER = ROW | {"valid_from": TOMORROW}
ENDING = ROW | {"retired_on": "2027-01-01"}
OVER = ROW | {"retired_on": "2026-11-29"}


@pytest.mark.parametrize(
    ("present", "changes", "found"),
    [
        (None, {"valid_from": YESTERDAY}, [("past", "valid_from")]),
        (None, {"valid_from": "2026-11-29"}, []),
        (ROW, {"priority": 2}, [("in_force", "priority")]),
        (ROW, {"when": {"tier": ["us"]}, "flags": ["x"]}, [("in_force", "when"), ("in_force", "flags")]),
        (ROW, {"reasons": {"en": "All of them"}}, []),
        (ROW, {"valid_from": "2023-01-01"}, [("in_force", "valid_from")]),
        (ROW, {"valid_from": TOMORROW}, [("in_force", "valid_from")]),
        (ENDING, {"retired_on": "2027-02-01"}, []),
        (ENDING, {"retired_on": None}, [("ending", "retired_on")]),
        (ENDING, {"retired_on": YESTERDAY}, [("past", "retired_on")]),
        (OVER, {"retired_on": None}, [("over", "all")]),
        (OVER, {"retired_on": "2027-01-01"}, [("over", "all")]),
        (LATER, {"priority": 2}, []),
        (LATER, {"valid_from": "2026-12-05"}, []),
        (LATER, {"valid_from": YESTERDAY}, [("past", "valid_from")]),
    ],
)
def test_a_row_that_has_begun_is_ended_and_never_written_again(
    present: dict[str, Any] | None, changes: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert _find("routing", present, **changes) == found


def test_a_first_day_between_the_draft_and_its_release_is_no_past() -> None:
    assert _find("routing", None, date(2026, 11, 20), valid_from=YESTERDAY) == []
    assert _find("routing", None, date(2026, 11, 20), valid_from="2026-11-19") == [("past", "valid_from")]
    assert GOVERNED["routing"].begin(ROW | {"valid_from": YESTERDAY}, None, on=TODAY)["valid_from"] == "2026-11-29"
    assert GOVERNED["routing"].begin(LATER, None, on=TODAY) == LATER
    assert GOVERNED["routing"].begin(ROW, ROW, on=TODAY) == ROW


@pytest.mark.parametrize(
    ("before", "begins", "found"),
    [
        ("2026-01-01", "2026-12-01", []),
        ("2027-01-01", "2027-01-01", []),
        ("2027-01-01", "2026-12-31", [("out_of_order", "valid_from")]),
        ("2026-01-01", YESTERDAY, [("past", "valid_from")]),
    ],
)
def test_a_higher_version_begins_no_earlier_than_the_one_before(before: str, begins: str, found: Any) -> None:
    present = {"code": "fast", "version": 2, "valid_from": before}

    assert _find("procedures", present, version=3, valid_from=begins) == found


def test_words_decide_nothing_and_are_kept() -> None:
    countries = GOVERNED["countries"]
    before, after = EE | {"names": {"en": "Estonia", "uk": "Естонія", "de": "Estland"}}, EE | {"tier": "us"}
    present = before | {"names": {"en": "Republic of Estonia", "uk": "Естонія", "de": "Estland"}, "note": "New"}

    carried = carry_wording(countries, before, after | {"names": {"en": "Estonia", "uk": "Естонська Республіка"}}, present)

    assert is_at_most_reworded(countries, before, present)
    assert not is_at_most_reworded(countries, before, present | {"tier": "other"})
    assert not is_at_most_reworded(countries, before, None)
    assert carried == EE | {"tier": "us", "note": "New", "names": {"en": "Republic of Estonia", "uk": "Естонська Республіка"}}
    assert carry_wording(countries, None, after, None) == after
