"""The measures of the demo: one was lifted, three are in force, one waits for the other policy officer; each once."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.management.demo.people import load_people
from licensing.management.demo.stories import play_stories
from licensing.models import Measure
from tests.management.demo.test_people import PEOPLE

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_each_measure_stands_where_the_file_says_and_is_there_once() -> None:
    load_people(PEOPLE)
    # Ended weeks ago, not years: every morning in between is played, and nothing happens on it.
    measures = [
        row | {"prepared_days_ago": 20, "lifted_days_ago": 9} if "lifted_days_ago" in row else row for row in PEOPLE["measures"]
    ]

    for _ in range(2):
        play_stories([], measures)

    states = Measure.objects.order_by("prepared_at").values_list("kind", "state")
    assert list(states) == [
        *((kind, "published") for kind in ("duty", "quota", "moratorium", "need_halt")),
        ("moratorium", "prepared"),
    ]
    assert {one.kind for one in Measure.objects.in_force(to_local_day(now()))} == {"duty", "quota", "need_halt"}
    lifted = Measure.objects.get(kind="moratorium", state="published")
    assert (len(lifted.exemptions), lifted.ends.get().state) == (2, "published")
