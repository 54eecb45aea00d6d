"""Shapes of what is sent, and a sentence for every place that is not of its shape."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.choices import NeedVerdict
from licensing.policy.shapes import (
    DATE,
    INSTANT,
    allow_null,
    as_line,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    build_validator,
    choose_from,
    find_gaps,
    forbid_empty,
    list_of,
)
from tests.languages import render_gaps

SHAPE = build_validator(
    as_record(
        ("name",),
        name=forbid_empty(as_line(5)),
        note=as_prose(10),
        amount=as_quantity("an exact decimal"),
        day=allow_null(DATE),
        at=INSTANT,
        verdict=choose_from(NeedVerdict),
        count=as_whole(1, 9),
        rows=list_of(as_record(("a",), a=as_line(3)), 2),
    )
)


def found(document: Any) -> list[tuple[str, str]]:
    return [(gap.path, gap.code) for gap in find_gaps(SHAPE, document)]


def test_what_has_its_shape_has_no_gaps() -> None:
    whole_one = {
        "name": "Їжак",
        "note": "two\nlines",
        "amount": "12.5",
        "day": None,
        "at": "2026-05-04T10:00:00Z",
        "verdict": "limited",
        "count": 9,
        "rows": [{"a": "x"}],
    }

    assert found(whole_one) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("name", "required")),
        ({"name": "123456"}, ("name", "too_long")),
        ({"name": "a\tb"}, ("name", "wrong_form")),
        ({"name": "a\x7f"}, ("name", "wrong_form")),
        ({"name": 5}, ("name", "wrong_type")),
        ({"note": "a\x00"}, ("note", "wrong_form")),
        ({"amount": "1e3"}, ("amount", "wrong_form")),
        ({"amount": "-1"}, ("amount", "wrong_form")),
        ({"amount": "1.2345"}, ("amount", "wrong_form")),
        ({"amount": "١٢"}, ("amount", "wrong_form")),
        ({"day": "2026-02-30"}, ("day", "wrong_form")),
        ({"day": "0026-02-03"}, ("day", "wrong_form")),
        ({"at": "2026-05-04T10:00:00"}, ("at", "wrong_form")),
        ({"verdict": "plenty"}, ("verdict", "unknown_code")),
        ({"count": 0}, ("count", "too_small")),
        ({"count": 10}, ("count", "too_large")),
        ({"count": True}, ("count", "wrong_type")),
        ({"rows": [{"a": "x"}] * 3}, ("rows", "too_many")),
        ({"rows": [{"a": "x"}, {"b": "x", "a": "y"}]}, ("rows.1.b", "unknown_field")),
        ({"rows": [{}]}, ("rows.0.a", "required")),
        ({"more": 1}, ("more", "unknown_field")),
    ],
)
def test_each_wrong_place_is_named(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found({"name": "Hedge"} | changes) == [expected]


def test_every_wrong_place_is_named_at_once_in_the_readers_language() -> None:
    sentences = render_gaps(find_gaps(SHAPE, {"count": 0, "more": 1}), "uk")

    assert sorted(sentences, key=lambda gap: gap[1]) == [
        ("too_small", "count", "Не менше ніж 1."),
        ("unknown_field", "more", "Тут немає поля «more»."),
        ("required", "name", "Тут бракує поля «name»."),
    ]
