"""Whether accounts were open on a day: a right of a closed account is held, and nobody can use it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import Enum
from uuid import UUID

from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.past import find_value, name_row, read_steps
from licensing.models import User
from licensing.models.clocks.days import begin_local_day


class Closed(Enum):
    """An account was closed: all of the day that is asked for (or now), or from a moment of it on."""

    ALL_DAY = "all day"
    WITHIN = "within"


def find_closed(people: Iterable[User], wanted: Wanted) -> Mapping[UUID, Closed]:
    """Which accounts were closed at the end of the day, by the record; of now, by their rows. Two statements at most."""
    asked = {one.pk: one for one in people}
    if wanted.is_now or not asked:
        return {pk: Closed.ALL_DAY for pk, one in asked.items() if not one.is_active}
    begun, over = begin_local_day(wanted.day), begin_local_day(wanted.day + timedelta(days=1))
    told = read_steps({User: list(asked)}, ["is_active"])
    found = {}
    for pk, one in asked.items():
        steps = told.get(name_row(one), ())
        if find_value("is_active", steps, before=over, present=one.is_active):
            continue
        was_open = find_value("is_active", steps, before=begun, present=one.is_active)
        opened = any(begun <= step.at < over and step.columns["is_active"] for step in steps)
        found[pk] = Closed.WITHIN if was_open or opened else Closed.ALL_DAY
    return found
