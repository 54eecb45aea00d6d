"""Shapes of what is sent, and a sentence for every place that is not of its shape."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.choices import NeedVerdict
from licensing.policy.shapes import (
    DATE,
    INSTANT,
    filled,
    gaps,
    line,
    maybe,
    one_of,
    prose,
    quantity,
    record,
    several,
    validator,
    whole,
)
from tests.languages import render_gaps

SHAPE = validator(
    record(
        ("name",),
        name=filled(line(5)),
        note=prose(10),
        amount=quantity("an exact decimal"),
        day=maybe(DATE),
        at=INSTANT,
        verdict=one_of(NeedVerdict),
        count=whole(1, 9),
        rows=several(record(("a",), a=line(3)), 2),
    )
)


def found(document: Any) -> list[tuple[str, str]]:
    return [(gap.path, gap.code) for gap in gaps(SHAPE, document)]


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
    told = render_gaps(gaps(SHAPE, {"count": 0, "more": 1}), "uk")

    assert sorted(told, key=lambda gap: gap[1]) == [
        ("too_small", "count", "Не менше ніж 1."),
        ("unknown_field", "more", "Тут немає поля «more»."),
        ("required", "name", "Тут бракує поля «name»."),
    ]
