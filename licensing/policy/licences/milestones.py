"""What the deliveries of a licence wait for: milestones that open deliveries, and the gates of technology stages.

The terms name them; a delivery of the schedule says which it waits for. A milestone that opens deliveries and that no delivery
names is waited for by all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from licensing.choices import MilestoneKind
from licensing.messages import Message
from licensing.policy.input.drafts import get_part, get_terms, list_rows
from licensing.policy.requests.cooperation import MilestoneOpens
from licensing.policy.supply.deliveries import PlannedDelivery, group_by_item, read_schedule

# What is met: the kind of milestone with its name in the terms.
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that has to be met before deliveries; `gate` is what must have been shown, of a stage. `for_all` binds all."""

    kind: MilestoneKind
    title: str
    gate: str = ""
    for_all: bool = False

    @property
    def key(self) -> Key:
        """By what it is known that it was met."""
        return (self.kind.value, self.title)

    def describe(self) -> Message:
        """Why goods do not leave before it is met."""
        if self.kind is MilestoneKind.STAGE:
            return Message(
                "Deliveries of the stage “%(name)s” wait for its gate, which is not met: %(gate)s",
                name=self.title,
                gate=self.gate,
            )
        return Message("Deliveries wait for the milestone “%(name)s”, which is not met.", name=self.title)


@dataclass(frozen=True, slots=True)
class LineDraw:
    """A quantity that is to leave of an item of a request, of which so much is authorised and has left by all its lines."""

    item: int
    authorised: Decimal
    cleared: Decimal
    quantity: Decimal


def list_milestones(document: Mapping[str, Any]) -> list[Milestone]:
    """What deliveries of a request wait for, in the order of its terms."""
    schedule, terms = read_schedule(document), get_terms(document)
    named, staged = {one.milestone for one in schedule}, {one.stage for one in schedule}
    return [*_list_of_loan(get_part(terms, "financing"), named), *_list_stages(get_part(terms, "joint_venture"), staged)]


def find_unmet(document: Mapping[str, Any], met: Collection[Key], draw: LineDraw | None = None) -> list[Milestone]:
    """The milestones that are not met, or those of them that keep a quantity from leaving.

    A grant in part takes the first deliveries of a schedule; what it authorises beyond the schedule waits for none of them.
    """
    unmet = [one for one in list_milestones(document) if one.key not in met]
    if draw is None:
        return unmet
    for_all = [one for one in unmet if one.for_all]
    if for_all or not unmet:
        return for_all
    waited = {one.key: one for one in unmet}
    held, free = _split_schedule(group_by_item(read_schedule(document)).get(draw.item, []), waited, draw.authorised)
    return held if draw.cleared + draw.quantity > free else []


def _split_schedule(
    deliveries: Collection[PlannedDelivery], waited: Mapping[Key, Milestone], authorised: Decimal
) -> tuple[list[Milestone], Decimal]:
    """What the deliveries of an item still wait for, and how much of what is authorised waits for nothing."""
    held: dict[Key, Milestone] = {}
    left, free = authorised, Decimal()
    for one in deliveries:
        quantity = min(one.quantity, left)
        left -= quantity
        keys = {(MilestoneKind.MILESTONE.value, one.milestone), (MilestoneKind.STAGE.value, one.stage)} & waited.keys()
        if not keys:
            free += quantity
        elif quantity:
            held |= {key: waited[key] for key in keys}
    return list(held.values()), free + left


def _list_of_loan(financing: Mapping[str, Any], named: Collection[str]) -> Iterator[Milestone]:
    for row in list_rows(financing, "milestones"):
        title = str(row.get("title") or "")
        for_all = row.get("opens") == MilestoneOpens.DELIVERIES and title not in named
        if title and (for_all or title in named):
            yield Milestone(MilestoneKind.MILESTONE, title, for_all=for_all)


def _list_stages(venture: Mapping[str, Any], staged: Collection[str]) -> Iterator[Milestone]:
    for row in list_rows(venture, "stages"):
        title = str(row.get("title") or "")
        if title and title in staged:
            yield Milestone(MilestoneKind.STAGE, title, gate=str(row.get("gate") or ""))
