"""Until when an account was one of the authority: by its mandates and offices, the bodies that it headed, and the desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.heads import annotate_cover, read_tenures
from licensing.models import Appointment, Change, Event, Mandate, RightProposal, User
from licensing.policy.people.accounts.standing import is_kept_as_staff


def needs_second_administrator(person: User, *, at: datetime) -> bool:
    """Whether an administrator confirms what moves an account, as for staff: it is one of the authority, or lately was."""
    today = to_local_day(at)
    last_held_on = None if person.is_staff else find_last_day(person, today)
    return is_kept_as_staff(has_desk=person.is_staff, last_held_on=last_held_on, today=today)


def find_last_day(person: User, today: date) -> date | None:
    """The last day on which somebody held a right of the authority or could open the desk; today where one holds, or is to."""
    held = (*_list_right_days(person, today), *_list_head_days(person, today), *_list_days_to_come(person, today))
    return max((*held, *_list_desk_days(person)), default=None)


def _list_right_days(person: User, today: date) -> Iterator[date]:
    for model in (Mandate, Appointment):
        for period, ended_at in model.objects.filter(user=person).values_list("period", "ended_at"):
            if ended_at is not None:
                yield to_local_day(ended_at)
            else:
                yield today if period.upper is None else min(today, period.upper - timedelta(days=1))


def _list_head_days(person: User, today: date) -> Iterator[date]:
    for tenure in read_tenures():
        if tenure.person == person.pk:
            yield to_local_day(tenure.until) if tenure.until else today


def _list_days_to_come(person: User, today: date) -> Iterator[date]:
    """Whoever is to head a body is one of the authority from the confirmation on, as with any right that begins later."""
    if RightProposal.objects.to_take_office().filter(person=person).exists():
        yield today


def _list_desk_days(person: User) -> Iterator[date]:
    """The days on which the record says that the desk was taken from an account."""
    taken = Change.objects.filter(table_name=User._meta.db_table, row=str(person.pk), operation="U", columns__is_staff=False)
    numbers = [number for number in annotate_cover(taken).values_list("event", flat=True) if number is not None]
    for event in Event.objects.filter(number__in=numbers):
        yield to_local_day(event.at)
