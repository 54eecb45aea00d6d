"""Home: what is there, what waits, page by page, in a constant number of statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.models import Case
from tests.portal.visiting import Visitor, text_of
from tests.world import World


def statements(visit: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        visit()
    return len([one for one in caught.captured_queries if one["sql"].startswith("SELECT")])


def test_home_tells_how_to_begin_when_there_is_nothing(world: World, paula: Visitor) -> None:
    shown = text_of(paula.open("home"))

    assert "How to begin" in shown
    assert "New request" in shown


def test_home_shows_only_what_my_organisation_filed(world: World, paula: Visitor, rita: Visitor) -> None:
    world.draft(title="Ours alone")

    assert "Ours alone" in text_of(paula.open("home"))
    assert "Ours alone" not in text_of(rita.open("home"))


def test_home_filters_by_state(world: World, paula: Visitor) -> None:
    world.draft(title="Still a draft")
    world.filed(title="Gone to the authority")

    drafts = text_of(paula.open("home", query="?show=drafts"))
    filed = text_of(paula.open("home", query="?show=review"))
    decided = text_of(paula.open("home", query="?show=decided"))

    assert ("Still a draft" in drafts, "Gone to the authority" in drafts) == (True, False)
    assert ("Still a draft" in filed, "Gone to the authority" in filed) == (False, True)
    assert "There are no such requests." in decided


def test_pages_follow_one_another_without_gap_or_repeat(world: World, paula: Visitor) -> None:
    for number in range(45):
        world.draft(title=f"Request {number:02}", items=[], parties=[], route=[])
    seen: list[str] = []
    query = ""
    while True:
        page = paula.open("home", query=query).content.decode()
        seen += re.findall(r">Request (\d\d)<", page)
        found = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        if found is None:
            break
        query = found[1]

    assert seen == [f"{number:02}" for number in reversed(range(45))]


@pytest.mark.parametrize("mark", ["?after=nonsense", "?after=2026-01-01~x", "?show=' OR 1=1", "?after=2026-01-01T00:00:00~1"])
def test_a_mark_that_nobody_made_is_the_first_page(world: World, paula: Visitor, mark: str) -> None:
    world.draft(title="Ours")

    assert "Ours" in text_of(paula.open("home", query=mark))


def test_home_asks_the_database_as_often_for_three_rows_as_for_one(world: World, paula: Visitor) -> None:
    world.filed(title="One")
    one = statements(lambda: paula.open("home"))
    world.filed(title="Two")
    world.draft(title="Three")
    three = statements(lambda: paula.open("home"))

    # The session and the person, what waits, and the list.
    assert (one, three) == (4, 4)


def test_licences_are_listed_in_a_constant_number_of_statements(world: World, paula: Visitor) -> None:
    world.licence(title="One")
    one = statements(lambda: paula.open("licences"))
    world.licence(title="Two")
    world.licence(title="Three")
    three = statements(lambda: paula.open("licences"))

    assert (one, three) == (3, 3)


def test_a_table_of_items_costs_the_same_for_one_row_and_for_forty(world: World, paula: Visitor) -> None:
    item = {"name": "Drone", "quantity": "1", "unit": "NAR"}
    few, many = world.draft(items=[item]), world.draft(items=[item] * 40)

    assert statements(lambda: paula.open("table", few.pk, "items")) == statements(lambda: paula.open("table", many.pk, "items"))


def test_the_case_page_costs_the_same_whatever_happened(world: World, paula: Visitor) -> None:
    case = world.filed()
    few = statements(lambda: paula.open("case", case.pk))
    busy = Case.objects.get(pk=world.before_government().pk)

    # One more for the stages of its procedure's calendar days at most.
    assert statements(lambda: paula.open("case", busy.pk)) - few <= 1
