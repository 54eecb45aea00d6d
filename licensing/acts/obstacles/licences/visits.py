"""What visits to delivered goods found of the end users of a request, for those who weigh it."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import VisitFinding
from licensing.messages import DayText, Message
from licensing.models.licences.monitoring.visit import list_adverse_visits
from licensing.policy.obstacles import Obstacle


def find_adverse_visits(situation: Situation) -> Iterator[Obstacle]:
    """A note to the authority, which stops nothing: each visit to an end user of an open case that found something adverse."""
    case = situation.case
    if situation.step is not None or not case.is_open or case.submitted_at is None:
        return
    for visit in list_adverse_visits(case):
        if visit.done_on is None:
            continue
        finding = VisitFinding(visit.finding).label
        yield Obstacle(
            "adverse_visit",
            Message(
                "The visit of %(day)s under the licence %(licence)s to an end user of this request found: %(finding)s.",
                day=DayText(visit.done_on),
                licence=visit.licence.number,
                finding=finding,
            ),
            source=Message("Visits to delivered goods"),
            lift=Message("It stays in the file. Whoever weighs the request weighs it too."),
            since=visit.recorded_at,
        )
