"""The variations of a licence, as its holder and the authority read them. Nobody is named to the holder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from licensing.choices import PartyRole, TransportMode, VariationOutcome
from licensing.messages import DayText, JoinedText, Message, Text, TranslatedText
from licensing.models.licences.changing.variation import LicenceVariation
from licensing.models.licences.licence import Licence, LicenceLine
from licensing.models.read_models.views import LicenceVariationView
from licensing.models.reference.lists import Country
from licensing.models.requests.composition import read_filed_document
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.request_changes import REPLACES
from licensing.policy.requests.sections import name_vessel
from licensing.policy.requests.types import get_label


def read_variations(licence: Licence) -> list[LicenceVariationView]:
    """What was asked to change of a licence and what became of it, the newest first."""
    return [_build_variation_view(one) for one in licence.variations.order_by("-number")]


def list_changes(variation: LicenceVariation, licence: Licence, lines: Iterable[LicenceLine]) -> list[Message]:
    """What a variation changes, or would change, from what to what; of one that was granted against the version before it.

    `lines` are those of the licence, with their units.
    """
    return list_all_changes([variation], licence, lines)[0]


def list_all_changes(
    variations: Sequence[LicenceVariation], licence: Licence, lines: Iterable[LicenceLine]
) -> list[list[Message]]:
    """The same of several of one licence, in their order; what they are held against is read once for all of them."""
    by_number, of_request = {line.number: line for line in lines}, [one for one in variations if one.changes_parties_or_route]
    filed = (read_filed_document(licence.case) or {}) if of_request else {}
    known = {one.pk: filed | one.before for one in of_request}
    names = _name_countries(of_request, list(known.values()))
    return [
        [*_list_licence_changes(one, licence, by_number), *_list_request_changes(one, known.get(one.pk, {}), names)]
        for one in variations
    ]


def _name_countries(variations: Sequence[LicenceVariation], known: Sequence[Mapping[str, Any]]) -> Mapping[str, Text]:
    parties = [row for one in variations for row in one.parties] + [row for one in known for row in one.get("parties", ())]
    legs = [row for one in variations for row in one.route] + [row for one in known for row in one.get("route", ())]
    codes = {one["country"] for one in parties} | {leg[side] for leg in legs for side in ("from_country", "to_country")}
    return {row.pk: TranslatedText(row.names) for row in Country.objects.filter(pk__in=codes)} if codes else {}


def _list_licence_changes(variation: LicenceVariation, licence: Licence, lines: Mapping[int, LicenceLine]) -> Iterator[Message]:
    before = variation.get_before()
    if variation.valid_until is not None:
        was = variation.get_before_day() or licence.valid_until
        yield Message("Last day: %(old)s → %(new)s", old=DayText(was), new=DayText(variation.valid_until))
    for number, quantity in variation.get_quantities().items():
        line = lines[number]
        old, new = (count_in_unit(one, line.unit_id, line.unit.name) for one in (before.get(number, line.authorised), quantity))
        yield Message("Line %(line)s: %(old)s → %(new)s", line=str(line), old=old, new=new)


def _list_request_changes(
    variation: LicenceVariation, filed: Mapping[str, Any], names: Mapping[str, Text]
) -> Iterator[Message]:
    """Other parties and another route, against the request as it was before, or is as long as nothing is decided."""
    known: Sequence[Mapping[str, Any]] = filed.get("parties", ())
    for row in variation.parties:
        role, new, place = get_label(PartyRole, row["role"]), _describe_party(row, names), row.get(REPLACES)
        if place is None:
            yield Message("%(role)s, added: %(new)s", role=role, new=new)
        else:
            yield Message("%(role)s: %(old)s → %(new)s", role=role, old=_describe_party(known[place - 1], names), new=new)
    if variation.route:
        ways = [
            JoinedText(*(_describe_leg(leg, names) for leg in one), separator="; ")
            for one in (filed.get("route", ()), variation.route)
        ]
        yield Message("Route: %(old)s → %(new)s", old=ways[0], new=ways[1])


def _describe_party(party: Mapping[str, Any], names: Mapping[str, Text]) -> Message:
    country = names.get(party["country"], party["country"])
    address = party.get("address") or ""
    if not address:
        return Message("%(name)s, %(country)s", name=party["name"], country=country)
    return Message("%(name)s, %(address)s, %(country)s", name=party["name"], address=address, country=country)


def _describe_leg(leg: Mapping[str, Any], names: Mapping[str, Text]) -> Message:
    words = {name: leg[name] for name in ("from_place", "to_place")}
    words |= {side: names.get(leg[side], leg[side]) for side in ("from_country", "to_country")}
    mode = get_label(TransportMode, leg["mode"])
    return Message(
        "%(from_place)s (%(from_country)s) – %(to_place)s (%(to_country)s), %(mode)s%(carrier)s",
        **words,
        mode=mode,
        carrier="".join(f", {one}" for one in (leg.get("carrier"), name_vessel(leg), leg.get("customs_point")) if one),
    )


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
        parties=list(one.parties),
        route=list(one.route),
        before_valid_until=one.get_before_day(),
        before_quantities=dict(one.before.get("quantities", {})),
        before_parties=list(one.before.get("parties", ())),
        before_route=list(one.before.get("route", ())),
        outcome=VariationOutcome(one.outcome) if one.outcome else None,
        settled_at=one.settled_at,
        settled_because=one.settled_because,
        version=one.version,
    )
