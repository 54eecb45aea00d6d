"""Where reports of a holder and the ledger do not agree, as the holder and the authority read it."""

from __future__ import annotations

from collections.abc import Iterable

from licensing.choices import DifferenceOutcome, ReportKind, ReportMeasure
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.licences.report_difference import ReportDifference
from licensing.models.read_models.licences.obligations import may_read_duties
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import DifferenceLineView, DifferenceView


def read_differences(licence: Licence, lines: Iterable[LicenceLine], reader: Reader) -> list[DifferenceView]:
    """All differences that were found under a licence, the oldest first, each with how it was settled."""
    if not may_read_duties(licence, reader):
        return []
    units = {line.number: line.unit_id for line in lines}
    is_holder = reader.is_applicant(licence.case)
    rows = ReportDifference.objects.filter(licence=licence).for_lists()
    return [_build_difference_view(one, units, is_holder=is_holder) for one in rows]


def _build_difference_view(one: ReportDifference, units: dict[int, str], *, is_holder: bool) -> DifferenceView:
    # A proposal is part of what the authority deliberates on; to the holder the difference is still looked at.
    is_shown = one.settled_at is not None and not (is_holder and one.settled_as == DifferenceOutcome.SUSPENSION)
    return DifferenceView(
        id=one.pk,
        period=one.report.period if one.report else None,
        kind=ReportKind(one.report.kind) if one.report else None,
        condition=one.duty.condition.number if one.duty else None,
        due_on=one.duty.due_on if one.duty else None,
        lines=[
            DifferenceLineView(
                line=row["line"],
                unit=units.get(row["line"], ""),
                measure=ReportMeasure(row["measure"]),
                reported=row["reported"],
                cleared=row["cleared"],
            )
            for row in one.lines
        ],
        found_at=one.found_at,
        outcome=DifferenceOutcome(one.settled_as) if is_shown else None,
        reason=one.reason if is_shown else "",
        settled_at=one.settled_at if is_shown else None,
    )
