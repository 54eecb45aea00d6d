from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensing.policy.assessment.lists.naming import find_naming_gaps

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("changed", "paths"),
    [
        ({}, []),
        ({"code": "un"}, ["code"]),
        ({"code": "X" * 17}, ["code"]),
        ({"title": " ", "source": "a" * 301}, ["title", "source"]),
        ({"as_of": TODAY + timedelta(days=1)}, ["as_of"]),
    ],
)
def test_each_thing_that_is_wrong_is_named(changed: dict[str, object], paths: list[str]) -> None:
    given: dict[str, object] = {"code": "UN", "title": "Invented", "source": "Nobody", "as_of": TODAY} | changed

    assert [gap.path for gap in find_naming_gaps(**given, today=TODAY)] == paths  # type: ignore[arg-type]
