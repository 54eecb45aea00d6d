"""What a licence asks of its holder: reports on transfer and use, and conditions to be met by a day, with their reminders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, schedule_reminders
from licensing.acts.documents import files
from licensing.acts.licences.consequences import end_consequences
from licensing.acts.licences.reminding import build_duty_key, build_expiry_deadline, get_licence_calendar
from licensing.acts.licences.reports.reconciling import (
    PeriodicReport,
    check_periodic_report,
    compare_duty,
    find_unsettled_refusal,
)
from licensing.choices import ConsequenceEnd, DeadlineKind, DutyState, LicenceState, ReportKind, Verb
from licensing.errors import Gap, Invalid, NotFound, WrongState
from licensing.models import Condition, ConditionDuty, Licence, LicenceCondition, Reminder, Usage, User
from licensing.models.licences.obligation import list_met_before
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.duties import obligations
from licensing.policy.licences.validity import ReportDue
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def file_evidence(
    licence: Licence,
    user: User,
    duty_id: UUID,
    *,
    text: str,
    content: bytes = b"",
    file_name: str = "",
    report: PeriodicReport | None = None,
    expected: int | None = None,
) -> ConditionDuty:
    """File evidence that a condition is met, in words or with a document; reminders stop until it is assessed.

    A condition that asks for a report is met by one alone, line by line; it is held against the ledger. Filed again, what
    is filed takes the place of what was.
    """
    kept = files.store_enclosure(file_name, content)
    with acting(licence, user, Verb.FILE_EVIDENCE, expected=expected) as act:
        act.perform()
        duty = _get_duty(act.licence, duty_id, DutyState.OPEN, DutyState.FILED)
        if not text.strip():
            raise Invalid(gaps=[Gap("required", "text", _("Say how the condition is met."))])
        duty.report = check_periodic_report(act, duty, report)
        duty.evidence, duty.filed_by, duty.filed_at = text.strip(), user, act.now
        duty.returned_because = ""
        if kept is not None:
            words = {"number": duty.condition.number, "licence": act.licence.number}
            title = _("Evidence on condition %(number)d of %(licence)s") % words
            duty.document = files.attach_enclosure(act, kept, user, title=title)
        duty.save()
        cancel_reminders(act.case, build_duty_key(duty.pk), at=act.now)
        act.record(EventKind.EVIDENCE_FILED, **_duty_data(act.licence, duty))
        compare_duty(act, duty)
    return duty


def accept_evidence(licence: Licence, user: User, duty_id: UUID, *, expected: int | None = None) -> ConditionDuty:
    """Accept the evidence: the condition is met, and nothing more is asked about it.

    Raises WrongState while a report differs from the ledger and nobody has settled that.
    """
    with acting(licence, user, Verb.ACCEPT_EVIDENCE, expected=expected) as act:
        act.perform()
        duty = _get_duty(act.licence, duty_id, DutyState.FILED)
        if (refusal := find_unsettled_refusal(duty)) is not None:
            raise refusal
        duty.met_at = act.now
        duty.save(update_fields=["met_at"])
        act.record(EventKind.EVIDENCE_ACCEPTED, **_duty_data(act.licence, duty))
        end_consequences(act, [duty.pk], ConsequenceEnd.MET)
    return duty


@guard_texts()
def return_evidence(licence: Licence, user: User, duty_id: UUID, *, reason: str, expected: int | None = None) -> ConditionDuty:
    """Return evidence that does not show it; the condition is open again and its holder is reminded."""
    with acting(licence, user, Verb.RETURN_EVIDENCE, expected=expected) as act:
        act.perform()
        duty = _get_duty(act.licence, duty_id, DutyState.FILED)
        reopen_duty(act, duty, require_reason(reason, _("Say what is missing; the holder reads it.")))
    return duty


def reopen_duty(act: Act[Licence], duty: ConditionDuty, reason: str) -> None:
    """Ask for other evidence, as a step of returning what was filed: its holder is reminded again.

    A condition that was met is open again, because the ledger has changed since.
    """
    duty.filed_at, duty.met_at, duty.returned_because = None, None, reason
    duty.save(update_fields=["filed_at", "met_at", "returned_because"])
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, build_duty_deadline(act.licence, duty, days), calendar=days, now=act.now)
    act.record(EventKind.EVIDENCE_RETURNED, reason=reason, **_duty_data(act.licence, duty))


def begin_duties(licence: Licence, conditions: Iterable[LicenceCondition], *, now: datetime) -> None:
    """Create the dated conditions of a new licence and schedule its reminders: of its end, its reports and these conditions."""
    # What a rule counts from the start of a dormant licence is not known before it starts.
    rules = read_due_rules(conditions, periodic=None if licence.valid_from else False)
    begun = _create_duties(licence, rules, starts_on=to_local_day(licence.issued_at))
    _schedule_duties(licence, begun, now=now)


def start_periodic_duties(act: Act[Licence]) -> None:
    """Create the duties that recur, and schedule the reminders of the end and the reports, when a dormant licence starts."""
    conditions = act.licence.conditions.binding().select_related("replaces").order_by("number")
    begun = _create_duties(act.licence, read_due_rules(conditions, periodic=True), starts_on=act.today)
    _schedule_duties(act.licence, begun, now=act.now)


def read_due_rules(conditions: Iterable[LicenceCondition], *, periodic: bool | None) -> list[tuple[LicenceCondition, str]]:
    """The conditions with the rules of the library by which they are due: all, or those that recur, or the others."""
    coded = [one for one in conditions if one.condition_id]
    codes = [one.condition_id for one in coded]
    rules = dict(Condition.objects.filter(pk__in=codes).values_list("pk", "due_rule")) if coded else {}
    found = [(one, str(rules[str(one.condition_id)])) for one in coded]
    return [(one, rule) for one, rule in found if periodic is None or rule.startswith("every") == periodic]


def _create_duties(
    licence: Licence,
    rules: Iterable[tuple[LicenceCondition, str]],
    *,
    starts_on: date,
    known: Collection[tuple[int, date]] = (),
) -> list[ConditionDuty]:
    return ConditionDuty.objects.bulk_create(
        ConditionDuty(condition=one, due_on=day)
        for one, rule in rules
        for day in obligations.find_due_days(rule, one.parameters, issued_on=starts_on, valid_until=licence.valid_until)
        if (one.pk, day) not in known and not one.was_changed_since(day)
    )


def _schedule_duties(licence: Licence, begun: Sequence[ConditionDuty], *, now: datetime) -> None:
    days = get_licence_calendar(licence)
    ends = [build_expiry_deadline(licence, days)] if licence.valid_from else []
    owed = [*ends, *_report_deadlines(licence, days), *(build_duty_deadline(licence, one, days) for one in begun)]
    schedule_reminders(licence.case, *owed, calendar=days, now=now)


def require_proof_of_delivery(act: Act[Licence], usage: Usage) -> None:
    """Ask for what the conditions want to see after a delivery, as a step of drawing it."""
    asked = [
        (one, day)
        for one in act.licence.conditions.binding()
        .filter(condition__due_rule__startswith="after_delivery")
        .select_related("condition")
        if one.condition
        and (
            day := obligations.find_due_day_after_delivery(
                one.condition.due_rule, one.parameters, delivered_on=usage.cleared_on
            )
        )
    ]
    if not asked:
        return
    begun = ConditionDuty.objects.bulk_create(ConditionDuty(condition=one, due_on=day, after=usage) for one, day in asked)
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, *(build_duty_deadline(act.licence, one, days) for one in begun), calendar=days, now=act.now)


def cancel_proof_of_delivery(act: Act[Licence], usage: Usage) -> None:
    """Cancel what was asked about a delivery that was reversed."""
    end_duties(act, ConditionDuty.objects.unmet().filter(after=usage))


def end_duties_early(act: Act[Licence]) -> None:
    """Adapt the duties of a licence that ended early: reports are due from today, and later periodic conditions cease."""
    end_idle_duties(act)
    later = ConditionDuty.objects.unmet().filter(condition__licence=act.licence, after=None, due_on__gt=act.today)
    end_duties(act, later.filter(condition__condition__due_rule__startswith="every"))
    _cancel_lost_periods(act)
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, *_report_deadlines(act.licence, days), calendar=days, now=act.now)


def move_duties(act: Act[Licence], earlier: date) -> None:
    """Adapt reports, recurring conditions and reminders to another last day of the licence; `earlier` was the one before."""
    licence, days = act.licence, get_licence_calendar(act.licence)
    recurring = ConditionDuty.objects.filter(condition__licence=licence, after=None)
    recurring = recurring.filter(condition__condition__due_rule__startswith="every")
    end_duties(act, recurring.filter(met_at=None, ceased_at=None, due_on__gt=licence.valid_until))
    # An earlier variation may have ended them with an earlier last day.
    _reopen_duties(act, recurring.filter(ceased_at__isnull=False, due_on__gt=earlier, due_on__lte=licence.valid_until))
    begins_on = licence.valid_from or to_local_day(licence.issued_at)
    binding = list(licence.conditions.binding().select_related("replaces").order_by("number"))
    rules = read_due_rules(binding, periodic=True)
    known = {(one.condition_id, one.due_on) for one in recurring} | list_met_before(binding)
    begun = _create_duties(licence, rules, starts_on=begins_on, known=known)
    _cancel_lost_periods(act)
    ends = [build_expiry_deadline(licence, days)] if licence.state == LicenceState.ISSUED and licence.valid_from else []
    owed = [*ends, *_report_deadlines(licence, days, begun=True), *(build_duty_deadline(licence, one, days) for one in begun)]
    schedule_reminders(act.case, *owed, calendar=days, now=act.now)


def resume_duties(act: Act[Licence], *, closed_at: datetime, periods: Iterable[ReportDue]) -> None:
    """Owe again what ended with a licence that is in force again: its conditions, its reports, the reminder of its last day.

    `closed_at` is when it ended, `periods` are those that its end had cut short. Conditions that ceased for another reason,
    such as a delivery that was reversed, stay so.
    """
    cancel_reminders(act.case, *(build_report_key(act.licence, due) for due in periods), at=act.now)
    _reopen_duties(act, ConditionDuty.objects.filter(condition__licence=act.licence, ceased_at=closed_at))
    days = get_licence_calendar(act.licence)
    ends = [] if act.licence.is_dormant else [build_expiry_deadline(act.licence, days)]
    owed = [*ends, *_report_deadlines(act.licence, days, begun=True)]
    schedule_reminders(act.case, *owed, calendar=days, now=act.now)


def end_idle_duties(act: Act[Licence]) -> None:
    """Cease the conditions of an ended licence under which nothing ever left."""
    if not act.licence.lines.filter(used__gt=0).exists():
        end_duties(act, ConditionDuty.objects.unmet().filter(condition__licence=act.licence))


def reopen_idle_duties(act: Act[Licence]) -> None:
    """Let the conditions of an ended licence bind again that ceased as nothing had left, now that something did."""
    ended = act.licence.closed_at
    if ended is None:
        return
    idle = ConditionDuty.objects.filter(condition__licence=act.licence, after=None, met_at=None, ceased_at=ended)
    # What is due periodically ends with its licence, whether or not anything left.
    _reopen_duties(act, idle.exclude(condition__condition__due_rule__startswith="every", due_on__gt=to_local_day(ended)))


def remind_of_report(act: Act[Licence], period: int) -> None:
    """Remind of a report again that is to be corrected, as a step of asking for it."""
    days = get_licence_calendar(act.licence)
    asked = [
        Deadline(DeadlineKind.USAGE_REPORT, build_report_key(act.licence, due), days.end_of(due.due_on), licence=act.licence)
        for due in act.licence.list_reports_due()
        if due.period == period
    ]
    schedule_reminders(act.case, *asked, calendar=days, now=act.now)


def build_report_key(licence: Licence, due: ReportDue) -> str:
    """The key of the reminders of the reports of a period."""
    return f"report:{licence.pk}:{due.period}"


def _cancel_lost_periods(act: Act[Licence]) -> None:
    """Cancel the reminders of periods that an earlier last day has taken away: nobody can report on them any more."""
    key = f"report:{act.licence.pk}:"
    kept = [build_report_key(act.licence, due) for due in act.licence.list_reports_due()]
    reminded = Reminder.objects.filter(case=act.case, about__startswith=key, cancelled_at=None).exclude(about__in=kept)
    cancel_reminders(act.case, *reminded.values_list("about", flat=True).distinct(), at=act.now)


def _report_deadlines(licence: Licence, days: Calendar, *, begun: bool = False) -> list[Deadline]:
    """The periods of which a report is still missing; where a licence has neither `begun` nor ended, there is none yet."""
    filed = set(licence.reports.values_list("period", "kind")) if begun or licence.closed_at else set()
    return [
        Deadline(DeadlineKind.USAGE_REPORT, build_report_key(licence, due), days.end_of(due.due_on), licence=licence)
        for due in licence.list_reports_due()
        if not {(due.period, kind) for kind in ReportKind.values} <= filed
    ]


def build_duty_deadline(licence: Licence, duty: ConditionDuty, days: Calendar) -> Deadline:
    """The end of the day by which a condition is to be met, for its reminders."""
    return Deadline(DeadlineKind.CONDITION, build_duty_key(duty.pk), days.end_of(duty.due_on), licence=licence)


def end_duties(act: Act[Licence], duties_over: Any) -> None:
    """Let duties cease, with their reminders and with what followed from a day that was missed."""
    ids = list(duties_over.values_list("pk", flat=True))
    if ids:
        ConditionDuty.objects.filter(pk__in=ids).update(ceased_at=act.now)
        cancel_reminders(act.case, *map(build_duty_key, ids), at=act.now)
        end_consequences(act, ids, ConsequenceEnd.CEASED)


def _reopen_duties(act: Act[Licence], ceased: Any) -> None:
    """Let duties bind again, with the reminders of those for which nothing has been filed yet."""
    # One of a condition that an appeal has struck out or changed never binds again.
    ids = list(ceased.filter(condition__ended_at__isnull=True).values_list("pk", flat=True))
    if not ids:
        return
    ConditionDuty.objects.filter(pk__in=ids).update(ceased_at=None)
    owed = ConditionDuty.objects.unmet().filter(pk__in=ids, filed_at__isnull=True)
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, *(build_duty_deadline(act.licence, one, days) for one in owed), calendar=days, now=act.now)


def _get_duty(licence: Licence, duty_id: UUID, *states: DutyState) -> ConditionDuty:
    found = ConditionDuty.objects.filter(pk=duty_id, condition__licence=licence).select_related("condition").first()
    if found is None:
        raise NotFound
    if found.state not in states:
        words = {"state": found.state.label}
        raise WrongState(_("This condition is in the state “%(state)s”.") % words, state=str(found.state))
    return found


def _duty_data(licence: Licence, duty: ConditionDuty) -> dict[str, Any]:
    number: int = duty.condition.number
    return {"number": licence.number, "condition": number, "duty": str(duty.pk), "due_on": duty.due_on}
