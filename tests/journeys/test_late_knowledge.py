"""What becomes known after a grant: a visit that reaches the other licence of an end user, and what reviews lead to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.clocks.reminders import open_due_reviews
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.suspension import confirm_suspension
from licensing.acts.licences.changing.variation import propose_variation
from licensing.acts.record.verification import verify_record
from licensing.choices import ReviewOutcome, VisitFinding
from licensing.errors import NotInForce
from licensing.models import Licence
from tests.reviews import conclude, issue_reviewed_licence
from tests.trial import another_decider
from tests.visits import issue_visited_licence, record
from tests.world import World, clearance

pytestmark = pytest.mark.walk


def fresh(subject: Licence) -> Licence:
    return Licence.objects.get(pk=subject.pk)


def test_a_visit_to_one_licence_stops_both_of_its_end_user(world: World) -> None:
    visited, other = issue_visited_licence(world), world.licence(title="Other")

    record(world, visited, VisitFinding.DIVERTED)
    opened = open_due_reviews()
    conclude(world, visited, ReviewOutcome.SUSPENDED)
    confirm_suspension(fresh(visited), another_decider())
    conclude(world, other, ReviewOutcome.REVOKED)

    assert (opened, open_due_reviews()) == (2, 0)
    assert [(one.cause, one.opened_by) for one in (visited.reviews.get(), other.reviews.get())] == [("visit", None)] * 2
    assert (fresh(visited).state, fresh(other).state) == ("suspended", "revoked")
    for place, subject in enumerate((visited, other)):
        with pytest.raises(NotInForce):
            ledger.draw_down_licence(fresh(subject), world.cus, clearance(f"after {place}", 1))
    assert verify_record().fault is None


def test_a_conflict_of_interest_leads_to_a_smaller_licence(world: World) -> None:
    subject = issue_reviewed_licence(world)
    propose_variation(fresh(subject), world.otto, reason="What rested on the advice alone.", quantities={1: Decimal(30)})

    conclude(world, subject, ReviewOutcome.VARIED)

    assert (fresh(subject).version, fresh(subject).lines.get(number=1).authorised) == (2, 30)
    assert ledger.draw_down_licence(fresh(subject), world.cus, clearance("m1", 30)).left_after == 0
    assert verify_record().fault is None
