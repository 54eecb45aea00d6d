"""Which lists an assessment rests on, as it keeps them, and what of them says something else by now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from licensing.messages import Message, Text
from licensing.policy.record.digests import compute_digest


def digest_entry(row: Mapping[str, Any]) -> str:
    """The digest of what a control entry decides by; its wording is none of it, and a reworded entry is the same one."""
    return compute_digest(dict(sorted((name, str(value or "")) for name, value in row.items())))


def find_changed_entries(kept: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Text]:
    """Control entries that a classification rests on and that are not what they were; entries that did not change are none."""
    for code in sorted(kept):
        if now.get(code) != kept[code]:
            yield Message("Control entry %(code)s was changed.", code=code)


def find_superseded_sets(cited: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Text]:
    """Sets of criteria that findings cite and of which another version is in force, or none any more."""
    for code in sorted(cited):
        if code not in now:
            yield Message("Set %(code)s is no longer in force.", code=code)
        elif now[code] != cited[code]:
            words = {"code": code, "before": cited[code], "now": now[code]}
            yield Message("Set %(code)s: version %(now)s has taken the place of %(before)s.", **words)


def find_reclassified(kept: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Text]:
    """Items that the authority classifies otherwise than when the criteria were weighed, by their numbers as text."""
    for number in sorted(kept.keys() & now.keys(), key=int):
        if set(kept[number]) != set(now[number]):
            yield Message("Item %(number)d is classified otherwise.", number=int(number))
