"""Lists over the API, page by page: by the place of the last row, under checked cursors."""

from __future__ import annotations

import base64
import json
from uuid import UUID

import pytest
from django.utils import timezone

from licensing.models import Case
from tests.api.calling import Caller, code_of
from tests.by_hand import before_the_record
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_the_list_is_paged_by_place_and_filtered_by_name(world: World, paula: Caller) -> None:
    drafts = [str(world.draft(title=f"No. {number}").pk) for number in range(5)]
    world.filed()

    first = paula.get("cases/?state=draft&limit=2").json()
    second = paula.get(first["next"]).json()
    last = paula.get(second["next"]).json()

    pages = [first["results"], second["results"], last["results"]]
    assert [row["id"] for page in pages for row in page] == drafts[::-1]
    assert last["next"] is None
    assert first["results"][0]["title"] == "No. 4"


def test_rows_of_one_instant_are_listed_once_each(world: World, paula: Caller) -> None:
    drafts = {str(world.draft().pk) for _ in range(3)}
    with before_the_record():
        Case.objects.update(created_at=timezone.now())

    rows: list[str] = []
    following = "cases/?limit=1"
    while following:
        page = paula.get(following).json()
        rows += [row["id"] for row in page["results"]]
        following = page["next"]

    assert (len(rows), set(rows)) == (3, drafts)


def test_the_next_page_is_asked_for_with_the_same_filters(world: World, paula: Caller) -> None:
    for _ in range(2):
        world.draft()

    following = paula.get("cases/?state=draft&kind=single_permit&limit=1").json()["next"]

    assert "state=draft&kind=single_permit&limit=1&cursor=" in following


@pytest.mark.parametrize(
    "place",
    [
        ["2026-07-01T12:00:00", str(UUID(int=7))],
        ["0001-01-01T00:00:00Z", str(UUID(int=7))],
        ["2000-01-01T00:00:00-24:14", str(UUID(int=7))],
        ["2000-01-01T00:00:00Z", "7"],
        ["2000-01-01T00:00:00Z"],
        [7, 7],
        {},
        7,
    ],
)
def test_a_cursor_that_no_page_gave_is_refused(paula: Caller, place: object) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")

    refused = paula.get(f"cases/?cursor={cursor}")

    assert (code_of(refused), refused.json()["errors"][0]["path"]) == ((400, "invalid"), "cursor")


@pytest.mark.parametrize("path", ["cases/", "licences/"])
def test_a_forged_cursor_in_a_zone_that_no_country_has_is_a_place_like_any_other(paula: Caller, path: str) -> None:
    place = ["2000-01-01T00:00:00-20:14", str(UUID(int=7))]
    cursor = base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")

    assert paula.get(f"{path}?cursor={cursor}").status_code == 200
