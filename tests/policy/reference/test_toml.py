"""TOML as people write it, read into plain JSON values and written back."""

from __future__ import annotations

import pytest

from licensing.errors import Invalid
from licensing.policy.reference.toml import as_toml, parse_toml, read_toml_text


def test_days_and_decimals_are_read_as_exact_text():
    read = parse_toml("valid_from = 2026-03-02\nshare = 0.10\nk = 2\nrows = [{ at = 2026-03-02T11:20:00Z, flag = true }]")

    assert read == {
        "valid_from": "2026-03-02",
        "share": "0.10",
        "k": 2,
        "rows": [{"at": "2026-03-02T11:20:00+00:00", "flag": True}],
    }


def test_a_text_that_is_no_toml_is_refused_with_its_line():
    with pytest.raises(Invalid) as refused:
        read_toml_text("code = 'trial'\nversion = nowhere")

    assert "line 2" in str(refused.value.sentence)


def test_rows_survive_being_written_and_read():
    rows = [
        {"code": "fast", "priority": 50, "title_uk": 'Швидка "процедура"', "valid_from": "2026-03-02"},
        {"code": "all", "when": {"items.quantity": {"max": "5"}, "tier": ["us", "europe"]}, "urgent": True},
    ]

    assert parse_toml(as_toml("rows", rows)) == {"rows": rows}


def test_what_is_empty_is_left_out():
    assert as_toml("rows", [{"code": "all", "when": {}, "seats": [], "title": ""}]) == '[[rows]]\ncode = "all"\n'
