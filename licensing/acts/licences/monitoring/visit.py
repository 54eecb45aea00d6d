"""Delivery verification and post-shipment visits: planned, carried out by named persons, and what follows from the finding."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, schedule_reminders
from licensing.acts.licences.changing.refusals import get_unless_refused
from licensing.acts.licences.monitoring.refusals import find_planning_refusal, find_recording_refusal, find_visit_refusal
from licensing.acts.licences.reminding import get_licence_calendar
from licensing.choices import DeadlineKind, Verb, VisitFinding, VisitKind
from licensing.errors import Invalid
from licensing.models import Licence, LicenceVisit, User, VisitConcern
from licensing.models.licences.monitoring.visit import find_planned_visit, list_licences_of_end_users
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.visits import FoundVisit, PlannedVisit, find_planning_gaps, find_recording_gaps
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def plan_visit(
    licence: Licence,
    user: User,
    *,
    kind: VisitKind,
    place: str,
    persons: str,
    due_on: date,
    expected: int | None = None,
) -> LicenceVisit:
    """Plan a visit until a day; officers are reminded of it, and the holder is told where who comes.

    Raises WrongState while another one is planned, Invalid for a day that is over, and without a place or names.
    """
    with acting(licence, user, Verb.PLAN_VISIT, expected=expected) as act:
        act.perform()
        if (refusal := find_planning_refusal(act.licence)) is not None:
            raise refusal
        if gaps := find_planning_gaps(PlannedVisit(place, persons, due_on), today=act.today):
            raise Invalid(gaps=gaps)
        visit = LicenceVisit.objects.create(
            licence=act.licence,
            number=act.licence.visits.count() + 1,
            kind=kind,
            place=place,
            persons=persons,
            due_on=due_on,
            planned_by=user,
            planned_at=act.now,
        )
        days = get_licence_calendar(act.licence)
        schedule_reminders(act.case, build_visit_deadline(visit), calendar=days, now=act.now)
        act.record(EventKind.VISIT_PLANNED, place=place, persons=persons, due_on=due_on, **_describe_visit(visit))
    return visit


@guard_texts()
def record_visit(
    licence: Licence,
    user: User,
    *,
    done_on: date,
    persons: str,
    finding: VisitFinding,
    report: str,
    expected: int | None = None,
) -> LicenceVisit:
    """Record what the visit that is planned found, and who carried it out. The holder hears that it was, not what it found.

    An adverse finding concerns this licence and every one in force of the end users: of each a review is opened by itself.
    Raises WrongState where none is planned or nothing has left yet.
    """
    with acting(licence, user, Verb.RECORD_VISIT, expected=expected) as act:
        act.perform()
        visit = get_unless_refused(find_planned_visit(act.licence), find_recording_refusal(act.licence))
        found = FoundVisit(done_on, persons, finding, report)
        if gaps := find_recording_gaps(found, issued_on=to_local_day(act.licence.issued_at), today=act.today):
            raise Invalid(gaps=gaps)
        visit.done_on, visit.persons, visit.finding, visit.report = done_on, persons, finding, report
        visit.recorded_by, visit.recorded_at = user, act.now
        visit.save(update_fields=["done_on", "persons", "finding", "report", "recorded_by", "recorded_at"])
        cancel_reminders(act.case, build_visit_key(visit), at=act.now)
        concerned = _write_concerns(act, visit)
        act.record(
            EventKind.VISIT_RECORDED,
            done_on=done_on,
            persons=persons,
            finding=finding,
            report=report,
            concerned=[one.number for one in concerned],
            **_describe_visit(visit),
        )
    return visit


@guard_texts()
def call_off_visit(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> LicenceVisit:
    """Call off the visit that is planned, with the reason for the file."""
    with acting(licence, user, Verb.CALL_OFF_VISIT, expected=expected) as act:
        act.perform()
        visit = get_unless_refused(find_planned_visit(act.licence), find_visit_refusal(act.licence))
        visit.called_off_because = require_reason(reason, _("Say why it is called off."))
        visit.called_off_by, visit.called_off_at = user, act.now
        visit.save(update_fields=["called_off_by", "called_off_at", "called_off_because"])
        cancel_reminders(act.case, build_visit_key(visit), at=act.now)
        act.record(EventKind.VISIT_CALLED_OFF, reason=visit.called_off_because, **_describe_visit(visit))
    return visit


def build_visit_key(visit: LicenceVisit) -> str:
    """The key of the reminders of a visit."""
    return f"visit:{visit.pk}"


def build_visit_deadline(visit: LicenceVisit) -> Deadline:
    """The end of the day until which a visit is carried out, for its reminders."""
    at = get_licence_calendar(visit.licence).end_of(visit.due_on)
    return Deadline(DeadlineKind.LICENCE_VISIT, build_visit_key(visit), at, licence=visit.licence)


def _write_concerns(act: Act[Licence], visit: LicenceVisit) -> list[Licence]:
    """The licences that an adverse finding concerns. Their reviews are opened by the clock: each is an act on its own."""
    if not visit.is_adverse:
        return []
    concerned = list_licences_of_end_users(act.licence)
    VisitConcern.objects.bulk_create(VisitConcern(visit=visit, licence=one) for one in concerned)
    return concerned


def _describe_visit(visit: LicenceVisit) -> dict[str, Any]:
    return {"number": visit.licence.number, "visit": str(visit.pk), "kind": visit.kind}
