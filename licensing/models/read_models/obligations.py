"""What a licence asks of its holder, as the holder and the authority read it; customs needs none of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from licensing.choices import DutyState, LicenceState, ReportKind, ReportOutcome
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.licences.obligation import ConditionDuty, UseReport
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import DutyView, ReportLineView, ReportPeriodView, ReportView
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.policy.exact import format_decimal
from licensing.policy.licences.validity import ReportDue


def read_report_periods(licence: Licence, lines: Iterable[LicenceLine], reader: Reader) -> list[ReportPeriodView]:
    """Every period of a licence with the reports that count, the last of each kind."""
    if not _may_read(licence, reader):
        return []
    # A correction has the next number and takes the place of the report that it corrects.
    latest: dict[int, dict[str, UseReport]] = defaultdict(dict)
    for report in licence.reports.order_by("number"):
        latest[report.period][report.kind] = report
    by_number = {line.number: line for line in lines}
    return [_build_period_view(licence, due, latest[due.period], by_number, reader) for due in licence.list_reports_due()]


def read_duties(licence: Licence, reader: Reader) -> Mapping[int, list[DutyView]]:
    """The days on which the conditions of a licence are due, by the number of the condition."""
    found: dict[int, list[DutyView]] = defaultdict(list)
    if _may_read(licence, reader):
        rows = ConditionDuty.objects.filter(condition__licence=licence).select_related("condition", "after")
        for duty in rows.order_by("due_on", "pk"):
            found[duty.condition.number].append(_build_duty_view(duty, reader))
    return found


def read_report(report: UseReport, lines: Mapping[int, LicenceLine]) -> ReportView:
    """A report with what customs has cleared beside what its holder says; `lines` are those of the licence, by number."""
    return ReportView(
        id=report.pk,
        kind=ReportKind(report.kind),
        number=report.number,
        outcome=ReportOutcome(report.outcome),
        lines=[
            ReportLineView(
                line=row["line"],
                unit=lines[row["line"]].unit_id,
                quantity=row["quantity"],
                actual_use=row.get("actual_use", ""),
                cleared=format_decimal(lines[row["line"]].cleared),
            )
            for row in report.lines
        ],
        note=report.note,
        filed_at=report.filed_at,
    )


def _may_read(licence: Licence, reader: Reader) -> bool:
    return reader.is_applicant(licence.case) or reader.actor.is_appointed(*SEE_EVERY_FILE)


def _build_period_view(
    licence: Licence, due: ReportDue, filed: Mapping[str, UseReport], lines: Mapping[int, LicenceLine], reader: Reader
) -> ReportPeriodView:
    missing = [kind for kind in ReportKind if kind not in filed]
    alive = licence.state in (LicenceState.ISSUED, LicenceState.SUSPENDED)
    return ReportPeriodView(
        period=due.period,
        ends_on=due.ends_on,
        due_on=due.due_on,
        open=not alive or reader.day > due.ends_on,
        overdue=bool(missing) and reader.day > due.due_on,
        missing=missing,
        reports=[read_report(filed[kind], lines) for kind in ReportKind if kind in filed],
    )


def _build_duty_view(duty: ConditionDuty, reader: Reader) -> DutyView:
    return DutyView(
        id=duty.pk,
        due_on=duty.due_on,
        state=duty.state,
        overdue=duty.state == DutyState.OPEN and reader.day > duty.due_on,
        after=duty.after.declaration_no if duty.after else None,
        evidence=duty.evidence,
        document=duty.document_id,
        filed_at=duty.filed_at,
        returned_because=duty.returned_because,
        met_at=duty.met_at,
    )
