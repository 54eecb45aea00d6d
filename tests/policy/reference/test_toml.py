"""TOML as people write it, read into plain JSON values and written back."""

from __future__ import annotations

import pytest

from licensing.errors import Invalid
from licensing.policy.reference.toml import find_line, parse_toml, read_toml_text, write_document


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

    assert parse_toml(write_document({"rows": rows})) == {"rows": rows}


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"code": 'a "quoted" \\ word\nand a line', "x y": True, "n": -3, "empty": "", "none": [], "no": {}},
        {"on": "2026-03-02", "when": {"a b": ["x", 1], "deep": {"er": [{"x": {"y": "z"}}]}}},
        {"rows": [{"seats": [{"body": "MOD"}, {}], "rule": {"steps": [{"at": "1"}]}}, {"code": "b"}], "mixed": [{"a": 1}, 2]},
    ],
)
def test_a_document_is_read_as_it_was_written(document):
    assert parse_toml(write_document(document)) == document


def test_what_is_null_is_left_out_of_a_document():
    assert parse_toml(write_document({"cap": None, "rows": [{"ends": None, "when": {"max": None, "min": "1"}}]})) == {
        "rows": [{"when": {"min": "1"}}]
    }


TEXT = """# A table
[[rows]]
code = "a"
[rows.when]
tier = "us"

[[rows]]
code = "b"
[[rows.seats]]
body = "MOD"
[[rows.seats]]
body = "GS"
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("rows.0.code", 3),
        ("rows.0.when", 4),
        ("rows.0.when.tier", 5),
        ("rows.0.when.form", 4),
        ("rows.1", 7),
        ("rows.1.code", 8),
        ("rows.1.seats.1.body", 12),
        ("rows.1.seats.5", 7),
        ("nowhere", 1),
    ],
)
def test_a_place_is_found_by_its_line(path, line):
    assert find_line(TEXT, path) == line


def test_what_is_nested_without_end_is_refused():
    with pytest.raises(Invalid):
        read_toml_text("x = " + "[" * 100_000)
