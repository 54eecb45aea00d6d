"""Who could open the desk on a day, beside the rights of “who may what”; it gives no right by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from licensing.admin.people.who.lines import Wanted
from licensing.admin.people.who.past import Step, find_value, read_steps
from licensing.models import User
from licensing.models.clocks.days import begin_local_day

# An account has the desk while both say so: one that is closed keeps the first.
_COLUMNS: Final = ("is_staff", "is_active")


class Turn(NamedTuple):
    """An account has the desk since a moment, or has it no more; `had_desk` is what it was before."""

    at: datetime
    has_desk: bool
    had_desk: bool


def read_desk(wanted: Wanted) -> list[User]:
    """The people who could open the desk at some moment of the day, by name; none for whoever reads of some bodies alone.

    None either where one body or one kind of right is asked for.
    """
    if wanted.kind or wanted.body or wanted.bodies is not None:
        return []
    people = User.objects.filter(is_system=False)
    for word in wanted.name.split():
        people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
    chosen = people.filter(is_staff=True, is_active=True) if wanted.is_now else _select_past(people, wanted)
    return list(chosen.order_by("name", "pk"))


def _select_past(people: QuerySet[User], wanted: Wanted) -> QuerySet[User]:
    turns = _read_turns()
    had = [row for row, turned in turns.items() if _had_desk(turned, wanted)]
    # Whose account is older than the record, and was not changed in it, had then what they have now.
    return people.filter(Q(pk__in=had) | Q(is_staff=True, is_active=True) & ~Q(pk__in=list(turns)))


def _read_turns() -> Mapping[str, Sequence[Turn]]:
    """When each account got the desk or lost it, by account, oldest first. Three statements, however many there are."""
    told = read_steps({User: None}, _COLUMNS)
    present = {str(pk): dict(zip(_COLUMNS, row, strict=True)) for pk, *row in User.objects.values_list("pk", *_COLUMNS)}
    return {row: _build_turns(steps, present[row]) for (_table, row), steps in told.items() if row in present}


def _build_turns(steps: Sequence[Step], present: Mapping[str, bool]) -> list[Turn]:
    """What the changes of one account come to: the desk is open to whoever may, while their account is open."""
    state = {name: find_value(name, steps, before=steps[0].at, present=present[name]) for name in _COLUMNS}
    turns = []
    for step in steps:
        had_desk = all(state.values())
        state |= {name: step.columns[name] for name in _COLUMNS if name in step.columns}
        turns.append(Turn(step.at, all(state.values()), had_desk))
    return turns


def _had_desk(turns: Sequence[Turn], wanted: Wanted) -> bool:
    """Whether an account could open the desk at some moment of the day: also one from which it was taken at noon."""
    begun, over = begin_local_day(wanted.day), begin_local_day(wanted.day + timedelta(days=1))
    before = [one for one in turns if one.at < begun]
    within = [one for one in turns if begun <= one.at < over]
    if any(one.has_desk for one in within):
        return True
    return before[-1].has_desk if before else turns[0].had_desk
