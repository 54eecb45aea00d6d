"""The variations of a licence, as its holder and the authority read them. Nobody is named to the holder."""

from __future__ import annotations

from licensing.choices import VariationOutcome
from licensing.models.licences.licence import Licence
from licensing.models.licences.variation import LicenceVariation
from licensing.models.read_models.views import LicenceVariationView


def read_variations(licence: Licence) -> list[LicenceVariationView]:
    """What was asked to change of a licence and what became of it, the newest first."""
    return [_build_variation_view(one) for one in licence.variations.order_by("-number")]


def _build_variation_view(one: LicenceVariation) -> LicenceVariationView:
    return LicenceVariationView(
        id=one.pk,
        number=one.number,
        by_holder=one.by_holder,
        reason=one.reason,
        asked_at=one.asked_at,
        due_on=one.due_on,
        valid_until=one.valid_until,
        quantities=dict(one.quantities),
        before_valid_until=one.get_before_day(),
        before_quantities=dict(one.before.get("quantities", {})),
        outcome=VariationOutcome(one.outcome) if one.outcome else None,
        settled_at=one.settled_at,
        settled_because=one.settled_because,
        version=one.version,
    )
