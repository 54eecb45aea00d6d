"""Goods of which refusal is presumed (MTCR Category I): a note to all who weigh the case, and a reason that the grant owes."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.assessment.classification.classifying import read_classified
from licensing.acts.obstacles.situation import Situation
from licensing.choices import ItemVerdict, MtcrCategory
from licensing.messages import JoinedText, Message
from licensing.models import Case, ControlEntry
from licensing.policy.obstacles import Obstacle


def find_presumed_refusal(situation: Situation) -> Iterator[Obstacle]:
    """A note, which stops nothing by itself: the decider may go beyond the presumption, and says why."""
    if situation.step is not None or not situation.is_under_way or situation.case.accepted_at is None:
        return
    if found := list_presumed_items(situation.case):
        yield Obstacle(
            "refusal_presumed",
            Message(
                "Refusal is presumed: MTCR Category I (%(items)s).",
                items=JoinedText(*(Message("item %(number)d", number=number) for number in found), separator=", "),
            ),
            source=Message("Missile Technology Control Regime, guidelines, paragraph 2"),
            lift=Message("The decider grants it all the same, by name and with the reasons in the decision."),
        )


def list_presumed_items(case: Case) -> list[int]:
    """The items of which refusal is presumed, in their order: as filed, or by an entry that the authority found.

    Category I of the regime: complete systems of at least 500 kg over 300 km, and their complete subsystems.
    """
    classified = read_classified(case)
    # What the authority changed counts as it was changed.
    changed = {number for number, one in classified.items() if one.verdict is not ItemVerdict.CONFIRMED}
    filed = {one.number for one in case.items.all() if one.mtcr == MtcrCategory.I and one.number not in changed}
    entries = {code for one in classified.values() for code in one.entries}
    of_the_first = set(ControlEntry.objects.filter(pk__in=entries, mtcr_default=MtcrCategory.I).values_list("pk", flat=True))
    return sorted(filed | {number for number, one in classified.items() if of_the_first.intersection(one.entries)})
