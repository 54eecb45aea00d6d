"""What of licences waits for a decider: suspensions to confirm, reinstatements and variations that were proposed, reviews."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from licensing.choices import Consequence
from licensing.models.licences.changing.suspension import LicenceSuspension, ReinstatementProposal
from licensing.models.licences.changing.variation import LicenceVariation
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import LIVE_STATES, Licence, LicenceQuerySet
from licensing.models.licences.monitoring.review import REVIEWED_STATES, LicenceReview
from licensing.models.people.users import User


def list_waiting_licences(decider: User, *, at: datetime) -> LicenceQuerySet:
    """The licences of which something waits for this decider, with what it is.

    What they were the first person of does not wait for them, nor what an unmet condition bars, nor a suspension past its time,
    nor anything of a licence that their own organisation holds.
    """
    of_licence = {"licence": OuterRef("pk")}
    suspensions = LicenceSuspension.objects.unconfirmed().filter(**of_licence, confirm_by__gt=at).exclude(ordered_by=decider)
    proposals = ReinstatementProposal.objects.open().filter(suspension__licence=OuterRef("pk")).exclude(proposed_by=decider)
    unmet = DutyConsequence.objects.in_effect().filter(duty__condition__licence=OuterRef("pk"), kind=Consequence.SUSPEND)
    variations = LicenceVariation.objects.open().filter(**of_licence).exclude(asked_by=decider)
    reviews = LicenceReview.objects.open().filter(**of_licence).exclude(opened_by=decider)
    is_live = Q(state__in=LIVE_STATES)
    found = Licence.objects.filter(state__in=REVIEWED_STATES).annotate(
        to_confirm=Q(is_live & Exists(suspensions)),
        to_reinstate=Q(is_live & Exists(proposals) & ~Exists(unmet)),
        to_vary=Q(is_live & Exists(variations)),
        to_review=Exists(reviews),
    )
    own = decider.memberships.filter(ended_at__isnull=True).values("organisation")
    found = found.exclude(organisation__in=own)
    waits = Q(to_confirm=True) | Q(to_reinstate=True) | Q(to_vary=True) | Q(to_review=True)
    return found.filter(waits).order_by("-to_confirm", "issued_at", "pk")
