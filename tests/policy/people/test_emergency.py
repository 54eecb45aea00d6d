"""To whom filed cases may be opened in an emergency."""

from __future__ import annotations

from dataclasses import replace

import pytest

from licensing.policy.people.emergency import Reader, find_access_gaps

STELLA = Reader(is_active=True, is_system=False, may_open_desk=True, reads_every_case=False, has_access=False)


@pytest.mark.parametrize(
    ("change", "reason", "found"),
    [
        ({}, "A leak.", []),
        ({}, " ", [("required", "reason")]),
        ({"is_active": False}, "A leak.", [("inactive", "person")]),
        ({"is_system": True}, "A leak.", [("system_account", "person")]),
        ({"may_open_desk": False}, "A leak.", [("no_desk", "person")]),
        ({"reads_every_case": True}, "A leak.", [("needless", "person")]),
        ({"has_access": True}, "", [("required", "reason"), ("twice", "person")]),
    ],
)
def test_cases_are_opened_to_a_person_who_cannot_read_them(
    change: dict[str, bool], reason: str, found: list[tuple[str, str]]
) -> None:
    assert [(one.code, one.path) for one in find_access_gaps(replace(STELLA, **change), reason=reason)] == found
