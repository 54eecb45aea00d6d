"""Reports on transfer and on use: filed for a period of a licence that is over, and held against our own ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.licences.obligations import build_report_key
from licensing.acts.licences.reports.reconciling import compare_report, list_reported_lines
from licensing.choices import DifferenceOutcome, ReportKind, ReportOutcome, Verb
from licensing.errors import Gap, Invalid
from licensing.messages import DayText
from licensing.models import Licence, ReportDifference, User, UseReport
from licensing.policy.exact import format_decimal
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.duties import obligations
from licensing.policy.licences.validity import ReportDue
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
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
    """File a report on transfer or on use for a period that is over. Filed again, it corrects the one before.

    What it says otherwise than the ledger is kept as a difference, which an officer settles by name.

    Raises Invalid for a period that lasts, and for lines that cannot be true.
    """
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
            lines=[_normalise_line(row) for row in sorted(lines, key=lambda row: int(row["line"]))],
            note=note.strip(),
            filed_by=user,
            filed_at=act.now,
        )
        if not _is_still_asked(act.licence, period):
            cancel_reminders(act.case, build_report_key(act.licence, due), at=act.now)
        act.record(
            EventKind.REPORT_FILED,
            number=act.licence.number,
            report=kind,
            period=period,
            outcome=outcome,
            due_on=due.due_on,
            corrects=report.number - 1,
        )
        compare_report(act, report)
    return report


def _period_to_report(licence: Licence, period: int, *, today: date) -> ReportDue:
    """The period, if it is one of this licence and over: by its last day, or because the licence has ended."""
    due = next((one for one in licence.list_reports_due() if one.period == period), None)
    if due is None:
        raise Invalid(gaps=[Gap("unknown", "period", _("This licence has no period %(n)d to report on.") % {"n": period})])
    if licence.is_live and today <= due.ends_on:
        sentence = _("This period lasts until %(day)s; report on it afterwards.") % {"day": DayText(due.ends_on)}
        raise Invalid(gaps=[Gap("too_early", "period", sentence)])
    return due


def _is_still_asked(licence: Licence, period: int) -> bool:
    """Whether a report of the period is missing, or its newest one is to be corrected: one reminder asks for both kinds."""
    newest = licence.reports.filter(period=period).order_by("kind", "-number").distinct("kind")
    filed = dict(newest.values_list("kind", "pk"))
    returned = ReportDifference.objects.filter(report__in=filed.values(), settled_as=DifferenceOutcome.RETURNED)
    return set(filed) != set(ReportKind.values) or returned.exists()


def _refuse_unfit_report(licence: Licence, kind: ReportKind, outcome: ReportOutcome, rows: Sequence[Mapping[str, Any]]) -> None:
    if gaps := obligations.find_report_gaps(kind, outcome, rows, list_reported_lines(licence)):
        raise Invalid(gaps=gaps)


def _normalise_line(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of a report in the one form that is kept and handed out."""
    quantity = format_decimal(Decimal(row["quantity"]))
    return {"line": int(row["line"]), "quantity": quantity, "actual_use": str(row.get("actual_use", "")).strip()}
