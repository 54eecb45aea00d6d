"""Measures of the state over the API: what was ever published, as the public page has it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypedDict
from uuid import UUID

from django.db.models import F
from django.urls import path

from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import InFlight, MeasureKind, MeasureStanding, PartnerTier, QuotaPeriod
from licensing.errors import NotFound
from licensing.models import Measure
from licensing.models.plans.measures import MeasureQuerySet
from licensing.models.read_models.plans.measures import read_history
from licensing.policy.exact import write_amount
from licensing.policy.shapes import Schema, choose_from


class ExemptionView(TypedDict):
    """An exception: what it frees, and on whose authority."""

    titles: dict[str, str]
    authority: str
    scope: dict[str, Any]


class MeasureRow(TypedDict):
    """A version of a measure. A scope holds only what it names, such as `kinds`, `families` or `countries`.

    `percent` is that of a duty, `ceiling`, `unit` and `period` are those of a quota, `tier` is that of countries.
    """

    id: UUID
    code: str
    version: int
    kind: MeasureKind
    titles: dict[str, str]
    standing: MeasureStanding
    valid_from: date
    valid_until: date | None
    lifted_from: date | None
    in_flight: InFlight
    authority: str
    document_no: str
    document_on: date
    percent: str | None
    ceiling: str | None
    unit: str
    period: QuotaPeriod | None
    tier: PartnerTier | None
    scope: dict[str, Any]
    exemptions: list[ExemptionView]
    supersedes: UUID | None
    published_at: datetime


class MeasureStepView(TypedDict):
    """A step in the life of a measure, with the days that it set and the document that it rests on."""

    at: datetime
    sentence: str
    days: list[date]
    authority: str
    document_no: str


class MeasureView(MeasureRow):
    """A version of a measure with the history of all versions, the oldest step first."""

    history: list[MeasureStepView]


_STANDING: Final[Mapping[str, Schema]] = {"standing": choose_from(MeasureStanding) | {"title": "where they stand today"}}


class Measures(ApiView):
    @query(Page[MeasureRow], summary="List measures of the state", query={**_STANDING, **PAGING})
    def get(self, call: Call) -> Result:
        """All that were ever published, the newest first; what is only prepared is nobody's to know.

        What a measure stops of one case is in the list of what stands in its way.
        """
        rows = _select_standing(str(call.query.get("standing", "")), call.day).annotate(published_at=F("settled_at"))
        return Result(paginate_newest_first(rows, call, "published_at", lambda found: _read_rows(found, call.day)))


class OneMeasure(ApiView):
    @query(MeasureView, summary="Read a measure of the state", refuses=(NotFound,))
    def get(self, call: Call, measure_id: UUID) -> Result:
        """With its history."""
        measure = Measure.objects.published().filter(pk=measure_id).first()
        if measure is None:
            raise NotFound
        [row] = _read_rows([measure], call.day)
        history = [
            MeasureStepView(
                at=one.at,
                sentence=one.what,
                days=[on for _term, on in one.days],
                authority=one.authority,
                document_no=one.document_no,
            )
            for one in read_history(measure)
        ]
        return Result(MeasureView(**row, history=history))


def _select_standing(standing: str, day: date) -> MeasureQuerySet:
    rows: MeasureQuerySet = Measure.objects.published()
    match standing:
        case MeasureStanding.IN_FORCE:
            return rows.in_force(day)
        case MeasureStanding.ANNOUNCED:
            return rows.current(day).filter(valid_from__gt=day)
        case MeasureStanding.OVER:
            return rows.over(day)
    return rows


def _read_rows(measures: Iterable[Measure], day: date) -> list[MeasureRow]:
    return [_read_row(one, day) for one in measures]


def _read_row(measure: Measure, day: date) -> MeasureRow:
    assert measure.settled_at is not None  # which publishing wrote
    return MeasureRow(
        id=measure.pk,
        code=measure.code,
        version=measure.version,
        kind=MeasureKind(measure.kind),
        titles=measure.titles,
        standing=measure.as_policy().get_standing(day),
        valid_from=measure.valid_from,
        valid_until=measure.valid_until,
        lifted_from=measure.lifted_from,
        in_flight=InFlight(measure.in_flight),
        authority=measure.authority,
        document_no=measure.document_no,
        document_on=measure.document_on,
        percent=write_amount(measure.percent),
        ceiling=write_amount(measure.ceiling),
        unit=measure.unit,
        period=QuotaPeriod(measure.period) if measure.period else None,
        tier=PartnerTier(measure.tier) if measure.tier else None,
        scope=measure.scope,
        exemptions=[
            ExemptionView(titles=one["titles"], authority=one["authority"], scope=one["scope"]) for one in measure.exemptions
        ],
        supersedes=measure.supersedes_id,
        published_at=measure.settled_at,
    )


PATHS: Final = (
    path("measures/", Measures.as_view(), name="measures"),
    path("measures/<uuid:measure_id>/", OneMeasure.as_view(), name="measure"),
)
