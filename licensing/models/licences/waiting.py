"""What of licences waits for a decider: suspensions to confirm, reinstatements and variations that were proposed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from licensing.models.licences.licence import LIVE_STATES, Licence, LicenceQuerySet
from licensing.models.licences.suspension import LicenceSuspension, ReinstatementProposal
from licensing.models.licences.variation import LicenceVariation
from licensing.models.people.users import User


def list_waiting_licences(decider: User) -> LicenceQuerySet:
    """The licences of which something waits for this decider, with what it is, but for what they were the first person of."""
    suspensions = LicenceSuspension.objects.unconfirmed().filter(licence=OuterRef("pk")).exclude(ordered_by=decider)
    proposals = ReinstatementProposal.objects.open().filter(suspension__licence=OuterRef("pk")).exclude(proposed_by=decider)
    variations = LicenceVariation.objects.open().filter(licence=OuterRef("pk")).exclude(asked_by=decider)
    found = Licence.objects.filter(state__in=LIVE_STATES).annotate(
        to_confirm=Exists(suspensions), to_reinstate=Exists(proposals), to_vary=Exists(variations)
    )
    return found.filter(Q(to_confirm=True) | Q(to_reinstate=True) | Q(to_vary=True)).order_by("-to_confirm", "issued_at", "pk")
