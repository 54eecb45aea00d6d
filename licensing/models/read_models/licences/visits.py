"""Visits to delivered goods: the authority reads what they found, the holder that somebody comes and came, customs nothing."""

from __future__ import annotations

from licensing.choices import VisitFinding, VisitKind
from licensing.models.licences.licence import Licence
from licensing.models.licences.monitoring.visit import LicenceVisit, list_visits
from licensing.models.read_models.licences.obligations import may_read_duties
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import LicenceVisitView


def read_visits(licence: Licence, reader: Reader) -> list[LicenceVisitView]:
    """The visits of a licence that somebody may read of, the newest first."""
    if not may_read_duties(licence, reader):
        return []
    for_holder = reader.is_applicant(licence.case)
    return [_build_visit_view(one, for_holder=for_holder) for one in list_visits(licence)]


def _build_visit_view(one: LicenceVisit, *, for_holder: bool) -> LicenceVisitView:
    return LicenceVisitView(
        id=one.pk,
        number=one.number,
        kind=VisitKind(one.kind),
        place=one.place,
        persons="" if for_holder and not one.is_planned else one.persons,
        due_on=one.due_on,
        done_on=one.done_on,
        called_off_at=one.called_off_at,
        finding=VisitFinding(one.finding) if one.finding and not for_holder else None,
        report="" if for_holder else one.report,
        concerned=[] if for_holder else [concern.licence.number for concern in one.concerns.all()],
    )
