"""What became known of a licence after its grant: a conflict, a listing, a false certificate, what a visit found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from licensing.choices import Authenticity, CaseRole, HitStanding, HitStrength, ReviewCause, StepResult, VisitFinding
from licensing.messages import DayText, Message
from licensing.models import CaseDuty, CertificateStep, Licence, LicenceReview, Recusal, ScreeningHit, VisitConcern
from licensing.models.assessment.certificates import find_citation, judge_steps
from licensing.models.licences.licence import LIVE_STATES

_BATCH: Final = 500


def find_licences_to_review(after: Licence | None) -> list[Licence]:
    """Licences in force of which something became known after the grant that no review has looked at, at most a batch."""
    found: list[Licence] = []
    while not found:
        rows = _select_candidates()
        batch = list((rows.filter(pk__gt=after.pk) if after is not None else rows).order_by("pk")[:_BATCH])
        if not batch:
            break
        after = batch[-1]
        found = [one for one in batch if find_knowledge(one)]
    return found


def find_knowledge(licence: Licence) -> list[tuple[ReviewCause, Message]]:
    """What became known after the grant, and after the last review was concluded: whoever concluded that knew the rest."""
    reviewed: datetime | None = licence.reviews.order_by("-number").values_list("concluded_at", flat=True).first()
    return [
        *_find_conflicts(licence, reviewed),
        *_find_listings(licence, reviewed or licence.issued_at),
        *_find_false_certificate(licence, reviewed or licence.issued_at),
        *_find_visits(licence, reviewed or licence.issued_at),
    ]


def _find_conflicts(licence: Licence, reviewed: datetime | None) -> Iterator[tuple[ReviewCause, Message]]:
    # From the decision on, not from the issue: between the two nothing of the vote is opened again.
    decided = licence.case.decisions.order_by("decided_at").values_list("decided_at", flat=True).first()
    recusals = _select_conflicts().filter(case=licence.case_id, recorded_at__gt=reviewed or decided or licence.issued_at)
    for recusal in recusals.select_related("person").order_by("recorded_at"):
        name = recusal.person.name
        message = Message("%(person)s took part in the case, and has had a conflict of interest.", person=name)
        yield ReviewCause.CONFLICT, message


def _find_listings(licence: Licence, since: datetime) -> Iterator[tuple[ReviewCause, Message]]:
    for hit in _select_hits().filter(case=licence.case_id, found_at__gt=since).order_by("found_at"):
        words = {"party": hit.party_name, "listed": hit.matched, "list": hit.list_code}
        yield ReviewCause.LISTING, Message("“%(party)s” is named like “%(listed)s” on the list %(list)s.", **words)


def _find_false_certificate(licence: Licence, since: datetime) -> Iterator[tuple[ReviewCause, Message]]:
    citation = find_citation(licence.case)
    if citation is None or judge_steps(citation.certificate) is not Authenticity.FALSE:
        return
    if citation.certificate.steps.filter(result=StepResult.DENIES, taken_at__gt=since).exists():
        number = citation.certificate.number
        yield ReviewCause.CERTIFICATE, Message("Certificate %(number)s was found to be false.", number=number)


def _find_visits(licence: Licence, since: datetime) -> Iterator[tuple[ReviewCause, Message]]:
    concerns = VisitConcern.objects.filter(licence=licence, visit__recorded_at__gt=since)
    for concern in concerns.select_related("visit__licence").order_by("visit__recorded_at", "pk"):
        visit = concern.visit
        words = {"licence": visit.licence.number, "finding": VisitFinding(visit.finding).label}
        if visit.done_on is not None:
            message = Message(
                "The visit of %(day)s under the licence %(licence)s to an end user of this one found: %(finding)s.",
                day=DayText(visit.done_on),
                **words,
            )
            yield ReviewCause.VISIT, message


def _select_candidates() -> QuerySet[Licence]:
    """Licences in force with any of it since the decision, and without an open review; a few of them are looked through."""
    conflicts = _select_conflicts().filter(case=OuterRef("case"), case__decisions__decided_at__lt=F("recorded_at"))
    hits = _select_hits().filter(case=OuterRef("case"), found_at__gt=OuterRef("issued_at"))
    denials = CertificateStep.objects.filter(
        result=StepResult.DENIES,
        taken_at__gt=OuterRef("issued_at"),
        certificate__citations__case=OuterRef("case"),
        certificate__citations__ended_at__isnull=True,
    )
    visits = VisitConcern.objects.filter(licence=OuterRef("pk"), visit__recorded_at__gt=OuterRef("issued_at"))
    is_open = Exists(LicenceReview.objects.open().filter(licence=OuterRef("pk")))
    found = Licence.objects.filter(Exists(conflicts) | Exists(hits) | Exists(denials) | Exists(visits), state__in=LIVE_STATES)
    return found.exclude(is_open)


def _select_conflicts() -> QuerySet[Recusal]:
    """Conflicts of interest of those who handled, signed or decided."""
    parts = CaseDuty.objects.filter(case=OuterRef("case"), person=OuterRef("person")).exclude(duty=CaseRole.PREPARED)
    return Recusal.objects.filter(Exists(parts))


def _select_hits() -> QuerySet[ScreeningHit]:
    """What the lists in force give that stops goods at the gate: listed, or named strongly alike and not cleared by two."""
    stopping = Q(standing=HitStanding.TRUE) | Q(strength=HitStrength.STRONG)
    found: QuerySet[ScreeningHit] = ScreeningHit.objects.current().filter(stopping).exclude(standing=HitStanding.CLEARED)
    return found
