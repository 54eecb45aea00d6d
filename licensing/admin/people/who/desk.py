"""Who could open the desk on a day, beside the rights of “who may what”; it gives no right by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q, QuerySet

from licensing.acts.people.rights.heads import annotate_cover
from licensing.admin.people.who.lines import Wanted
from licensing.models import Change, Event, User
from licensing.models.clocks.days import begin_local_day


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
    return people.filter(Q(pk__in=had) | Q(is_staff=True) & ~Q(pk__in=list(turns)))


def _read_turns() -> Mapping[str, Sequence[Turn]]:
    """When each account got the desk or lost it, by account, oldest first. Two statements, however many there are."""
    changes = Change.objects.filter(table_name=User._meta.db_table, columns__has_key="is_staff").order_by("pk")
    told = list(annotate_cover(changes).values_list("row", "columns__is_staff", "operation", "event"))
    moments = dict(Event.objects.filter(pk__in={number for *_row, number in told if number}).values_list("pk", "at"))
    found: dict[str, list[Turn]] = defaultdict(list)
    for row, value, operation, number in told:
        if number in moments:
            # Opened then, found when the record began, or changed: of two values it was the other one.
            before = {"I": False, "B": value}.get(operation, not value)
            found[row].append(Turn(moments[number], value, before))
    return found


def _had_desk(turns: Sequence[Turn], wanted: Wanted) -> bool:
    """Whether an account could open the desk at some moment of the day: also one from which it was taken at noon."""
    begun, over = begin_local_day(wanted.day), begin_local_day(wanted.day + timedelta(days=1))
    before = [one for one in turns if one.at < begun]
    within = [one for one in turns if begun <= one.at < over]
    if any(one.has_desk for one in within):
        return True
    return before[-1].has_desk if before else turns[0].had_desk
