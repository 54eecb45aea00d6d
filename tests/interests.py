"""What a partner wants before any request, and what is offered for it: scenes of the tests of interests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests
from licensing.choices import CooperationForm, Urgency
from licensing.models import Interest
from licensing.policy.plans.interests import InterestInput, OfferInput, WantedLine, YearVolume
from tests.scenes import scene
from tests.world import World

YEAR = to_local_day(now()).year
LINE = WantedLine(goods="Pressure vessels", unit="NAR", volumes=(YearVolume(YEAR + 1, Decimal(40)),))
INTEREST = InterestInput("Vessels for the coast", (LINE,), CooperationForm.LONG_TERM, Urgency.SOON, financing="A loan.")


def offer(**changes: Any) -> OfferInput:
    given = OfferInput("Thirty a year.", (LINE,), CooperationForm.DIRECT_SALE, to_local_day(now()) + timedelta(days=20))
    return replace(given, **changes)


@scene
def filed_interest(world: World, **changes: Any) -> Interest:
    return interests.file_interest(world.paula, world.partner, replace(INTEREST, **changes))
