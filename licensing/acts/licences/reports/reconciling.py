"""Reports of a holder held against the ledger: found when one is filed and when the ledger changes, settled by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import Act
from licensing.choices import DifferenceOutcome, EvidenceKind, ReportKind, TransportMode
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import ConditionDuty, Licence, LicenceCondition, ReportDifference, UseReport
from licensing.models.licences.report_difference import BY_NAME
from licensing.models.read_models.licences.gate import read_moves
from licensing.policy.exact import format_decimal
from licensing.policy.licences.duties.obligations import ReportedLine
from licensing.policy.licences.duties.reconciliation import (
    Said,
    Span,
    find_differences,
    find_last_days,
    find_periodic_gaps,
    find_span,
    read_periodic_said,
    read_said,
)
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    """A report that a condition asks for: its last day, and of each line what was delivered and what is in use."""

    until: date | None
    lines: Sequence[Mapping[str, Any]]


def check_periodic_report(act: Act[Licence], duty: ConditionDuty, given: PeriodicReport | None) -> dict[str, Any]:
    """A report in the form in which a duty keeps it; nothing for a condition that asks for none.

    Raises Invalid for one that cannot be true, that is missing, or that nobody asks for.
    """
    if duty.condition.evidence != EvidenceKind.REPORT:
        if given is not None:
            raise Invalid(gaps=[Gap("unexpected", "lines", _("This condition asks for no report line by line."))])
        return {}
    begins_on = _find_beginning(duty)
    ends_on = _find_kept_end(duty, begins_on) if duty.report else None
    allowed = (ends_on, ends_on) if ends_on else find_last_days(duty.due_on, begins_on, today=act.today)
    rows = given.lines if given else ()
    until = given.until if given else None
    if gaps := list(find_periodic_gaps(until, allowed, rows, list_reported_lines(act.licence))):
        raise Invalid(gaps=gaps)
    assert until is not None  # or it would be a gap
    return {
        "from": begins_on.isoformat() if begins_on else None,
        "until": until.isoformat(),
        "lines": [
            {
                "line": row["line"],
                "delivered": format_decimal(Decimal(row["delivered"])),
                "used": format_decimal(Decimal(row["used"])),
            }
            for row in sorted(rows, key=lambda row: int(row["line"]))
        ],
    }


def list_reported_lines(licence: Licence) -> list[ReportedLine]:
    """The lines that a report must cover."""
    by_wire = _is_by_wire(licence)
    return [
        ReportedLine(one.number, one.authorised, one.unit.decimals, one.unit_id, cleared=None if by_wire else one.cleared)
        for one in licence.lines.select_related("unit").order_by("number")
    ]


def compare_report(act: Act[Licence], report: UseReport) -> None:
    """Hold a report on transfer or use against the ledger, as a step of filing it; it takes the place of those before."""
    before = _select_open(act).filter(report__period=report.period, report__kind=report.kind)
    _end(act, before, DifferenceOutcome.CORRECTED)
    span = find_span(act.licence.list_reports_due(), report.period)
    _keep_differences(act, read_said(ReportKind(report.kind), report.lines), span, report=report)


def compare_duty(act: Act[Licence], duty: ConditionDuty) -> None:
    """Hold the report of a condition against the ledger, as a step of filing it."""
    _end(act, _select_open(act).filter(duty=duty), DifferenceOutcome.CORRECTED)
    if duty.report:
        _keep_differences(act, read_periodic_said(duty.report["lines"]), _read_span(duty), duty=duty)


def end_differences(act: Act[Licence], former: Collection[ConditionDuty]) -> None:
    """Let nobody wait for differences of reports that count for what an appeal changed their condition into."""
    _end(act, _select_open(act).filter(duty__in=[one.pk for one in former]), DifferenceOutcome.CORRECTED)


def compare_ledger(act: Act[Licence], *, on: date | None = None) -> None:
    """Hold the reports that count against the ledger again, as a step of changing what had left.

    `on` is the day on which it left: reports that end before it say nothing of it. Without it all are compared.
    """
    reports = [one for one in _list_filed(act.licence) if on is None or one.span.ends_on is None or on <= one.span.ends_on]
    # What is sent by wire passes no customs, so the ledger says nothing of it.
    if not reports or _is_by_wire(act.licence):
        return
    moves = read_moves(act.licence)
    rows = ReportDifference.objects.filter(licence=act.licence).order_by("found_at", "pk")
    newest = {(one.report_id, one.duty_id): one for one in rows}
    for one in reports:
        found = [row.as_data() for row in find_differences(one.said, moves, one.span)]
        _compare_again(act, one, found, newest.get(one.key))


def find_unsettled_refusal(duty: ConditionDuty) -> WrongState | None:
    """Why the report of a condition cannot be accepted: it differs from the ledger and nobody has settled that."""
    if not ReportDifference.objects.unsettled().filter(duty=duty).exists():
        return None
    words = _("The report differs from the ledger. Settle the difference first, by name and with the reason.")
    return WrongState(words, state=str(duty.state))


@dataclass(frozen=True, slots=True)
class _Filed:
    """A report that counts, with what it says, and the one of the two that it is of."""

    said: Sequence[Said]
    span: Span
    report: UseReport | None = None
    duty: ConditionDuty | None = None

    @property
    def key(self) -> tuple[UUID | None, UUID | None]:
        return (self.report.pk if self.report else None, self.duty.pk if self.duty else None)


def _list_filed(licence: Licence) -> Iterator[_Filed]:
    periods = licence.list_reports_due()
    for report in licence.reports.order_by("period", "kind", "-number").distinct("period", "kind"):
        if report.period in {one.period for one in periods}:
            said = read_said(ReportKind(report.kind), report.lines)
            yield _Filed(said, find_span(periods, report.period), report=report)
    # What was filed for a condition that an appeal has struck out or changed is no longer asked about.
    binding = licence.conditions.binding()
    duties = ConditionDuty.objects.filter(condition__in=binding, filed_at__isnull=False)
    for duty in duties.exclude(report={}).order_by("due_on"):
        yield _Filed(read_periodic_said(duty.report["lines"]), _read_span(duty), duty=duty)


def _compare_again(act: Act[Licence], filed: _Filed, found: list[dict[str, Any]], newest: ReportDifference | None) -> None:
    if newest is not None and newest.lines == found and newest.settled_as in ("", *BY_NAME):
        return
    of: dict[str, Any] = {"report": filed.report, "duty": filed.duty}
    if found:
        _end(act, _select_open(act).filter(**of), DifferenceOutcome.CORRECTED)
        _create(act, found, **of)
    elif newest is not None and newest.settled_as == "":
        _end(act, _select_open(act).filter(**of), DifferenceOutcome.AGREES)
    elif newest is not None and newest.settled_as in BY_NAME:
        # What was settled by name is over: should the ledger say so again, somebody has to look at it again.
        ended = {"found_at": act.now, "settled_at": act.now, "settled_as": DifferenceOutcome.AGREES}
        ReportDifference.objects.create(licence=act.licence, lines=newest.lines, **ended, **of)


def _keep_differences(act: Act[Licence], said: Sequence[Said], span: Span, **of: Any) -> None:
    _create(act, [one.as_data() for one in _compare(act.licence, said, span)], **of)


def _create(act: Act[Licence], lines: list[dict[str, Any]], **of: Any) -> None:
    if not lines:
        return
    difference = ReportDifference.objects.create(licence=act.licence, lines=lines, found_at=act.now, **of)
    act.record(EventKind.REPORT_DIFFERS, number=act.licence.number, difference=str(difference.pk), lines=lines)


def _compare(licence: Licence, said: Sequence[Said], span: Span) -> list[Any]:
    # What is sent by wire passes no customs, so the ledger says nothing of it.
    return [] if _is_by_wire(licence) else find_differences(said, read_moves(licence), span)


def _is_by_wire(licence: Licence) -> bool:
    return not licence.case.route_legs.exclude(mode=TransportMode.INTANGIBLE).exists()


def _select_open(act: Act[Licence]) -> QuerySet[ReportDifference]:
    return ReportDifference.objects.unsettled().filter(licence=act.licence)


def _end(act: Act[Licence], differences: QuerySet[ReportDifference], outcome: DifferenceOutcome) -> None:
    differences.update(settled_as=outcome, settled_at=act.now)


def _list_lineage(duty: ConditionDuty) -> list[LicenceCondition]:
    """The condition of a duty and those that an appeal has changed into it, of which reports go on from one to the next."""
    found = [duty.condition]
    while (former := found[-1].replaces) is not None:
        found.append(former)
    return found


def _find_beginning(duty: ConditionDuty) -> date | None:
    """The day after the last one of the reports before; None for the first, which has all that has left so far.

    One that was returned keeps its days: it is filed again with the same last day.
    """
    earlier = ConditionDuty.objects.filter(condition__in=_list_lineage(duty), due_on__lt=duty.due_on)
    days = [date.fromisoformat(one["until"]) for one in earlier.exclude(report={}).values_list("report", flat=True)]
    return max(days) + timedelta(days=1) if days else None


def _find_kept_end(duty: ConditionDuty, begins_on: date | None) -> date | None:
    """The last day that a report must keep, as the next one begins after it; None while there is none.

    One that was filed before this one was begins where this one does, and is none.
    """
    later = ConditionDuty.objects.filter(condition__in=_list_lineage(duty), due_on__gt=duty.due_on).exclude(report={})
    begins = [said["from"] for said in later.values_list("report", flat=True)]
    days = [date.fromisoformat(day) for day in begins if day]
    ends = [day - timedelta(days=1) for day in days if day > (begins_on or date.min)]
    return min(ends, default=None)


def _read_span(duty: ConditionDuty) -> Span:
    begins_on = duty.report["from"]
    return Span(date.fromisoformat(begins_on) if begins_on else None, date.fromisoformat(duty.report["until"]))
