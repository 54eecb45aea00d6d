"""Goods that the authority classified otherwise than filed, so that the decision table would send the case another way."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.assessment.classification.classifying import read_classified
from licensing.acts.obstacles.situation import Situation
from licensing.acts.requests.routing import FoundWay, find_way
from licensing.choices import ItemVerdict
from licensing.messages import JoinedText, Message, Text, TranslatedText
from licensing.models import Body, Procedure
from licensing.policy.obstacles import Obstacle

_LIFT = Message(
    "A case officer sends it that way with a reason, or sends it back to be filed again with the entries that were found."
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
    way = find_way(case, filed, classified.values(), on=situation.today)
    if said := list(_describe_difference(situation, way)):
        yield Obstacle(
            "routed_otherwise",
            JoinedText(*said),
            source=Message("Decision table, by the entries that the authority found"),
            lift=_LIFT,
        )


def _describe_difference(situation: Situation, way: FoundWay) -> Iterator[Text]:
    if way.then.procedure != way.now.procedure:
        found = Procedure.objects.in_force(way.then.procedure, on=situation.today).first()
        name = TranslatedText(found.names) if found else way.then.procedure
        yield Message("By the entries that the authority found, another procedure follows: %(name)s.", name=name)
    if further := way.further_seats:
        bodies = [TranslatedText(names) for names in Body.objects.filter(pk__in=further).values_list("names", flat=True)]
        names = JoinedText(*bodies, separator=", ")
        yield Message("By the entries that the authority found, further bodies are heard: %(names)s.", names=names)
