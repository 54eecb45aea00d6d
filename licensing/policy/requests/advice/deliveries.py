"""The delivery schedule against the items, and against the milestones and stages that the terms name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.messages import Message
from licensing.policy.exact import to_decimal
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_part, get_terms, list_rows
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.requests.advice.background import Background, explain, stop
from licensing.policy.supply.deliveries import PlannedDelivery, group_by_item, read_schedule


def find_deliveries(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Deliveries of no item, of another quantity than is asked for, in no period, or after what the terms do not name."""
    deliveries, items = read_schedule(document), list_rows(document, "items")
    for one in deliveries:
        yield from _period_findings(one, background)
        yield from _gate_findings(one, document)
        if not 1 <= one.item <= len(items):
            message = Message("The request has no item %(number)d.", number=one.item)
            yield stop("delivery_of_no_item", f"deliveries.{one.place}.item", message)
    for number, planned in group_by_item(deliveries).items():
        asked = to_decimal(items[number - 1].get("quantity")) if 1 <= number <= len(items) else None
        total = sum((one.quantity for one in planned), Decimal())
        if asked is not None and total != asked:
            unit = str(items[number - 1].get("unit") or "")
            message = Message(
                "The deliveries of item %(number)d come to %(total)s, and %(asked)s are asked for.",
                number=number,
                total=count_in_unit(total, unit, background.get_unit(unit)),
                asked=count_in_unit(asked, unit, background.get_unit(unit)),
            )
            yield stop("deliveries_not_whole", f"deliveries.{planned[-1].place}.quantity", message)


def _period_findings(one: PlannedDelivery, background: Background) -> Iterator[Finding]:
    path = f"deliveries.{one.place}.last_on"
    if one.last_on < one.first_on:
        yield stop("period_ends_before_it_begins", path, Message("A period does not end before it begins."))
    elif one.last_on < background.on:
        message = Message("This period is over already. Say whether the delivery has been made, and under which licence.")
        yield explain("delivery_over_already", path, message)


def _gate_findings(one: PlannedDelivery, document: Mapping[str, Any]) -> Iterator[Finding]:
    """A delivery names a milestone or a stage as it stands in the terms, or customs could not tell what it waits for."""
    terms = get_terms(document)
    milestones = {str(row.get("title")) for row in list_rows(get_part(terms, "financing"), "milestones")}
    stages = {str(row.get("title")) for row in list_rows(get_part(terms, "joint_venture"), "stages")}
    if one.milestone and one.milestone not in milestones:
        message = Message("“%(name)s” is none of the milestones. Write the name as it stands there.", name=one.milestone)
        yield stop("unknown_milestone", f"deliveries.{one.place}.milestone", message)
    if one.stage and one.stage not in stages:
        message = Message("“%(name)s” is none of the stages. Write the name as it stands there.", name=one.stage)
        yield stop("unknown_stage", f"deliveries.{one.place}.stage", message)
