"""My desk: what waits for this person now, oldest clock first, with what they may do and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.decisions.attendance import list_own_attendance
from licensing.acts.decisions.sittings import list_sittings
from licensing.admin.decisions.sittings import annotate_sittings
from licensing.admin.pages.rights import (
    REFERENCE_EDITORS,
    find_reviewable_cases,
    get_actor,
    get_person,
    has_appointment,
    local_now,
)
from licensing.admin.people.rights.banner import read_open_access
from licensing.admin.requests.case_buttons import get_cases_url
from licensing.admin.requests.desk.waiting import Line, Lines, Person
from licensing.admin.requests.desk.work_items import read_work_items
from licensing.admin.requests.overview import build_tiles
from licensing.choices import CaseState, Office, SittingState
from licensing.models import (
    Absence,
    Attendance,
    ChangeSet,
    CountryPlan,
    EmergencyAccess,
    Licence,
    Mandate,
    ReportDifference,
    RightProposal,
    Sitting,
    Usage,
)
from licensing.models.documents.papers import list_licences_to_print
from licensing.models.licences.changing.variation import LicenceVariation, list_asked_variations
from licensing.models.licences.monitoring.visit import LicenceVisit, list_planned_visits
from licensing.models.licences.revocation import RevocationAppeal, list_open_appeals
from licensing.models.licences.waiting import list_waiting_licences
from licensing.models.read_models.excerpts import Excerpt, build_excerpt, read_excerpt

PAGE = 100
# Until another version is worked out, signed off and decided, months pass.
_PLAN_ENDS_SOON = timedelta(days=90)


def build_desk_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the first page of the desk shows; called by the site with the context it has."""
    now, person = local_now(), read_person(request)
    absences = _read_absences(person)
    waiting = Lines(person.list_waiting(), now=now)
    shown = _read_page(request, waiting, "waiting")
    under_way = _read_page(request, Lines(person.list_under_way(), now=now), "under_way")
    # Both lists at once: their cases and clocks are read by the same statements.
    items = read_work_items([*shown.rows, *under_way.rows], person, now=now)
    return context | {
        "title": _("My desk"),
        "waiting": items[: len(shown.rows)],
        "waiting_page": shown,
        "waiting_number": shown.total,
        "overdue_number": waiting.count_late() if shown.total else 0,
        "under_way": items[len(shown.rows) :],
        "under_way_page": under_way,
        "tiles": build_tiles(request, person.cases, now=now),
        "parts": _list_roles(person, absences),
        "absences": [one for one in absences if one.person_id == person.user.pk],
        "standing_in": _list_standing_in(person, absences),
        "proposals": _count_proposals(person),
        "with_others": _count_cases_of_others(person),
        "irregular": _count_irregular_clearances(person),
        "sittings": _list_called_sittings(request, person),
        "appeals": _list_appeals(request, person),
        "waiting_licences": _list_waiting_licences(request, person),
        "differences": _list_differences(request, person),
        "to_print": _list_licences_to_print(request, person),
        "visits": _list_planned_visits(request, person),
        "variations": _list_asked_variations(request, person),
        "attending": _read_attendance(request, person),
        "ending_plans": _list_ending_plans(request, person),
        "change_sets": _list_waiting_sets(request),
        "today": person.today,
        "open_access": read_open_access(request),
        "all_cases": get_cases_url(),
    }


def read_person(request: HttpRequest) -> Person:
    """Who stands at the desk now, with the mandates that they hold today."""
    user, actor, now = get_person(request), get_actor(request), local_now()
    held = Mandate.objects.in_force(to_local_day(now)).filter(user=user).select_related("body").order_by("body", "kind")
    mandates = list(held) if actor.bodies else []
    # A seat that is handed over waits for its deputy, and is not asked twice.
    handed = Absence.objects.handed_over(to_local_day(now)).filter(person=user).values_list("mandate", flat=True)
    away = set(handed) if mandates else set()
    return Person(user, actor, find_reviewable_cases(request), [one for one in mandates if one.pk not in away], now)


def _read_page(request: HttpRequest, lines: Lines, parameter: str) -> Excerpt[Line]:
    def read(start: int, end: int) -> Sequence[Line]:
        return lines.read(start, end - start)

    return build_excerpt(lines.count(), read, request.GET.dict(), parameter, size=PAGE)


def _list_roles(person: Person, absences: Sequence[Absence]) -> list[str]:
    """The duties that this person has here, in words."""
    own = [str(Office(one).label) for one in sorted(person.actor.appointments) if one in Office.values]
    held = [*person.mandates, *(one.mandate for one in absences if one.mandate and one.person_id == person.user.pk)]
    return [*own, *dict.fromkeys(f"{mandate.body.short} ({mandate.get_kind_display().lower()})" for mandate in held)]


def _read_absences(person: Person) -> list[Absence]:
    """Absences of now and to come: one's own, and those in which one stands in for somebody."""
    rows = Absence.objects.not_over(person.today).filter(Q(person=person.user) | Q(deputy__user=person.user))
    return list(rows.select_related("person", "mandate__body", "deputy__user").order_by("first_on"))


def _list_standing_in(person: Person, absences: Sequence[Absence]) -> list[Absence]:
    """Seats that are handed over to this person today, under a mandate that they hold."""
    held = {mandate.pk for mandate in person.mandates}
    return [one for one in absences if one.deputy_id in held and one.first_on <= person.today]


def _count_proposals(person: Person) -> int:
    """How many proposed rights and accesses wait for this administrator: proposed by another, for another."""
    if Office.ADMINISTRATOR not in person.actor.appointments:
        return 0
    mine = Q(proposed_by=person.user) | Q(person=person.user)
    return sum(model.objects.pending().exclude(mine).count() for model in (RightProposal, EmergencyAccess))


def _count_cases_of_others(person: Person) -> int:
    """How many submitted files wait for another officer."""
    if Office.CASE_OFFICER not in person.actor.appointments:
        return 0
    others = person.cases.filter(state=CaseState.SUBMITTED, officer__isnull=False)
    return others.exclude(officer=person.user).count()


def _count_irregular_clearances(person: Person) -> int:
    """How many clearances that a licence did not cover wait for the look of an officer."""
    if Office.CASE_OFFICER not in person.actor.appointments:
        return 0
    return Usage.objects.to_review().filter(line__licence__case__in=person.cases).count()


def _read_attendance(request: HttpRequest, person: Person) -> Excerpt[Attendance]:
    """The sittings at which this person is noted as present and has not confirmed it."""
    unconfirmed = list_own_attendance(person.user, on=person.today).filter(confirmed_at=None)
    return read_excerpt(unconfirmed, request.GET.dict(), "attending", size=PAGE)


def _list_appeals(request: HttpRequest, person: Person) -> Excerpt[RevocationAppeal] | None:
    """The appeals against revocations that wait for a decider who had no part in them; none for anybody else."""
    if not has_appointment(request, frozenset({Office.DECIDER})):
        return None
    of_visible = list_open_appeals(decider=person.user).filter(licence__case__in=person.cases)
    return read_excerpt(of_visible.select_related("licence"), request.GET.dict(), "appeals", size=PAGE)


def _list_waiting_licences(request: HttpRequest, person: Person) -> Excerpt[Licence] | None:
    """The licences of which something waits for this decider; none for anybody else."""
    if not has_appointment(request, frozenset({Office.DECIDER})):
        return None
    waiting = list_waiting_licences(person.user, at=local_now()).filter(case__in=person.cases)
    return read_excerpt(waiting, request.GET.dict(), "licences", size=PAGE)


def _list_differences(request: HttpRequest, person: Person) -> Excerpt[ReportDifference] | None:
    """Reports that differ from the ledger, and proposals to suspend because of one, for case officers alone."""
    if not has_appointment(request, frozenset({Office.CASE_OFFICER})):
        return None
    waiting = ReportDifference.objects.to_settle().filter(licence__case__in=person.cases).for_lists()
    return read_excerpt(waiting.select_related("licence"), request.GET.dict(), "differences", size=PAGE)


def _list_planned_visits(request: HttpRequest, person: Person) -> Excerpt[LicenceVisit] | None:
    """The visits to delivered goods that are still to be carried out, for case officers; none for anybody else."""
    if not has_appointment(request, frozenset({Office.CASE_OFFICER})):
        return None
    return read_excerpt(list_planned_visits(person.cases), request.GET.dict(), "visits", size=PAGE)


def _list_asked_variations(request: HttpRequest, person: Person) -> Excerpt[LicenceVariation] | None:
    """The variations of licences that wait for a decision, for case officers, who look at them; none for anybody else."""
    if not has_appointment(request, frozenset({Office.CASE_OFFICER})):
        return None
    return read_excerpt(list_asked_variations(person.cases), request.GET.dict(), "variations", size=PAGE)


def _list_licences_to_print(request: HttpRequest, person: Person) -> Excerpt[Licence] | None:
    """The licences of which no paper says how they are now, for case officers, who issue it; none for anybody else."""
    if not has_appointment(request, frozenset({Office.CASE_OFFICER})):
        return None
    return read_excerpt(list_licences_to_print(person.cases, today=person.today), request.GET.dict(), "to_print", size=PAGE)


def _list_ending_plans(request: HttpRequest, person: Person) -> Excerpt[CountryPlan] | None:
    """The country plans whose period ends soon or is over, for who speaks for a body of their working group."""
    if not person.actor.bodies:
        return None
    ending = CountryPlan.objects.worked_on_by(person.actor.bodies).ending_by(person.today + _PLAN_ENDS_SOON)
    return read_excerpt(ending.select_related("country"), request.GET.dict(), "ending_plans", size=PAGE)


def _list_waiting_sets(request: HttpRequest) -> list[ChangeSet]:
    """The change sets that another policy officer has sent and that wait for this person, the one due first first."""
    if not has_appointment(request, REFERENCE_EDITORS):
        return []
    waiting = ChangeSet.objects.waiting().exclude(drafted_by=get_person(request))
    return list(waiting.select_related("drafted_by").order_by("due_at")[:PAGE])


def _list_called_sittings(request: HttpRequest, person: Person) -> Excerpt[Sitting] | None:
    """The sittings that are called, the next first, for those who keep them; none for anybody else."""
    if not has_appointment(request, frozenset({Office.DECIDER})):
        return None
    called = annotate_sittings(list_sittings(person.user).filter(state=SittingState.CALLED))
    return read_excerpt(called.order_by("held_on", "called_at", "pk"), request.GET.dict(), "sittings", size=PAGE)
