"""What stands in the way of a case, for a program: the list that its acts are refused by."""

from __future__ import annotations

from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.obstacles.listing import list_obstacles
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.requests.cases import CASE, READ
from licensing.choices import Step
from licensing.errors import NotFound
from licensing.policy.obstacles import Obstacle, select_for_applicant


class ObstacleView(TypedDict):
    """One obstacle, or a note where `stops` is empty; `source` and `lift` are for the authority, and empty for applicants."""

    code: str
    sentence: str
    stops: list[Step]
    seats: list[str]
    source: str
    lift: str
    since: datetime | None
    told: str


class ObstacleList(TypedDict):
    obstacles: list[ObstacleView]


class Obstacles(ApiView):
    @query(ObstacleList, READ, summary="Read what stands in the way", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """Each with what it stops: no act refuses a case for such a reason that is not listed here.

        Applicants read what concerns them, in words meant for them: never who sits where, nor what the forces need.
        """
        case = call.get_case(case_id)
        found = list_obstacles(case, at=call.at)
        if call.get_reader(case).is_applicant(case):
            return Result(ObstacleList(obstacles=[_read_as_applicant(one) for one in select_for_applicant(found)]))
        return Result(ObstacleList(obstacles=[_read(one) for one in found]))


def _read(one: Obstacle) -> ObstacleView:
    return ObstacleView(
        code=one.code,
        sentence=str(one.message),
        stops=[step for step in Step if step in one.stops],
        seats=sorted(one.seats),
        source=str(one.source),
        lift=str(one.lift),
        since=one.since,
        told=str(one.told or ""),
    )


def _read_as_applicant(one: Obstacle) -> ObstacleView:
    shown = _read(one)
    return shown | {"sentence": str(one.for_applicant), "seats": [], "source": "", "lift": ""}


PATHS: Final = (path(f"{CASE}obstacles/", Obstacles.as_view(), name="obstacles"),)
