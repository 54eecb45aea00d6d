"""Goods that the authority classified otherwise than filed, so that the decision table would send the case another way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from licensing.acts.assessment.classification.classifying import read_classified
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.routing import load_routing_facts, load_routing_table
from licensing.choices import ItemVerdict
from licensing.messages import JoinedText, Message, Text, TranslatedText
from licensing.models import Body, ControlEntry, Procedure
from licensing.policy.assessment.classification import ClassifiedItem
from licensing.policy.obstacles import Obstacle
from licensing.policy.signoff.routing import CaseFacts, Routing, route

_LIFT = Message(
    "A case officer sends the request back. Filed again with the entries that were found, it takes its way by them."
)


def find_other_way(situation: Situation) -> Iterator[Obstacle]:
    """A note: by the entries that the authority found another procedure would follow, or further bodies would be heard."""
    case = situation.case
    if situation.step is not None or not situation.is_under_way or case.accepted_at is None:
        return
    classified = read_classified(case)
    if not any(one.verdict is ItemVerdict.CHANGED for one in classified.values()):
        return
    filed = situation.read_filed()
    if filed is None:
        return
    typed, table = load_routing_facts(case, filed, on=situation.today), load_routing_table(situation.today)
    now, then = route(typed, table), route(_overlay_facts(typed, filed["items"], classified), table)
    if said := list(_describe_difference(situation, now, then)):
        yield Obstacle(
            "routed_otherwise",
            JoinedText(*said),
            source=Message("Decision table, by the entries that the authority found"),
            lift=_LIFT,
        )


def _overlay_facts(
    typed: CaseFacts, items: Sequence[Mapping[str, object]], classified: Mapping[int, ClassifiedItem]
) -> CaseFacts:
    """What the table looks at, with the entries that were found, and of items that were changed their MTCR category."""
    goods = frozenset(code for one in classified.values() for code in one.entries)
    changed = {number for number, one in classified.items() if one.verdict is not ItemVerdict.CONFIRMED}
    kept = {str(one["mtcr"]) for one in items if one["number"] not in changed}
    found = ControlEntry.objects.filter(pk__in=goods).values_list("mtcr_default", flat=True)
    return replace(typed, goods=goods, mtcr=frozenset(kept | set(found)))


def _describe_difference(situation: Situation, now: Routing, then: Routing) -> Iterator[Text]:
    if then.procedure != now.procedure:
        found = Procedure.objects.in_force(then.procedure, on=situation.today).first()
        name = TranslatedText(found.names) if found else then.procedure
        yield Message("By the entries that the authority found, another procedure follows: %(name)s.", name=name)
    if further := sorted(set(then.extra_seats) - set(now.extra_seats)):
        bodies = [TranslatedText(names) for names in Body.objects.filter(pk__in=further).values_list("names", flat=True)]
        names = JoinedText(*bodies, separator=", ")
        yield Message("By the entries that the authority found, further bodies are heard: %(names)s.", names=names)
