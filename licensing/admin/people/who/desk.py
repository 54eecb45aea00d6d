"""Who could open the desk on a day, beside the rights of “who may what”; it gives no right by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from licensing.acts.people.rights.heads import annotate_cover
from licensing.admin.people.who.lines import Wanted
from licensing.models import Change, Event, User
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
    changes = Change.objects.filter(table_name=User._meta.db_table, columns__has_any_keys=_COLUMNS).order_by("pk")
    told = list(annotate_cover(changes).values_list("row", "columns", "operation", "event"))
    moments = dict(Event.objects.filter(pk__in={number for *_row, number in told if number}).values_list("pk", "at"))
    by_row: dict[str, list[tuple[datetime, Mapping[str, Any], str]]] = defaultdict(list)
    for row, columns, operation, number in told:
        if number in moments:
            by_row[row].append((moments[number], columns, operation))
    present = {str(pk): dict(zip(_COLUMNS, row, strict=True)) for pk, *row in User.objects.values_list("pk", *_COLUMNS)}
    return {row: _build_turns(by_row[row], values) for row, values in present.items() if row in by_row}


def _build_turns(steps: Sequence[tuple[datetime, Mapping[str, Any], str]], present: Mapping[str, bool]) -> list[Turn]:
    """What the changes of one account come to: the desk is open to whoever may, while their account is open."""
    state = {name: _find_former(name, steps, present[name]) for name in _COLUMNS}
    turns = []
    for at, columns, _operation in steps:
        had_desk = all(state.values())
        state |= {name: columns[name] for name in _COLUMNS if name in columns}
        turns.append(Turn(at, all(state.values()), had_desk))
    return turns


def _find_former(name: str, steps: Sequence[tuple[datetime, Mapping[str, Any], str]], present: bool) -> bool:
    """What a column said before the changes: opened then, found when the record began, or changed from the other value."""
    first = next(((columns[name], operation) for _at, columns, operation in steps if name in columns), None)
    if first is None:
        return present
    value, operation = first
    return bool({"I": False, "B": value}.get(operation, not value))


def _had_desk(turns: Sequence[Turn], wanted: Wanted) -> bool:
    """Whether an account could open the desk at some moment of the day: also one from which it was taken at noon."""
    begun, over = begin_local_day(wanted.day), begin_local_day(wanted.day + timedelta(days=1))
    before = [one for one in turns if one.at < begun]
    within = [one for one in turns if begun <= one.at < over]
    if any(one.has_desk for one in within):
        return True
    return before[-1].has_desk if before else turns[0].had_desk
