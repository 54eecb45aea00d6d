"""What became known of a licence after its grant: a conflict, a listing, a false certificate, what a visit found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from licensing.choices import (
    Authenticity,
    CaseRole,
    DecisionOutcome,
    HitStanding,
    HitStrength,
    HitVerdict,
    ReviewCause,
    StepResult,
    VisitFinding,
)
from licensing.messages import DayText, Message
from licensing.models.assessment.certificates import CertificateStep, find_citation, judge_steps
from licensing.models.assessment.screening import Disposition, ScreeningHit
from licensing.models.decisions.decision import Decision
from licensing.models.licences.licence import Licence
from licensing.models.licences.monitoring.review import REVIEWED_STATES, LicenceReview
from licensing.models.licences.monitoring.visit import VisitConcern
from licensing.models.people.actor import CaseDuty, Recusal
from licensing.policy.record.digests import compute_digest

_BATCH: Final = 500


@dataclass(frozen=True)
class Knowledge:
    """One thing that became known of a licence, for those who may read its reviews. `known_at` tells a hit that came back."""

    cause: ReviewCause
    sentence: Message
    row: str
    known_at: datetime


def find_licences_to_review(after: Licence | None) -> list[Licence]:
    """Licences of which something became known after the grant that no review has looked at, at most a batch."""
    found: list[Licence] = []
    while not found:
        rows = _select_candidates()
        batch = list((rows.filter(pk__gt=after.pk) if after is not None else rows).order_by("pk")[:_BATCH])
        if not batch:
            break
        after = batch[-1]
        found = [one for one in batch if find_knowledge(one)]
    return found


def find_knowledge(licence: Licence) -> list[Knowledge]:
    """What became known after the grant, and after the last review that somebody concluded: they knew the rest."""
    read = _read_moments(Licence.objects.filter(pk=licence.pk)).values("voted_until", "known_until").get()
    return [
        *_find_conflicts(licence, read["voted_until"]),
        *_find_listings(licence, read["known_until"]),
        *_find_false_certificate(licence, read["known_until"]),
        *_find_visits(licence, read["known_until"]),
    ]


def compute_known(knowledge: Iterable[Knowledge]) -> str:
    """The digest of what somebody was shown: it says whether anything has become known since, or no longer stands."""
    return compute_digest([[one.cause, one.row, one.known_at] for one in knowledge])


def _find_conflicts(licence: Licence, since: datetime) -> Iterator[Knowledge]:
    recusals = _select_conflicts().filter(case=licence.case_id, recorded_at__gt=since)
    for recusal in recusals.select_related("person").order_by("recorded_at", "pk"):
        name = recusal.person.name
        message = Message("%(person)s took part in the case, and has had a conflict of interest.", person=name)
        yield Knowledge(ReviewCause.CONFLICT, message, str(recusal.pk), recusal.recorded_at)


def _find_listings(licence: Licence, since: datetime) -> Iterator[Knowledge]:
    for hit in _select_hits().filter(case=licence.case_id, known_at__gt=since).order_by("known_at", "pk"):
        words = {"party": hit.party_name, "listed": hit.matched, "list": hit.list_code}
        message = Message("“%(party)s” is named like “%(listed)s” on the list %(list)s.", **words)
        yield Knowledge(ReviewCause.LISTING, message, str(hit.pk), hit.known_at)


def _find_false_certificate(licence: Licence, since: datetime) -> Iterator[Knowledge]:
    citation = find_citation(licence.case)
    if citation is None or judge_steps(citation.certificate) is not Authenticity.FALSE:
        return
    denials = citation.certificate.steps.filter(result=StepResult.DENIES, taken_at__gt=since)
    denied: datetime | None = denials.order_by("-taken_at").values_list("taken_at", flat=True).first()
    if denied is not None:
        number = citation.certificate.number
        message = Message("Certificate %(number)s was found to be false.", number=number)
        yield Knowledge(ReviewCause.CERTIFICATE, message, str(citation.certificate_id), denied)


def _find_visits(licence: Licence, since: datetime) -> Iterator[Knowledge]:
    concerns = VisitConcern.objects.filter(licence=licence, visit__recorded_at__gt=since)
    for concern in concerns.select_related("visit__licence").order_by("visit__recorded_at", "pk"):
        visit = concern.visit
        words = {"licence": visit.licence.number, "finding": VisitFinding(visit.finding).label}
        if visit.done_on is not None and visit.recorded_at is not None:
            message = Message(
                "The visit of %(day)s under the licence %(licence)s to an end user of this one found: %(finding)s.",
                day=DayText(visit.done_on),
                **words,
            )
            yield Knowledge(ReviewCause.VISIT, message, str(visit.pk), visit.recorded_at)


def _select_candidates() -> QuerySet[Licence]:
    """Licences with any of it that no review has looked at, and without an open one. Of certificates more is looked at."""
    conflicts = _select_conflicts().filter(case=OuterRef("case"), recorded_at__gt=OuterRef("voted_until"))
    hits = _select_hits().filter(case=OuterRef("case"), known_at__gt=OuterRef("known_until"))
    denials = CertificateStep.objects.filter(
        result=StepResult.DENIES,
        taken_at__gt=OuterRef("known_until"),
        certificate__citations__case=OuterRef("case"),
        certificate__citations__ended_at__isnull=True,
    )
    visits = VisitConcern.objects.filter(licence=OuterRef("pk"), visit__recorded_at__gt=OuterRef("known_until"))
    is_open = Exists(LicenceReview.objects.open().filter(licence=OuterRef("pk")))
    rows = _read_moments(Licence.objects.filter(state__in=REVIEWED_STATES)).select_related("case")
    return rows.filter(Exists(conflicts) | Exists(hits) | Exists(denials) | Exists(visits)).exclude(is_open)


def _read_moments(licences: QuerySet[Licence]) -> QuerySet[Any]:
    """Licences with the moments until which what is known of them was known to those who granted or reviewed them."""
    # One that only ceased with its licence was read by nobody.
    concluded = LicenceReview.objects.filter(licence=OuterRef("pk"), concluded_by__isnull=False)
    reviewed = Subquery(concluded.order_by("-concluded_at").values("concluded_at")[:1])
    # From the grant on, not from the issue: between the two nothing of the vote is opened again. What was refused before, and
    # granted on appeal, was voted on again without whoever had the conflict.
    grants = Decision.objects.filter(case=OuterRef("case")).exclude(outcome=DecisionOutcome.REFUSE)
    granted = Subquery(grants.order_by("decided_at").values("decided_at")[:1])
    return licences.annotate(
        voted_until=Coalesce(reviewed, granted, "issued_at"),
        known_until=Coalesce(reviewed, "issued_at"),
    )


def _select_conflicts() -> QuerySet[Recusal]:
    """Conflicts of interest of those who handled, signed or decided."""
    parts = CaseDuty.objects.filter(case=OuterRef("case"), person=OuterRef("person")).exclude(duty=CaseRole.PREPARED)
    return Recusal.objects.filter(Exists(parts))


def _select_hits() -> QuerySet[Any]:
    """What the lists in force give that stops goods at the gate: listed, or named strongly alike and not cleared by two.

    `known_at` is when it was found, had come back after it had gone, or was last said not to be somebody else.
    """
    stopping = Q(standing=HitStanding.TRUE) | Q(strength=HitStrength.STRONG)
    said = Disposition.objects.filter(hit=OuterRef("pk")).exclude(verdict=HitVerdict.FALSE)
    current = ScreeningHit.objects.current().filter(stopping).exclude(standing=HitStanding.CLEARED)
    last_said = Subquery(said.order_by("-at").values("at")[:1])
    # PostgreSQL passes over what is NULL.
    found: QuerySet[Any] = current.annotate(known_at=Greatest("found_at", "returned_at", last_said))
    return found
