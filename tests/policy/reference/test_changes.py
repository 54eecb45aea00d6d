"""What of a change set cannot be, row by row."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from licensing.choices import ChangeAction
from licensing.policy.reference.changes import (
    find_approver_refusal,
    find_change_gaps,
    find_changed_columns,
    find_set_gaps,
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
DOCUMENT = {"code": "fast", "version": 2}


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
