"""Texts that say nothing are found wherever a reader has to rely on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from licensing.policy.requests.advice.wording import is_meaningful, is_name
from tests.policy.requests.advice.requests import BUYER, ITEM, USER, find


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"end_use": {"purpose": "XXXX"}}, ("purpose_says_nothing", "stop", "end_use.purpose")),
        ({"items": [ITEM | {"name": "--"}]}, ("name_says_nothing", "stop", "items.0.name")),
        ({"parties": [BUYER, USER | {"name": "test"}]}, ("name_says_nothing", "stop", "parties.1.name")),
        ({"title": "XXXX"}, ("text_says_nothing", "stop", "title")),
        ({"urgency": {"urgent": True, "reason": "xxxx"}}, ("reason_says_nothing", "stop", "urgency.reason")),
        ({"end_use": {"purpose": "Patrol", "location": "..."}}, ("text_says_nothing", "stop", "end_use.location")),
        ({"documents": [{"type": "contract", "title": "-"}]}, ("text_says_nothing", "stop", "documents.0.title")),
        ({"projects": [{"title": "XXXX"}]}, ("text_says_nothing", "stop", "projects.0.title")),
        ({"projects": [{"title": "UAV", "goods": "test"}]}, ("text_says_nothing", "stop", "projects.0.goods")),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    assert find(changes) == [found]


@pytest.mark.parametrize("text", ["XXXX", "aaaa", "...", "n/a", "test", "TEST test", "12345", "\u3164", "- -", "нема"])
def test_a_text_that_says_nothing_is_no_purpose(text: str) -> None:
    assert not is_meaningful(text)


@pytest.mark.parametrize("text", ["Patrol", "Охорона кордону", "国境警備", "مراقبة الحدود", "For UAV tests"])
def test_a_purpose_is_told_in_words_of_any_script(text: str) -> None:
    assert is_meaningful(text)


@pytest.mark.parametrize(
    ("text", "names"), [("M4", True), ("T-64", True), ("Київ", True), ("XXXX", False), ("-", False), ("Test", False)]
)
def test_a_name_may_be_short_but_says_something(text: str, names: bool) -> None:
    assert is_name(text) is names


def test_a_reason_for_urgency_that_is_not_claimed_is_not_judged() -> None:
    assert find({"urgency": {"urgent": False, "reason": "-"}}) == []
