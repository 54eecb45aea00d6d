"""The request under a licence as a variation changes it: other parties, another route, more of an item than it asks for.

What is asked is held against the lists at once, so that its hits are looked at before anybody decides. Granted, it becomes the
next version of the request, and everything that may stop a grant is asked of that version.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act
from licensing.acts.assessment.indexes import list_versions_in_force
from licensing.acts.assessment.screening import write_screening
from licensing.acts.obstacles.listing import list_stopping
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.drafting import prepare_sections
from licensing.acts.requests.routing import compute_routing
from licensing.acts.requests.writing import keep_version, write_document
from licensing.choices import CaseState, ClockKind, Step
from licensing.errors import Gap, Invalid, WrongState
from licensing.messages import Message
from licensing.models import Case, Item, Licence, LicenceVariation
from licensing.models.assessment.certificates import find_citation
from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.changing.variation import load_asked_changes
from licensing.models.plans.tiers import list_names, load_ranked_countries
from licensing.models.requests.composition import build_request_document, read_filed_document
from licensing.policy.licences.request_changes import (
    REPLACES,
    RequestChange,
    build_varied_request,
    find_request_gaps,
    leave_out_place,
)
from licensing.policy.obstacles import Obstacle
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.changes.materiality import compare_requests


@dataclass(frozen=True, slots=True)
class AskedVariation:
    """What somebody asks to change of a licence; what stays as it is is left out."""

    valid_until: date | None = None
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    change: RequestChange = field(default_factory=RequestChange)


def prepare_change(parties: Sequence[Mapping[str, Any]], route: Sequence[Mapping[str, Any]]) -> RequestChange:
    """Parties and a route as they were sent, in their normal form. Raises Invalid for what is no party or no leg of a route."""
    places = [one.get(REPLACES) for one in parties]
    odd = [f"parties.{number}.{REPLACES}" for number, one in enumerate(places) if one is not None and type(one) is not int]
    if odd:
        raise Invalid(gaps=[Gap("invalid", path, Message("Choose one from the list.")) for path in odd])
    ready = prepare_sections({"parties": [leave_out_place(one) for one in parties], "route": list(route)})
    named = zip(ready.sections["parties"], places, strict=True)
    return RequestChange(
        tuple(one if place is None else {**one, REPLACES: place} for one, place in named), tuple(ready.sections["route"])
    )


def read_asked(variation: LicenceVariation) -> AskedVariation:
    """What a variation asks, as it was written down."""
    return AskedVariation(variation.valid_until, variation.get_quantities(), variation.get_request_change())


def drop_unchanged(case: Case, change: RequestChange) -> RequestChange:
    """The same without a route that the request has already."""
    filed = read_filed_document(case) or {}
    differs = compare_requests({"route": filed.get("route", [])}, {"route": list(change.route)})
    return RequestChange(change.parties, change.route if differs else (), change.items)


def refuse_unfit_change(act: Act[Licence], asked: AskedVariation) -> None:
    """Raise why the request under a licence cannot be varied so: it would belong before other bodies, or is under appeal.

    Raises Invalid with each place, WrongState while an appeal looks at the request as it was decided, or for more of a line
    while an appeal can still be filed.
    """
    change, adds = find_change(act.licence, asked), _adds(act.licence, asked)
    if act.case.state != CaseState.GRANTED and (adds or not change.is_empty):
        raise WrongState(_("The request is under appeal. Ask for this when it is decided."), state=act.licence.state)
    # An appeal adds up to all that was asked for, whatever the licence is for by then: both together would go beyond it.
    if adds and act.case.clocks.running().filter(kind=ClockKind.APPEAL).exists():
        sentence = _("An appeal can still be filed, which asks for more. A variation may ask for it when that time is over.")
        raise WrongState(sentence, state=act.licence.state)
    if change.is_empty:
        return
    filed = read_filed_document(act.case) or {}
    citation = find_citation(act.case)
    codes = {one["country"] for one in change.parties} | {one["to_country"] for one in change.route}
    found = find_request_gaps(
        filed,
        change,
        certified=citation.certificate.end_user if citation else None,
        countries=list_names(load_ranked_countries(act.today, codes)),
    )
    if found:
        raise Invalid(gaps=found)
    _refuse_further_bodies(act, filed, build_varied_request(filed, change))


def _refuse_further_bodies(act: Act[Licence], filed: dict[str, Any], varied: dict[str, Any]) -> None:
    """What the decision table sends to another procedure or to further bodies is no variation, whatever it changes."""
    before, after = (compute_routing(act.case, one, on=act.today) for one in (filed, varied))
    if after.procedure != before.procedure or set(after.extra_seats) - set(before.extra_seats):
        sentence = Message("With this the request belongs before other bodies than those that weighed it. It takes a new one.")
        first = next(name for name in ("parties", "route", "items") if varied[name] != filed[name])
        path = "quantities" if first == "items" else first
        raise Invalid(str(sentence), gaps=[Gap("other_procedure", path, sentence)])


def find_change(licence: Licence, asked: AskedVariation) -> RequestChange:
    """What a variation changes of the request: parties, route, and the items of which more would be granted than is asked."""
    wanted = sum_by_item(licence, asked.quantities)
    asks = dict(Item.objects.filter(case=licence.case_id, number__in=wanted).values_list("number", "quantity"))
    more = {number: quantity for number, quantity in wanted.items() if quantity > asks[number]}
    return RequestChange(asked.change.parties, asked.change.route, more)


def sum_by_item(licence: Licence, quantities: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """How much of each item the licence would be for, by the number of the item; `quantities` are those of changed lines."""
    items, found = list_granted_items(licence.case_id), dict[int, Decimal]()
    for line in licence.lines.order_by("number"):
        number = items[line.number - 1]
        found[number] = found.get(number, Decimal()) + quantities.get(line.number, line.authorised)
    return found


def does_widen(licence: Licence, asked: AskedVariation) -> bool:
    """Whether a variation gives what nobody has granted yet: more of a line, another party, another route."""
    if asked.change.parties or asked.change.route:
        return True
    lines = dict(licence.lines.values_list("number", "authorised"))
    return any(quantity > lines.get(number, quantity) for number, quantity in asked.quantities.items())


def screen_asked(act: Act[Licence]) -> None:
    """Hold the parties of the request, and those that a waiting variation names, against the lists; a step of asking.

    Once it is settled the same drops the hits of parties that nobody asks for any more.
    """
    filed, versions = read_filed_document(act.case), list_versions_in_force()
    if filed is not None:
        asked = load_asked_changes([act.case.pk]).get(act.case.pk, RequestChange())
        act.events += write_screening(act.case, build_varied_request(filed, asked), versions, versions, at=act.now)


def amend_request(act: Act[Licence], found: LicenceVariation, asked: AskedVariation) -> dict[str, Any]:
    """Make what is granted the next version of the request; gives the parties and the route that it replaced.

    A step of granting the variation, in the name of whoever asked for it.
    """
    change, before = find_change(act.licence, asked), dict[str, Any]()
    if change.is_empty:
        return before
    filed = build_request_document(act.case)
    varied = build_varied_request(filed, change)
    for name in ("parties", "route"):
        if varied[name] != filed[name]:
            before[name] = filed[name]
            write_document(act.case, {name: varied[name]}, found.asked_by, {}, at=act.now)
    for number, quantity in change.items.items():
        Item.objects.filter(case=act.case, number=number).update(quantity=quantity)
    document = build_request_document(act.case)
    version = keep_version(act.case, document, found.asked_by, release=act.release, at=act.now)
    found.request_version = version
    act.record(EventKind.REQUEST_VARIED, version=version.number, digest=version.digest, variation=str(found.pk))
    return before


def refuse_wider_licence(act: Act[Licence], asked: AskedVariation) -> None:
    """Raise what stops a grant of the varied request today: destinations, screening, certificate, measures, parent, need.

    What is granted is all that the licence would be for. Our own forces come first here too: no decider goes beyond what can
    be spared by a variation.
    """
    parents = Situation(act.case, act.now).read_parents()
    if any(parent.case_id == act.case.pk for parent in parents) and _adds(act.licence, asked):
        sentence = Message("What is to be added to this licence is called off under its contract, by a request of its own.")
        raise Invalid(gaps=[Gap("beyond_authorised", "quantities", sentence)])
    situation = Situation(act.case, act.now, Step.GRANT, granted=sum_by_item(act.licence, asked.quantities), is_act=True)
    for one in list_stopping(situation):
        raise _describe_stop(act.licence, one)


def _adds(licence: Licence, asked: AskedVariation) -> bool:
    return does_widen(licence, AskedVariation(quantities=asked.quantities))


def _describe_stop(licence: Licence, obstacle: Obstacle) -> Exception:
    """Obstacles name a field of a resolution; here it is the line of the licence, and nobody overrides the need."""
    if obstacle.gap is None:
        return obstacle.as_problem()
    items = list_granted_items(licence.case_id)
    item = obstacle.data.get("item") or _find_item(obstacle.gap.path)
    path = f"quantities.{items.index(item) + 1}" if item in items else "quantities"
    sentence = obstacle.message
    if obstacle.code == "need_short":
        sentence = Message("Our own forces need these goods: so much cannot be spared. Ask for less, or by a new request.")
    return Invalid(str(sentence), gaps=[Gap(obstacle.gap.code, path, sentence)])


def _find_item(path: str) -> int:
    """The number of the item that a gap is about, of a resolution or of the request; 0 where it is of none, as of its year."""
    name, _dot, rest = path.partition(".")
    number = rest.partition(".")[0]
    return 0 if not number.isdecimal() else int(number) + (name == "items")
