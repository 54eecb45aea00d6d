"""Where a request goes in every role, and with what it is added up, in words, as its page at the desk shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.admin.pages.rights import local_now
from licensing.choices import PartnerTier
from licensing.messages import Amount, Message
from licensing.models import Case, CaseVersion, SplittingRule, User
from licensing.models.plans.tiers import RankedCountry, list_tiers, load_ranked_countries
from licensing.policy.destinations.places import Destination, list_destinations
from licensing.policy.destinations.strictness import Judgement, get_tier, judge_destinations


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """One destination: its role, who stands there, its country and tier, and what follows from it."""

    role: str
    name: str
    country: str
    tier: str
    standing: str
    tone: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """A sum over what was filed apart, with the requests that this reader may know of and how many others there are."""

    sentence: str
    cases: Sequence[Case]
    unseen: int


def build_destination_rows(version: CaseVersion) -> list[DestinationRow]:
    """The destinations of a request as it was filed, each with the tier that its country has today."""
    found = list_destinations(json.loads(version.canonical))
    countries = load_ranked_countries(to_local_day(local_now()), {one.country for one in found})
    tiers = list_tiers(countries)
    judged = judge_destinations(found, tiers)
    return [_describe_destination(one, countries, judged, get_tier(one, tiers)) for one in found]


def build_sum_rows(case: Case, reader: User, *, now: datetime) -> list[SumRow]:
    """The sums by which the case was routed; a request that the reader may not see is counted and not named."""
    sums = case.routing.get("sums", [])
    if not sums:
        return []
    ids = {pk for one in sums for pk in one["cases"]}
    seen = {str(one.pk): one for one in Case.objects.visible_to(reader, on=now).filter(pk__in=ids)}
    rules = SplittingRule.objects.in_bulk({one["rule"] for one in sums})
    return [
        SumRow(
            sentence=str(_describe_sum(one, rules.get(one["rule"]))),
            cases=[seen[pk] for pk in one["cases"] if pk in seen],
            unseen=sum(pk not in seen for pk in one["cases"]),
        )
        for one in sums
    ]


def _describe_sum(one: Mapping[str, Any], rule: SplittingRule | None) -> Message:
    return Message(
        "%(rule)s: EUR %(total)s within %(days)s days, above EUR %(threshold)s. Counted besides:",
        rule=rule.name if rule else one["rule"],
        total=Amount(Decimal(one["total"])),
        days=one["days"],
        threshold=Amount(Decimal(one["threshold"])),
    )


def _describe_destination(
    one: Destination, countries: Mapping[str, RankedCountry], judged: Judgement, tier: str
) -> DestinationRow:
    row = countries.get(one.country)
    standing, tone = _describe_standing(one, judged)
    return DestinationRow(
        role=str(one.role_label),
        name=one.name,
        country=str(row.name) if row else one.country,
        tier="" if one.is_own_state else _describe_tier(tier, row),
        standing=standing,
        tone=tone,
    )


def _describe_tier(tier: str, row: RankedCountry | None) -> str:
    label = str(PartnerTier(tier).label)
    return f"{label} ({row.measure})" if row and row.measure else label


def _describe_standing(one: Destination, judged: Judgement) -> tuple[str, str]:
    if one.is_own_state:
        return _("our own state"), "mute"
    if one in judged.excluded:
        return _("excluded: nothing is granted"), "bad"
    if one == judged.decided_by:
        return _("the strictest: it decides"), "warn"
    if one.receives:
        return _("counts for the procedure"), "good"
    return _("on the way: counts for bans alone"), "mute"
