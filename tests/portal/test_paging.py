"""Pages of a list: older rows follow the newest, none is skipped, and a mark nobody made is the first page."""

from __future__ import annotations

import re

import pytest

from licensing.portal.paging import select_page
from tests.portal.visiting import Visitor, text_of
from tests.world import World


@pytest.mark.walk
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


@pytest.mark.parametrize(
    ("wanted", "rows", "before", "after"),
    [
        ("", range(1, 4), "", "?items=2"),
        ("2", range(4, 7), "?items=1", "?items=3"),
        ("3", range(7, 8), "?items=2", ""),
        ("9999", range(7, 8), "?items=2", ""),
        ("0", range(1, 4), "", "?items=2"),
        ("²", range(1, 4), "", "?items=2"),
        ("all", range(1, 8), "", ""),
    ],
)
def test_rows_of_a_request_are_counted_on_every_page(wanted: str, rows: range, before: str, after: str) -> None:
    page = select_page(list(range(1, 8)), wanted, name="items", size=3)

    assert list(page.rows) == list(rows)
    assert (page.first, page.last, page.total) == (rows.start, rows.stop - 1, 7)
    assert (page.before, page.after) == (before, after)


def test_a_list_of_nothing_has_one_page() -> None:
    assert (select_page([], "").pages, select_page([], "").total) == (1, 0)


@pytest.mark.walk
def test_long_lists_of_a_request_are_shown_page_by_page(world: World, paula: Visitor) -> None:
    rows = [{"name": f"Bolt {number:03}", "quantity": "1", "unit": "NAR"} for number in range(1, 103)]
    case = world.draft(items=rows)

    table, read_back = paula.open("table", case.pk, "items"), paula.open("check", case.pk, query="?items=2")

    assert "1–100 of 102" in text_of(table)
    assert ("Bolt 100" in text_of(table), "Bolt 101" in text_of(table)) == (True, False)
    assert ("Bolt 100" in text_of(read_back), "Item 101" in text_of(read_back)) == (False, True)
    assert "Bolt 102" in text_of(paula.open("content", case.pk, query="?items=all"))
