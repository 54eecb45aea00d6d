"""The variations of a licence, as its holder and the authority read them. Nobody is named to the holder."""

from __future__ import annotations

from collections.abc import Iterable

from licensing.choices import VariationOutcome
from licensing.messages import DayText, Message
from licensing.models.licences.changing.variation import LicenceVariation
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.read_models.views import LicenceVariationView
from licensing.policy.licences.counted import count_in_unit


def read_variations(licence: Licence) -> list[LicenceVariationView]:
    """What was asked to change of a licence and what became of it, the newest first."""
    return [_build_variation_view(one) for one in licence.variations.order_by("-number")]


def list_changes(variation: LicenceVariation, licence: Licence, lines: Iterable[LicenceLine]) -> list[Message]:
    """What a variation changes, or would change, from what to what; of one that was granted against the version before it.

    `lines` are those of the licence, with their units.
    """
    by_number, before, found = {line.number: line for line in lines}, variation.get_before(), []
    if variation.valid_until is not None:
        was = variation.get_before_day() or licence.valid_until
        found.append(Message("Last day: %(old)s → %(new)s", old=DayText(was), new=DayText(variation.valid_until)))
    for number, quantity in variation.get_quantities().items():
        line = by_number[number]
        old, new = (count_in_unit(one, line.unit_id, line.unit.name) for one in (before.get(number, line.authorised), quantity))
        found.append(Message("Line %(line)s: %(old)s → %(new)s", line=str(line), old=old, new=new))
    return found


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
