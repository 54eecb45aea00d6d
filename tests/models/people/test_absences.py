"""Which absences count on a day."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.people.rights.absences import record_absence
from licensing.models import Absence
from tests.administrators import today
from tests.world import World

DAY = timedelta(days=1)


def test_an_absence_is_of_its_days_and_of_no_other(world: World) -> None:
    absence = record_absence(world.otto, first_on=today() + 2 * DAY, end_on=today() + 4 * DAY)

    found = [
        list(Absence.objects.in_time(today() + first * DAY, today() + last * DAY))
        for first, last in ((0, 1), (1, 2), (3, 9), (4, 9))
    ]

    assert found == [[], [absence], [absence], []]
    assert list(Absence.objects.not_over(today() + 4 * DAY)) == []
    assert list(Absence.objects.handed_over(today() + 3 * DAY)) == []
