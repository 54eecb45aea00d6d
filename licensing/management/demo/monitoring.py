"""What the demo makes known of licences after their grant: visits to delivered goods, reviews, and what these lead to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.acts.licences.changing import variation
from licensing.acts.licences.monitoring import review, visit
from licensing.choices import ReviewCause, ReviewOutcome, VisitFinding, VisitKind
from licensing.models import Licence, LicenceReview, LicenceVariation, LicenceVisit, User
from licensing.models.licences.monitoring.knowledge import compute_known, find_knowledge

Row = Mapping[str, Any]


def plan_visit(licence: Licence, user: User, words: Row) -> LicenceVisit:
    """Plan a visit to the goods of a licence until the day that the step names."""
    due_on = date.fromisoformat(words["due_on"])
    return visit.plan_visit(
        licence, user, kind=VisitKind(words["kind"]), place=words["place"], persons=words["persons"], due_on=due_on
    )


def record_visit(licence: Licence, user: User, words: Row, day: date) -> LicenceVisit:
    """Record what the visit that is planned found, as carried out on the day of the step."""
    finding, persons = VisitFinding(words["finding"]), words["persons"]
    return visit.record_visit(licence, user, done_on=day, persons=persons, finding=finding, report=words["report"])


def open_review(licence: Licence, user: User, words: Row) -> LicenceReview:
    """Open a review for what became known after the grant."""
    return review.open_review(licence, user, cause=ReviewCause(words["cause"]), finding=words["finding"])


def propose_variation(licence: Licence, user: User, words: Row) -> LicenceVariation:
    """Propose that lines of a licence are for other quantities."""
    quantities = {int(number): Decimal(quantity) for number, quantity in words["quantities"].items()}
    return variation.propose_variation(licence, user, reason=words["reason"], quantities=quantities)


def conclude_review(licence: Licence, user: User, words: Row) -> LicenceReview:
    """Conclude the review that is open, by all that is known of the licence at that moment."""
    known = compute_known(find_knowledge(licence))
    return review.conclude_review(licence, user, outcome=ReviewOutcome(words["outcome"]), reasons=words["reasons"], known=known)
