"""What becomes known of the demo's licences after their grant goes through the acts, in the words of the steps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.ledger import draw_down_licence
from licensing.management.demo.monitoring import conclude_review, open_review, plan_visit, propose_variation, record_visit
from licensing.models import Licence, VisitConcern
from tests.world import World, clearance


def fresh(subject: Licence) -> Licence:
    return Licence.objects.get(pk=subject.pk)


@pytest.mark.walk
def test_a_visit_is_planned_and_its_finding_recorded(world: World) -> None:
    subject, today = world.licence(), to_local_day(now())
    draw_down_licence(subject, world.cus, clearance("m1", 10))
    words = {"kind": "site", "place": "Depot 4", "persons": "An attaché", "due_on": (today + timedelta(days=9)).isoformat()}

    plan_visit(fresh(subject), world.otto, words)
    found = {"finding": "missing", "persons": "An attaché", "report": "Two are missing."}
    visit = record_visit(fresh(subject), world.otto, found, today)

    assert (visit.place, visit.finding, visit.done_on) == ("Depot 4", "missing", today)
    assert VisitConcern.objects.get().licence == subject


@pytest.mark.walk
def test_a_review_leads_to_what_was_proposed(world: World) -> None:
    subject = world.licence()
    open_review(subject, world.otto, {"cause": "conflict", "finding": "An expert holds shares of the maker."})
    propose_variation(fresh(subject), world.otto, {"quantities": {"1": "30"}, "reason": "Less."})

    review = conclude_review(fresh(subject), world.dora, {"outcome": "varied", "reasons": "Weighed without the expert."})

    assert (review.outcome, fresh(subject).lines.get(number=1).authorised) == ("varied", 30)
