"""A licence under which ten pieces have left, with a visit to them that is planned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.licences.monitoring.visit import plan_visit, record_visit
from licensing.choices import VisitFinding, VisitKind
from licensing.models import Licence, LicenceVisit
from tests.scenes import scene
from tests.world import World, clearance

PERSONS = "O. Kovalenko, attaché"


@scene
def issue_visited_licence(world: World, **changes: Any) -> Licence:
    """A licence with a visit to the end user that Otto has planned for the next month."""
    subject = world.licence(**changes)
    ledger.draw_down_licence(subject, world.cus, clearance(f"visited {changes}", 10))
    due_on = to_local_day(now()) + timedelta(days=30)
    plan_visit(subject, world.otto, kind=VisitKind.SITE, place="Depot 4, Tallinn", persons=PERSONS, due_on=due_on)
    return Licence.objects.get(pk=subject.pk)


def record(world: World, subject: Licence, finding: VisitFinding, **given: Any) -> LicenceVisit:
    """What Otto records of the visit that is planned, as carried out today."""
    words = {"done_on": to_local_day(now()), "persons": PERSONS, "report": "SECRET-REPORT", **given}
    return record_visit(Licence.objects.get(pk=subject.pk), world.otto, finding=finding, **words)
