"""The expressions of interest of the demo: each stands where the file says, and is there once."""

from __future__ import annotations

import pytest

from licensing.management.demo.people import load_people
from licensing.management.demo.stories import play_stories
from licensing.models import Interest
from tests.management.demo.test_people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_each_interest_stands_where_the_file_says_and_is_there_once() -> None:
    load_people(PEOPLE)

    for _ in range(2):
        play_stories([], (), PEOPLE["interests"])

    states = Interest.objects.order_by("filed_at").values_list("state", flat=True)
    assert list(states) == ["agreed", "agreed", "countered", "offered", "filed"]
