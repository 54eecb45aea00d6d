"""What a licence asks of its holder, as the holder and the authority read it; customs needs none of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import (
    Case,
    Count,
    DateField,
    Expression,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear, Greatest, Least, TruncDate
from django.db.models.lookups import LessThan

from licensing.choices import Consequence, ConsequenceEnd, DutyState, EvidenceKind, LicenceState, ReportKind, ReportOutcome
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import LIVE_STATES, Licence, LicenceLine
from licensing.models.licences.obligation import ConditionDuty, UseReport
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import (
    DutyConsequenceView,
    DutyView,
    PeriodicLineView,
    PeriodicReportView,
    ReportLineView,
    ReportPeriodView,
    ReportView,
)
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.policy.exact import format_decimal
from licensing.policy.licences.duties.consequences import choose_consequence
from licensing.policy.licences.validity import ReportDue


def read_report_periods(licence: Licence, lines: Iterable[LicenceLine], reader: Reader) -> list[ReportPeriodView]:
    """Every period of a licence with the reports that count, the last of each kind."""
    if not may_read_duties(licence, reader):
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
    if may_read_duties(licence, reader):
        rows = ConditionDuty.objects.filter(condition__licence=licence).select_related("condition", "after")
        for duty in rows.prefetch_related("consequences").order_by("due_on", "pk"):
            found[duty.condition.number].append(_build_duty_view(duty, licence, reader))
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


def may_read_duties(licence: Licence, reader: Reader) -> bool:
    """Whether somebody reads what is between the holder and the authority: customs does not."""
    return reader.is_applicant(licence.case) or reader.actor.is_appointed(*SEE_EVERY_FILE)


def _build_period_view(
    licence: Licence, due: ReportDue, filed: Mapping[str, UseReport], lines: Mapping[int, LicenceLine], reader: Reader
) -> ReportPeriodView:
    missing = [kind for kind in ReportKind if kind not in filed]
    return ReportPeriodView(
        period=due.period,
        ends_on=due.ends_on,
        due_on=due.due_on,
        open=_is_open(licence, due, reader.day),
        overdue=bool(missing) and reader.day > due.due_on,
        missing=missing,
        reports=[read_report(filed[kind], lines) for kind in ReportKind if kind in filed],
    )


def _build_duty_view(duty: ConditionDuty, licence: Licence, reader: Reader) -> DutyView:
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
        wants_report=duty.condition.evidence == EvidenceKind.REPORT,
        reported=_build_reported_view(duty),
        follows=choose_consequence(duty.condition.breach, LicenceState(licence.state)),
        consequences=[_build_consequence_view(one) for one in sorted(duty.consequences.all(), key=lambda one: one.began_at)],
    )


def _build_reported_view(duty: ConditionDuty) -> PeriodicReportView | None:
    if not duty.report:
        return None
    lines = [PeriodicLineView(line=row["line"], delivered=row["delivered"], used=row["used"]) for row in duty.report["lines"]]
    return PeriodicReportView(until=date.fromisoformat(duty.report["until"]), lines=lines)


def _build_consequence_view(one: DutyConsequence) -> DutyConsequenceView:
    return DutyConsequenceView(
        kind=Consequence(one.kind),
        began_at=one.began_at,
        ended_at=one.ended_at,
        ended_as=ConsequenceEnd(one.ended_as) if one.ended_as else None,
        lifted_because=one.lifted_because,
    )


@dataclass(frozen=True, slots=True)
class ReportsOwed:
    """The reports of one period of a licence that may be filed and are missing."""

    licence: Licence
    due: ReportDue
    missing: tuple[ReportKind, ...]


def find_licences_owing_reports(licences: QuerySet[Licence], day: date) -> QuerySet[Licence]:
    """Those of some licences with a period that may be reported on, and is not in both kinds; those that end first come first.

    `Licence.list_reports_due` says which periods a licence has. Here they are counted in the database, because a partner may
    have hundreds of licences whose reports were all filed long ago.
    """
    kinds = UseReport.objects.filter(licence=OuterRef("pk")).order_by().values("licence")
    filed = kinds.annotate(count=Count(Concat(F("period"), Value(" "), F("kind"), output_field=TextField()), distinct=True))
    zone = ZoneInfo(settings.TIME_ZONE)
    closed_on = TruncDate("closed_at", tzinfo=zone)
    cut_short = Q(state__in=[LicenceState.REVOKED, LicenceState.SURRENDERED], closed_at__isnull=False)
    begun = licences.exclude(valid_from__isnull=True, closed_at__isnull=True).annotate(
        begins_on=Coalesce("valid_from", TruncDate("issued_at", tzinfo=zone)),
        ends_on=Case(When(cut_short, then=Least("valid_until", closed_on)), default=F("valid_until")),
        filed=Coalesce(Subquery(filed.values("count")), 0),
    )
    alive = Q(state__in=LIVE_STATES)
    counted = begun.annotate(
        periods=Case(When(case__kind__permit="single", then=1), default=_count_years(F("ends_on"), reached=True)),
        open_periods=Case(
            When(~alive | Q(ends_on__lt=day), then=F("periods")),
            When(case__kind__permit="single", then=0),
            default=_count_years(Value(day), reached=False),
        ),
    )
    return counted.filter(filed__lt=F("open_periods") * len(ReportKind)).order_by("ends_on", "pk")


def list_reports_owed(licences: Iterable[Licence], day: date) -> list[ReportsOwed]:
    """The periods that may be reported on and are not, of licences read with their reports; the first due come first."""
    found: list[ReportsOwed] = []
    for licence in licences:
        filed = {(report.period, report.kind) for report in licence.reports.all()}
        for due in licence.list_reports_due():
            missing = tuple(kind for kind in ReportKind if (due.period, kind) not in filed)
            if missing and _is_open(licence, due, day):
                found.append(ReportsOwed(licence, due, missing))
    return sorted(found, key=lambda owed: owed.due.due_on)


def _is_open(licence: Licence, due: ReportDue, day: date) -> bool:
    """Whether a period is over, or its licence."""
    return not licence.is_live or day > due.ends_on


def _count_years(day: Expression | F, *, reached: bool) -> Case:
    """How many anniversaries of `begins_on` lie before a day; with `reached`, how many come to it, at least one."""
    years = ExtractYear(day) - ExtractYear("begins_on")
    # Not `age`: of 29 February it counts a day otherwise than adding years does, and `add_months` adds.
    anniversary = Func(
        F("begins_on"),
        Cast(years, IntegerField()),
        template="CAST(%(expressions)s) AS date)",
        arg_joiner=" + make_interval(years => ",
        output_field=DateField(),
    )
    short = LessThan(anniversary, day)
    if reached:
        return Case(When(short, then=years + 1), default=Greatest(years, 1))
    return Case(When(short, then=years), default=Greatest(years - 1, 0))
