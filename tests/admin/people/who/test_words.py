"""A right in words."""

from __future__ import annotations

import pytest

from licensing.admin.people.who.words import describe_kind, list_rights
from licensing.choices import MandateKind, Office, RightKind


@pytest.mark.parametrize(
    ("kind", "role", "words"),
    [
        (RightKind.MANDATE, MandateKind.DEPUTY, "Mandate for a body: deputy"),
        (RightKind.APPOINTMENT, Office.DECIDER, "Office of the authority: decider"),
        (RightKind.HEAD, "", "Head of a body"),
    ],
)
def test_a_right_is_named_by_its_kind_and_role(kind: str, role: str, words: str) -> None:
    assert describe_kind(kind, role) == words


def test_every_kind_and_every_role_can_be_chosen() -> None:
    offered = dict(list_rights())

    assert {*RightKind.values} <= set(offered)
    assert {f"appointment:{one}" for one in Office.values} <= set(offered)
