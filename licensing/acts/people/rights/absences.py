"""People say themselves when they are away, and hand a seat that they hold over to a confirmed deputy, at once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.keepers import lock_person
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Absence, Event, Mandate, User
from licensing.models.record.event import PendingEvent
from licensing.policy.people.absences import Voice, find_absence_gaps, find_hand_over_gaps
from licensing.policy.people.rights import Period
from licensing.policy.record.event_kinds import EventKind


def hand_over(user: User, mandate: Mandate, deputy: Mandate, *, first_on: date | None, end_on: date | None) -> Absence:
    """Let a confirmed deputy be asked in one's own place on some days; the mandate stays, and both may speak.

    Raises NotAllowed for a seat of somebody else; Invalid for whoever is no deputy of the body or is away themselves, for days
    that are past, and for such as one of the two mandates does not hold on.
    """
    with lock_person(user) as (person, at):
        if mandate.user_id != person.pk:
            raise NotAllowed(_("Nobody hands over a seat of somebody else."))
        # Both rows, so that none of them ends while it is relied on; in the order of their keys.
        rows = Mandate.objects.select_for_update(of=("self",), no_key=True).filter(pk__in={mandate.pk, deputy.pk})
        locked = {one.pk: one for one in rows.select_related("user").order_by("pk")}
        days, holder, other = Period(first_on, end_on), _as_voice(locked[mandate.pk]), _as_voice(locked[deputy.pk])
        mine = Absence.objects.filter(mandate=mandate)
        away = _list_days_away(deputy.user_id, to_local_day(at))
        gaps = [*find_hand_over_gaps(holder, other, days, deputy_away=away), *_find_day_gaps(mine, days, at)]
        return _record_absence(person, days, gaps, at, mandate=mandate, deputy=deputy)


def record_absence(user: User, *, first_on: date | None, end_on: date | None) -> Absence:
    """Say that one is away on some days, without handing anything over. Invalid for days that are past or recorded already."""
    with lock_person(user) as (person, at):
        days = Period(first_on, end_on)
        gaps = _find_day_gaps(Absence.objects.filter(person=person, mandate__isnull=True), days, at)
        return _record_absence(person, days, gaps, at, mandate=None, deputy=None)


def take_absence_back(absence: Absence, user: User) -> Absence:
    """Be there again, and be asked again, at once. NotAllowed for anybody else; WrongState where it is over."""
    with lock_person(absence.person) as (person, at):
        if user.pk != person.pk:
            raise NotAllowed(_("Only who is away takes it back."))
        locked = Absence.objects.select_for_update(of=("self",), no_key=True).get(pk=absence.pk)
        if locked.ended_at is not None or locked.end_on <= to_local_day(at):
            raise WrongState(_("This absence is over."))
        locked.ended_at = at
        locked.save(update_fields=["ended_at"])
        kind = EventKind.SEAT_TAKEN_BACK if locked.mandate_id else EventKind.ABSENCE_ENDED
        _chain(kind, locked, user, at)
    return locked


def _list_days_away(person: UUID, today: date) -> list[Period]:
    rows = Absence.objects.not_over(today).filter(person=person)
    return [Period(first_on, end_on) for first_on, end_on in rows.values_list("first_on", "end_on")]


def _find_day_gaps(rows: Any, days: Period, at: datetime) -> list[Any]:
    today = to_local_day(at)
    taken = [Period(one.first_on, one.end_on) for one in rows.not_over(today)]
    return list(find_absence_gaps(days, today=today, taken=taken))


def _record_absence(person: User, days: Period, gaps: list[Any], at: datetime, **more: Mandate | None) -> Absence:
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)
    assert days.first_on is not None
    assert days.end_on is not None
    absence = Absence.objects.create(person=person, first_on=days.first_on, end_on=days.end_on, recorded_at=at, **more)
    kind = EventKind.SEAT_HANDED_OVER if absence.mandate_id else EventKind.ABSENCE_RECORDED
    _chain(kind, absence, person, at)
    return absence


def _chain(kind: EventKind, absence: Absence, user: User, at: datetime) -> None:
    """The event of a hand-over is about the deputy, who hears of it as the head of the body does."""
    days = {"absence": str(absence.pk), "from_on": absence.first_on, "end_on": absence.end_on}
    data: dict[str, Any] = {"person": str(absence.person_id)}
    if absence.mandate is not None and absence.deputy is not None:
        data = {"person": str(absence.deputy.user_id), "holder": str(absence.person_id), "body": absence.mandate.body_id}
    Event.objects.chain([PendingEvent(kind, data=data | days)], user, at=at)


def _as_voice(mandate: Mandate) -> Voice:
    return Voice(
        person=mandate.user_id,
        body=mandate.body_id,
        kind=mandate.kind,
        scope=mandate.scope,
        period=Period(mandate.period.lower, mandate.period.upper),
        is_active=mandate.ended_at is None and mandate.user.is_active and not mandate.user.is_system,
    )
