"""Everything that the parts of a request say against one another, told once however many lines it is true of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from licensing.choices import FindingGrade
from licensing.messages import JoinedText, Message, Text
from licensing.policy.destinations.sense import find_senseless_destinations
from licensing.policy.findings import Finding
from licensing.policy.requests.advice.background import Background
from licensing.policy.requests.advice.cooperation import find_capital, find_forms, find_volumes
from licensing.policy.requests.advice.dates import find_certificates, find_dates
from licensing.policy.requests.advice.deliveries import find_deliveries
from licensing.policy.requests.advice.parties import find_parties, find_plan, find_route
from licensing.policy.requests.advice.values import find_values
from licensing.policy.requests.advice.wording import find_wording

_ROW: Final = re.compile(r"[a-z_]+\.([0-9]+)\.")
# More runs of numbers than this are counted and not named: a sentence has to be read.
_MOST_RUNS: Final = 12


def find_findings(document: Mapping[str, Any], background: Background) -> list[Finding]:
    """Everything that the parts of a request say against one another; the same of several lines is one finding."""
    return _tell_once(
        [
            *find_wording(document),
            *find_plan(document, background),
            *find_values(document, background),
            *find_parties(document, background),
            *find_senseless_destinations(document, background),
            *find_route(document, background),
            *find_forms(document),
            *find_volumes(document, background),
            *find_capital(document),
            *find_dates(document, background),
            *find_certificates(document, background),
            *find_deliveries(document, background),
        ]
    )


def describe_numbers(numbers: Iterable[int]) -> Text:
    """Numbers in their order as people write them, `1–3, 7`; beyond a dozen runs the rest is counted."""
    runs = list(_list_runs(sorted(set(numbers))))
    named = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs[:_MOST_RUNS])
    rest = sum(last - first + 1 for first, last in runs[_MOST_RUNS:])
    return Message("%(numbers)s and %(count)s more", numbers=named, count=rest) if rest else named


def _tell_once(findings: Sequence[Finding]) -> list[Finding]:
    """What has to be put right is told of every place. The rest is explained or read once, at its first line, naming all."""
    alike: dict[Any, list[Finding]] = {}
    for place, one in enumerate(findings):
        alike.setdefault(place if one.grade == FindingGrade.STOP else (one.code, one.grade, one.message), []).append(one)
    return [_merge_alike(together) for together in alike.values()]


def _merge_alike(findings: Sequence[Finding]) -> Finding:
    first, rows = findings[0], [_ROW.match(one.path) for one in findings]
    if len(findings) == 1:
        return first
    numbers = describe_numbers(int(row[1]) + 1 for row in rows if row)
    return replace(first, message=JoinedText(first.message, Message("It concerns numbers %(numbers)s.", numbers=numbers)))


def _list_runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers without a gap."""
    starts = (number for before, number in pairwise([None, *numbers]) if number is not None and before != number - 1)
    ends = (number for number, after in pairwise([*numbers, None]) if number is not None and after != number + 1)
    return zip(starts, ends, strict=True)
