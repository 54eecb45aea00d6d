"""Classification by the authority: of each item the entries confirmed, changed, or none because it is not controlled."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licensing.choices import ItemVerdict
from licensing.errors import Gap
from licensing.messages import Message


@dataclass(frozen=True, slots=True)
class ClassifiedItem:
    """An item as it was filed and as the authority classifies it; without an entry it is not controlled."""

    number: int
    was: tuple[str, ...]
    entries: tuple[str, ...]

    @property
    def verdict(self) -> ItemVerdict:
        """What became of the entries that were filed; another order of them is no change."""
        if not self.entries:
            return ItemVerdict.NOT_CONTROLLED
        return ItemVerdict.CONFIRMED if set(self.entries) == set(self.was) else ItemVerdict.CHANGED

    def as_data(self) -> dict[str, Any]:
        """As an assessment keeps it."""
        return {
            "number": self.number,
            "was": list(self.was),
            "entries": list(self.entries),
            "verdict": self.verdict.value,
        }

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> ClassifiedItem:
        """An item as an assessment keeps it."""
        return cls(row["number"], tuple(row["was"]), tuple(row["entries"]))


def classify_items(items: Sequence[Mapping[str, Any]], given: Mapping[int, Sequence[str]]) -> list[ClassifiedItem]:
    """Every item of a request: as the authority says, and where it says nothing, as filed."""
    return [
        ClassifiedItem(number, was, tuple(dict.fromkeys(given.get(number, was))))
        for number, was in ((int(one["number"]), tuple(one.get("control_entries") or ())) for one in items)
    ]


def sum_verdicts(items: Sequence[ClassifiedItem]) -> str:
    """What the classification of a request comes to: nothing controlled, something other than filed, or all as filed."""
    verdicts = {one.verdict for one in items}
    if verdicts == {ItemVerdict.NOT_CONTROLLED}:
        return "not_controlled"
    return "confirmed" if verdicts == {ItemVerdict.CONFIRMED} else "changed"


def find_classification_gaps(
    items: Sequence[Mapping[str, Any]], given: Mapping[int, Sequence[str]], known: Collection[str]
) -> Iterator[Gap]:
    """What of a classification names what there is not, and the items of which nobody has said anything yet."""
    filed = {int(one["number"]): one.get("control_entries") or () for one in items}
    for number, entries in given.items():
        if number not in filed:
            yield Gap("unknown", "entries", Message("The request has no item %(number)d.", number=number))
        for code in entries:
            if code not in known:
                words = Message("Item %(number)d: there is no control entry “%(code)s” in force.", number=number, code=code)
                yield Gap("unknown_code", "entries", words)
    for number, was in filed.items():
        if not was and number not in given:
            words = Message(
                "Item %(number)d was filed without an entry. Give one, or say that it is not controlled.", number=number
            )
            yield Gap("required", "entries", words)


def find_goods_facts(
    items: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> tuple[frozenset[str], frozenset[str]]:
    """The control entries and MTCR categories of a request by which it takes its way.

    As filed; of an item of which the authority `found` otherwise, as found, while it says what was found to be wrong.
    """
    by_number = {int(one["number"]): one for one in found}
    goods, mtcr = set[str](), set[str]()
    for item in items:
        one = by_number.get(int(item["number"]))
        if one is not None and set(one["was"]) == set(item["control_entries"]):
            goods |= set(one["entries"])
            mtcr |= set(one["mtcr"])
        else:
            goods |= set(item["control_entries"])
            mtcr.add(item["mtcr"])
    return frozenset(goods), frozenset(mtcr)
