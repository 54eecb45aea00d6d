"""Who is away, and which days are off, in the time that a seat has: seen before the seat is asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.choices import Office, Roll, TermUnit
from licensing.models import Absence, Appointment, Case, Holiday, Mandate, Stage
from licensing.models.clocks.days import to_local_day
from licensing.models.reference.texts import in_reader_language
from licensing.policy.clocks.deadlines import Term, add_term

# A sitting is called a few weeks ahead.
_AHEAD = timedelta(days=30)
_MOST = 20


def list_away(bodies: Collection[str], first_on: date, last_on: date) -> list[str]:
    """Who of those that speak for some bodies is away in a time, each in a sentence with who deputises."""
    voices = Mandate.objects.in_force(first_on).filter(body__in=bodies)
    seats = Q(mandate__body__in=bodies) | Q(mandate__isnull=True, person__in=voices.values("user"))
    return _describe(Absence.objects.in_time(first_on, last_on).filter(seats), bodies, first_on)


def list_days_off(first_on: date, last_on: date, calendar: str | None = None) -> list[str]:
    """The days off in a time, in one sentence or in none; of one calendar, or of those by which procedures count."""
    rows = Holiday.objects.filter(kind="off", on__gte=first_on, on__lte=last_on)
    wanted = {"calendar": calendar} if calendar else {"calendar__procedure__published_at__isnull": False}
    days = {one.on: in_reader_language(one.names) for one in rows.filter(**wanted).order_by("on")}
    named = [f"{_say_day(on)} ({name})" for on, name in days.items()]
    return [_("Days off in this time: %(days)s.") % {"days": ", ".join(named)}] if named else []


def list_before_a_stage(case: Case, today: date) -> list[str]:
    """What an officer should know before the first stage of a case is opened: its seats are asked from today."""
    procedure = case.procedure
    stage = Stage.objects.filter(procedure=procedure).order_by("number").first() if procedure else None
    if procedure is None or stage is None:
        return []
    term = Term(stage.term_amount, TermUnit(stage.term_unit), Roll(stage.term_roll))
    last_on = add_term(today, term, procedure.calendar.as_policy())
    bodies = {*stage.seats.values_list("body", flat=True), *case.routing.get("extra_seats", [])}
    return [*list_away(bodies, today, last_on), *list_days_off(today, last_on, procedure.calendar_id)]


def list_before_a_sitting(today: date) -> list[str]:
    """What whoever sets a sitting should know: who of those that may sit or decide is away in the weeks to come."""
    deciders = Appointment.objects.in_force(today).filter(kind=Office.DECIDER).values("user")
    voices = Mandate.objects.in_force(today).values("user")
    may_sit = Q(person__in=deciders) | Q(person__in=voices)
    rows = Absence.objects.in_time(today, today + _AHEAD).filter(may_sit)
    return [*_describe(rows, None, today), *list_days_off(today, today + _AHEAD)]


def list_in_open_rounds(case: Case, rounds: Collection[Any], clocks: Collection[Any], today: date) -> list[str]:
    """Who is away while the open rounds of a case wait for them, up to the day on which their stage is due."""
    asked = {
        one.seat.body_id for view in rounds if view.round.is_open for one in view.seats if one.seat.speaks and not one.standing
    }
    due = [to_local_day(one.due_at) for one in clocks if one.round_id and not one.ended_at and one.due_at]
    if not asked or case.procedure is None:
        return []
    last_on = max([today, *due])
    return [*list_away(asked, today, last_on), *list_days_off(today, last_on, case.procedure.calendar_id)]


def _describe(absences: Any, bodies: Collection[str] | None, on: date) -> list[str]:
    rows = list(absences.select_related("person", "mandate__body", "deputy__user").order_by("first_on", "person__name")[:_MOST])
    if not rows:
        return []
    spoken_for: dict[Any, list[str]] = defaultdict(list)
    voices = Mandate.objects.in_force(on).filter(user__in={one.person_id for one in rows})
    for mandate in (voices if bodies is None else voices.filter(body__in=bodies)).select_related("body").order_by("body"):
        spoken_for[mandate.user_id].append(mandate.body.short)
    return list(dict.fromkeys(_say_absence(one, spoken_for[one.person_id]) for one in rows))


def _say_absence(absence: Absence, bodies: Collection[str]) -> str:
    of = absence.mandate.body.short if absence.mandate else ", ".join(bodies)
    words = {
        "name": f"{absence.person.name} ({of})" if of else absence.person.name,
        "first": _say_day(absence.first_on),
        # As a reader says it: the last day that somebody is away.
        "last": _say_day(absence.end_on - timedelta(days=1)),
    }
    if absence.deputy is None:
        return _("Away: %(name)s, %(first)s – %(last)s; the seat is not handed over.") % words
    words["deputy"] = absence.deputy.user.name
    return _("Away: %(name)s, %(first)s – %(last)s; %(deputy)s deputises.") % words


def _say_day(on: date) -> str:
    return date_format(on, "SHORT_DATE_FORMAT")
