"""What a licence asks of its holder: reports on transfer and use, and conditions to be met by a day, with their reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts import documents
from licensing.acts.acting import Act, acting, local_day
from licensing.acts.clocks.deadlines import Owing, cancel_reminders, default_calendar, owe_reminders
from licensing.choices import Deadline, DutyState, LicenceState, ReportKind, ReportOutcome, Verb
from licensing.errors import Gap, Invalid, Unseen, WrongState
from licensing.models import Condition, ConditionDuty, Licence, LicenceCondition, Usage, User, UseReport
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.exact import plain
from licensing.policy.licences import obligations
from licensing.policy.licences.validity import ReportDue
from licensing.policy.reasons import require_reason
from licensing.policy.record.events import EventKind


def file_report(
    licence: Licence,
    user: User,
    *,
    kind: ReportKind,
    period: int,
    outcome: ReportOutcome,
    lines: Sequence[Mapping[str, Any]],
    note: str = "",
    expected: int | None = None,
) -> UseReport:
    """Report on the fact of transfer, or on use, for a period that is over. Filed again, a report corrects the one before."""
    with acting(licence, user, Verb.FILE_REPORT, expected=expected) as act:
        act.perform()
        due = _period_to_report(act.licence, period, today=act.today)
        _refuse_unfit_report(act.licence, kind, outcome, lines)
        report = UseReport.objects.create(
            licence=act.licence,
            period=period,
            kind=kind,
            number=act.licence.reports.filter(period=period, kind=kind).count() + 1,
            outcome=outcome,
            lines=[_as_filed(row) for row in sorted(lines, key=lambda row: int(row["line"]))],
            note=note.strip(),
            filed_by=user,
            filed_at=act.now,
        )
        if set(act.licence.reports.filter(period=period).values_list("kind", flat=True)) == set(ReportKind.values):
            cancel_reminders(act.case, _about_report(act.licence, due), at=act.now)
        act.record(
            EventKind.REPORT_FILED,
            number=act.licence.number,
            report=kind,
            period=period,
            outcome=outcome,
            due_on=due.due_on,
            corrects=report.number - 1,
        )
    return report


def file_evidence(
    licence: Licence, user: User, duty_id: UUID, *, text: str, content: bytes = b"", file_name: str = ""
) -> ConditionDuty:
    """Show that a condition is met, in words or with a document. It is not chased while the authority looks at it."""
    kept = documents.keep(file_name, content) if content else None
    with acting(licence, user, Verb.FILE_EVIDENCE) as act:
        act.perform()
        duty = _duty(act.licence, duty_id, DutyState.OPEN, DutyState.FILED)
        if not text.strip():
            raise Invalid(gaps=[Gap("required", "text", _("Say how the condition is met."))])
        duty.evidence, duty.filed_by, duty.filed_at = text.strip(), user, act.now
        duty.returned_because = ""
        if kept is not None:
            words = {"number": duty.condition.number, "licence": act.licence.number}
            title = _("Evidence on condition %(number)d of %(licence)s") % words
            duty.document = documents.enclosed(act, kept, user, title=title)
        duty.save()
        cancel_reminders(act.case, _about_duty(duty), at=act.now)
        act.record(EventKind.EVIDENCE_FILED, **_told(act.licence, duty))
    return duty


def accept_evidence(licence: Licence, user: User, duty_id: UUID, *, expected: int | None = None) -> ConditionDuty:
    """Find that a condition is met; nothing more is asked about it."""
    with acting(licence, user, Verb.ACCEPT_EVIDENCE, expected=expected) as act:
        act.perform()
        duty = _duty(act.licence, duty_id, DutyState.FILED)
        duty.met_at = act.now
        duty.save(update_fields=["met_at"])
        act.record(EventKind.EVIDENCE_ACCEPTED, **_told(act.licence, duty))
    return duty


def return_evidence(licence: Licence, user: User, duty_id: UUID, *, reason: str, expected: int | None = None) -> ConditionDuty:
    """Find that what was filed does not show it; the condition is open again and its holder is reminded."""
    with acting(licence, user, Verb.RETURN_EVIDENCE, expected=expected) as act:
        act.perform()
        duty = _duty(act.licence, duty_id, DutyState.FILED)
        reason = require_reason(reason, _("Say what is missing; the holder reads it."))
        duty.filed_at, duty.returned_because = None, reason
        duty.save(update_fields=["filed_at", "returned_because"])
        days = _days(act.licence)
        owe_reminders(act.case, _of_duty(act.licence, duty, days), calendar=days, now=act.now)
        act.record(EventKind.EVIDENCE_RETURNED, reason=reason, **_told(act.licence, duty))
    return duty


def begin_duties(licence: Licence, conditions: Iterable[LicenceCondition], *, now: datetime) -> None:
    """Write down what a new licence will be reminded of, as a step of its issue: its end, its reports, its dated conditions."""
    coded = [one for one in conditions if one.condition_id]
    rules = (
        dict(Condition.objects.filter(pk__in=[one.condition_id for one in coded]).values_list("pk", "due_rule"))
        if coded
        else {}
    )
    issued_on = local_day(licence.issued_at)
    begun = ConditionDuty.objects.bulk_create(
        ConditionDuty(condition=one, due_on=day)
        for one in coded
        for day in obligations.days_due(
            rules[str(one.condition_id)], one.parameters, issued_on=issued_on, valid_until=licence.valid_until
        )
    )
    days = _days(licence)
    owed = [_of_expiry(licence, days), *_of_reports(licence, days), *(_of_duty(licence, one, days) for one in begun)]
    owe_reminders(licence.case, *owed, calendar=days, now=now)


def owe_expiry(act: Act[Licence]) -> None:
    """Remind of the last day again, because goods may leave again."""
    days = _days(act.licence)
    owe_reminders(act.case, _of_expiry(act.licence, days), calendar=days, now=act.now)


def owe_proof_of_delivery(act: Act[Licence], usage: Usage) -> None:
    """Ask for what the conditions want to see after a delivery, as a step of drawing it."""
    asked = [
        (one, day)
        for one in act.licence.conditions.filter(condition__due_rule__startswith="after_delivery").select_related("condition")
        if one.condition
        and (day := obligations.day_due_after_delivery(one.condition.due_rule, one.parameters, delivered_on=usage.cleared_on))
    ]
    if not asked:
        return
    begun = ConditionDuty.objects.bulk_create(ConditionDuty(condition=one, due_on=day, after=usage) for one, day in asked)
    days = _days(act.licence)
    owe_reminders(act.case, *(_of_duty(act.licence, one, days) for one in begun), calendar=days, now=act.now)


def let_proof_of_delivery_cease(act: Act[Licence], usage: Usage) -> None:
    """Nothing needs to be shown of a delivery that was taken back."""
    _cease(act, ConditionDuty.objects.unmet().filter(after=usage))


def cut_duties_short(act: Act[Licence]) -> None:
    """Count from the day on which a licence ended before its time: reports are due from then, and what comes later is not."""
    let_idle_duties_cease(act)
    later = ConditionDuty.objects.unmet().filter(condition__licence=act.licence, after=None, due_on__gt=act.today)
    _cease(act, later.filter(condition__condition__due_rule__startswith="every"))
    days = _days(act.licence)
    owe_reminders(act.case, *_of_reports(act.licence, days), calendar=days, now=act.now)


def let_idle_duties_cease(act: Act[Licence]) -> None:
    """Where nothing ever left under a licence, its conditions have nothing to bind once it has ended."""
    if not act.licence.lines.filter(used__gt=0).exists():
        _cease(act, ConditionDuty.objects.unmet().filter(condition__licence=act.licence))


def about_expiry(licence: Licence) -> str:
    return f"licence:{licence.pk}"


def _about_report(licence: Licence, due: ReportDue) -> str:
    return f"report:{licence.pk}:{due.period}"


def _about_duty(duty: ConditionDuty) -> str:
    return f"duty:{duty.pk}"


def _of_expiry(licence: Licence, days: Calendar) -> Owing:
    return Owing(Deadline.LICENCE_EXPIRY, about_expiry(licence), days.end_of(licence.valid_until), licence=licence)


def _of_reports(licence: Licence, days: Calendar) -> list[Owing]:
    """The periods of which a report is still missing."""
    filed = set(licence.reports.values_list("period", "kind")) if licence.closed_at else set()
    return [
        Owing(Deadline.USAGE_REPORT, _about_report(licence, due), days.end_of(due.due_on), licence=licence)
        for due in licence.reports_due()
        if not {(due.period, kind) for kind in ReportKind.values} <= filed
    ]


def _of_duty(licence: Licence, duty: ConditionDuty, days: Calendar) -> Owing:
    return Owing(Deadline.CONDITION, _about_duty(duty), days.end_of(duty.due_on), licence=licence)


def _days(licence: Licence) -> Calendar:
    procedure = licence.case.procedure
    return (procedure.calendar if procedure else default_calendar()).as_policy()


def _cease(act: Act[Licence], duties_over: Any) -> None:
    ids = list(duties_over.values_list("pk", flat=True))
    if ids:
        ConditionDuty.objects.filter(pk__in=ids).update(ceased_at=act.now)
        cancel_reminders(act.case, *(f"duty:{pk}" for pk in ids), at=act.now)


def _period_to_report(licence: Licence, period: int, *, today: date) -> ReportDue:
    """The period, if it is one of this licence and over: by its last day, or because the licence has ended."""
    due = next((one for one in licence.reports_due() if one.period == period), None)
    if due is None:
        raise Invalid(gaps=[Gap("unknown", "period", _("This licence has no period %(n)d to report on.") % {"n": period})])
    ended = licence.state not in (LicenceState.ISSUED, LicenceState.SUSPENDED)
    if not ended and today <= due.ends_on:
        sentence = _("This period lasts until %(day)s; report on it afterwards.") % {"day": due.ends_on.isoformat()}
        raise Invalid(gaps=[Gap("too_early", "period", sentence)])
    return due


def _refuse_unfit_report(licence: Licence, kind: ReportKind, outcome: ReportOutcome, rows: Sequence[Mapping[str, Any]]) -> None:
    lines = [
        obligations.LineOnReport(one.number, one.authorised, one.unit.decimals)
        for one in licence.lines.select_related("unit").order_by("number")
    ]
    if gaps := obligations.report_gaps(kind, outcome, rows, lines):
        raise Invalid(gaps=gaps)


def _as_filed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a report in the one form that is kept and handed out."""
    quantity = plain(Decimal(row["quantity"]))
    return {"line": int(row["line"]), "quantity": quantity, "actual_use": str(row.get("actual_use", "")).strip()}


def _duty(licence: Licence, duty_id: UUID, *states: DutyState) -> ConditionDuty:
    found = ConditionDuty.objects.filter(pk=duty_id, condition__licence=licence).select_related("condition").first()
    if found is None:
        raise Unseen
    if found.state not in states:
        words = {"state": found.state.label}
        raise WrongState(_("This condition is in the state “%(state)s”.") % words, state=str(found.state))
    return found


def _told(licence: Licence, duty: ConditionDuty) -> dict[str, Any]:
    number: int = duty.condition.number
    return {"number": licence.number, "condition": number, "duty": str(duty.pk), "due_on": duty.due_on}
