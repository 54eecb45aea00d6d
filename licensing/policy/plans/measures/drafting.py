"""What is wrong with a measure before it is published: nothing of it may be changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from licensing.choices import EURO, InFlight, MeasureKind, PlaceRole, QuotaPeriod
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.destinations.places import OWN_STATE
from licensing.policy.exact import count_decimals
from licensing.policy.people import two_persons
from licensing.policy.plans.measures.scope import (
    Scope,
    does_leave_nothing,
    find_width_gaps,
    fold_parties,
    reduce_scope,
)


@dataclass(frozen=True, slots=True)
class ExemptionDraft:
    """An exception as a policy officer writes it, its title by language."""

    titles: Mapping[str, str]
    authority: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """A measure as a policy officer writes it, its title by language."""

    kind: MeasureKind
    titles: Mapping[str, str]
    scope: Scope
    authority: str
    document_no: str
    document_on: date
    valid_from: date
    valid_until: date | None = None
    exemptions: Sequence[ExemptionDraft] = ()
    in_flight: InFlight = InFlight.STOP
    # Of a duty, of a quota, and of a tier.
    percent: Decimal | None = None
    ceiling: Decimal | None = None
    unit: str = ""
    period: QuotaPeriod | None = None
    tier: str = ""
    reason: str = ""


def complete_draft(draft: MeasureDraft) -> MeasureDraft:
    """A draft as it will hold: parties by their folded names; a ban on transit is about the countries on the way.

    What is wrong with a draft is asked of this: an exception that says what completion adds is as wide as its measure.
    """
    exemptions = [replace(one, scope=fold_parties(one.scope)) for one in draft.exemptions]
    scope = fold_parties(draft.scope)
    if draft.kind == MeasureKind.TRANSIT_BAN and not scope.roles:
        scope = replace(scope, roles=frozenset({PlaceRole.TRANSIT.value}))
    return replace(draft, scope=scope, exemptions=exemptions)


def find_draft_gaps(draft: MeasureDraft, *, today: date) -> Iterator[Gap]:
    """Everything that is wrong with a complete draft by itself; whether its codes are known is asked of the lists."""
    texts = {"authority": draft.authority, "document_no": draft.document_no, "reason": draft.reason}
    texts["title"] = draft.titles.get("en", "")
    yield from (Gap("required", name, _EMPTY) for name, text in texts.items() if not text.strip())
    yield from _find_reach_gaps(draft)
    yield from find_day_gaps(draft, today=today)
    yield from _find_term_gaps(draft)
    for number, one in enumerate(draft.exemptions):
        place = f"exemptions.{number}"
        if not one.titles.get("en", "").strip() or not one.authority.strip():
            yield Gap("required", place, Message("An exception has a title and the authority that it rests on."))
        yield from _find_bound_gaps(one.scope, place)
        yield from (Gap("wider_exception", place, message) for message in find_width_gaps(draft.scope, one.scope))
    if does_leave_nothing(draft.scope, [one.scope for one in draft.exemptions]):
        sentence = Message("Together the exceptions are as wide as the measure itself, so nothing would be left of it.")
        yield Gap("wider_exception", "exemptions.0", sentence)


def find_day_gaps(draft: MeasureDraft, *, today: date) -> Iterator[Gap]:
    """What is wrong with the days of a measure on the day on which it is prepared, and again on that of its publication."""
    if draft.valid_from < today:
        yield Gap("backdated", "valid_from", Message("A measure is not backdated: it begins today at the earliest."))
    if draft.valid_until is not None and draft.valid_until < draft.valid_from:
        yield Gap("invalid", "valid_until", Message("The last day is not before the first."))
    if draft.document_on > today:
        yield Gap("invalid", "document_on", Message("The document cannot be of a later day than today."))


def find_settler_refusal(*, settler: UUID, author: UUID) -> Message | None:
    """Why somebody may not settle what is prepared, or None: a measure takes two persons."""
    return two_persons.MEASURE.find_refusal(settler, proposer=author)


def _find_reach_gaps(draft: MeasureDraft) -> Iterator[Gap]:
    scope = draft.scope
    if reduce_scope(scope).is_empty:
        yield Gap("no_scope", "scope", Message("A measure says what it covers; without a scope it would stop everything."))
        return
    yield from _find_bound_gaps(scope, "scope")
    if message := _NEEDS.get(draft.kind):
        names, sentence = message
        if not any(scope.named[name] for name in names):
            yield Gap("required", f"scope.{names[0]}", sentence)


def _find_term_gaps(draft: MeasureDraft) -> Iterator[Gap]:
    """What is wrong with that which a duty, a quota or a tier says beside its scope, or what another kind has no use for."""
    used = {
        MeasureKind.DUTY: ("percent",),
        MeasureKind.QUOTA: ("ceiling", "unit", "period"),
        MeasureKind.PARTNER_TIER: ("tier",),
    }.get(draft.kind, ())
    said = {
        "percent": draft.percent,
        "ceiling": draft.ceiling,
        "unit": draft.unit,
        "period": draft.period,
        "tier": draft.tier,
    }
    for name, value in said.items():
        if name not in used and value:
            yield Gap("invalid", name, _TERMS[name])
        elif name in used and not value:
            yield Gap("required", name, _TERMS[name])
    if draft.kind == MeasureKind.DUTY and draft.percent and not 0 < draft.percent <= 100:
        yield Gap("invalid", "percent", Message("A duty is more than 0 and at most 100 per cent."))
    elif draft.percent and count_decimals(draft.percent) > 2:
        yield Gap("invalid", "percent", Message("A duty is stated in hundredths of a per cent at most."))
    if draft.kind == MeasureKind.QUOTA:
        yield from _find_quota_gaps(draft)
    if draft.kind == MeasureKind.PARTNER_TIER:
        yield from _find_tier_gaps(draft)


def _find_quota_gaps(draft: MeasureDraft) -> Iterator[Gap]:
    if draft.ceiling is not None and draft.ceiling < 0:
        yield Gap("invalid", "ceiling", Message("A quota is above 0."))
    if draft.unit not in ("", EURO) and not draft.scope.is_about_goods:
        sentence = Message("A quota in pieces or another unit names the goods that are counted in it.")
        yield Gap("required", "scope.families", sentence)
    if draft.period == QuotaPeriod.WHOLE and draft.valid_until is None:
        yield Gap("required", "valid_until", Message("A quota for all of its time has a last day."))


def _find_tier_gaps(draft: MeasureDraft) -> Iterator[Gap]:
    """A country has one tier at a time, in every role and for every case: nothing else can be said of it."""
    if draft.scope != Scope(countries=draft.scope.countries):
        yield Gap("invalid", "scope.roles", Message("A tier is one of countries, and of nothing else."))
    if draft.exemptions:
        yield Gap("invalid", "exemptions.0", Message("A tier has no exceptions."))
    if draft.in_flight != InFlight.STOP:
        sentence = Message("A tier holds for every case at once, those under way among them.")
        yield Gap("invalid", "in_flight", sentence)


def _find_bound_gaps(scope: Scope, place: str) -> Iterator[Gap]:
    """What would bind nothing, or not what it seems to: of a measure and of an exception alike."""
    if scope.value_from is not None and scope.value_to is not None and scope.value_from > scope.value_to:
        yield Gap("invalid", f"{place}.value_to", Message("The highest value is not below the lowest."))
    if scope.roles and not scope.countries:
        yield Gap("invalid", f"{place}.roles", Message("Roles are those of countries; name the countries."))
    if OWN_STATE in scope.countries:
        sentence = Message("Ukraine is no destination, so a measure that names it would bind nothing there. Name other states.")
        yield Gap("own_state", f"{place}.countries", sentence)


_EMPTY = Message("This must not be empty.")
_OF_GOODS = (("families", "entries"), Message("Name the item families or control entries that it is about."))
_TERMS: Final[Mapping[str, Message]] = {
    "percent": Message("A duty has a percentage, and nothing else has one."),
    "ceiling": Message("A quota has a highest quantity or value, and nothing else has one."),
    "unit": Message("A quota has the unit that it is counted in, or EUR; nothing else has one."),
    "period": Message("A quota has the period that it is counted in, and nothing else has one."),
    "tier": Message("A tier of countries names the tier, and nothing else has one."),
}
_NEEDS: Final[Mapping[MeasureKind, tuple[tuple[str, ...], Message]]] = {
    MeasureKind.EMBARGO: (("countries", "parties"), Message("Name the countries or the parties that it is about.")),
    MeasureKind.TRANSIT_BAN: (("countries",), Message("Name the countries that nothing may pass.")),
    MeasureKind.ITEM_RESTRICTION: _OF_GOODS,
    MeasureKind.NEED_STOP: _OF_GOODS,
    MeasureKind.PARTNER_TIER: (("countries",), Message("Name the countries that have this tier.")),
}
