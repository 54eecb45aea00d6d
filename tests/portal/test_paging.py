"""Pages of a list: older rows follow the newest, none is skipped, and a mark nobody made is the first page."""

from __future__ import annotations

import re

import pytest

from tests.portal.visiting import Visitor, text_of
from tests.world import World


def test_pages_follow_one_another_without_gap_or_repeat(world: World, paula: Visitor) -> None:
    for number in range(45):
        world.draft(title=f"Request {number:02}", items=[], parties=[], route=[])
    shown: list[str] = []
    query = ""
    while True:
        page = paula.open("home", query=query).content.decode()
        shown += re.findall(r">Request (\d\d)<", page)
        found = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        if found is None:
            break
        query = found[1]

    assert shown == [f"{number:02}" for number in reversed(range(45))]


@pytest.mark.parametrize("mark", ["?after=nonsense", "?after=2026-01-01~x", "?show=' OR 1=1", "?after=2026-01-01T00:00:00~1"])
def test_a_mark_that_nobody_made_is_the_first_page(world: World, paula: Visitor, mark: str) -> None:
    world.draft(title="Ours")

    assert "Ours" in text_of(paula.open("home", query=mark))
