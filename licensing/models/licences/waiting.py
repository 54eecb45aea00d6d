"""What of licences waits for a decider: suspensions to confirm, reinstatements and variations that were proposed."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from licensing.choices import Consequence
from licensing.models.licences.consequence import DutyConsequence
from licensing.models.licences.licence import LIVE_STATES, Licence, LicenceQuerySet
from licensing.models.licences.suspension import LicenceSuspension, ReinstatementProposal
from licensing.models.licences.variation import LicenceVariation
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
    found = Licence.objects.filter(state__in=LIVE_STATES).annotate(
        to_confirm=Exists(suspensions), to_reinstate=Exists(proposals) & ~Exists(unmet), to_vary=Exists(variations)
    )
    own = decider.memberships.filter(ended_at__isnull=True).values("organisation")
    found = found.exclude(organisation__in=own)
    return found.filter(Q(to_confirm=True) | Q(to_reinstate=True) | Q(to_vary=True)).order_by("-to_confirm", "issued_at", "pk")
