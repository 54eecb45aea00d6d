"""States move along the legal paths only, every move has its event, and no act overwrites another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from tests.faults.checker.record import Record, Row

PATH: Final = "states form legal paths"
REVISION: Final = "every act raises the revision by one"
TIME: Final = "what happens to a case later is later"

# Events that concern a case and are written without its lock.
_BESIDE: Final = ("reminder.due", "message.sent_again", "message.laid_aside")
_REVIEW: Final = {"ministry_review", "government_decision"}
CASE_PATHS: Final = {
    "draft": {"submitted", "withdrawn", "carried_over"},
    "submitted": {"ministry_review", "returned", "withdrawn", "carried_over"},
    "returned": {"submitted", "withdrawn", "carried_over"},
    "ministry_review": {"government_decision", "returned", "withdrawn", "carried_over"},
    # An amendment, or a file that is to be sent back, goes to the ministries first.
    "government_decision": {"granted", "refused", "adjourned", "withdrawn", "ministry_review", "carried_over"},
    "adjourned": {"government_decision", "withdrawn", "carried_over"},
}
LICENCE_PATHS: Final = {
    "issued": {"suspended", "exhausted", "expired", "revoked", "surrendered"},
    "suspended": {"issued", "expired", "revoked", "surrendered"},
    "exhausted": {"issued"},
    "revoked": {"issued"},
}


def violations(record: Record) -> Iterator[tuple[str, str]]:
    licences = record.by("licences", "id")
    of_licence: dict[str, list[Row]] = {one: [] for one in licences}
    for event in record.events:
        if event["licence_id"]:
            of_licence[str(event["licence_id"])].append(event)
    for case in record.cases:
        told = [one for one in record.of_case[str(case["id"])] if not one["licence_id"]]
        yield from _time(f"case {case['id']}", told)
        yield from _path(f"case {case['id']}", told, "draft", case["state"], CASE_PATHS)
        yield from _revision(f"case {case['id']}", told, case["revision"], born=1)
    for name, [licence] in licences.items():
        yield from _time(f"licence {name}", of_licence[name])
        yield from _path(f"licence {name}", of_licence[name], "issued", licence["state"], LICENCE_PATHS)
        # The licence is made by the act that grants its case.
        yield from _revision(f"licence {name}", of_licence[name], licence["revision"], born=0)


def _path(name: str, told: Sequence[Row], start: str, end: str, legal: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    state = start
    for event in told:
        if not event["to_state"]:
            continue
        if event["from_state"] != state or event["to_state"] not in legal.get(state, ()):
            yield (
                PATH,
                f"{name}: event {event['number']} leads from {event['from_state']} to {event['to_state']}, out of {state}",
            )
        state = event["to_state"]
    if state != end:
        yield PATH, f"{name} is {end}, and its events lead to {state}"


def _time(name: str, told: Sequence[Row]) -> Iterator[tuple[str, str]]:
    acts = [event for event in told if event["kind"] not in _BESIDE]
    for before, after in pairwise(acts):
        if after["at"] < before["at"]:
            yield TIME, f"{name}: event {after['number']} is at {after['at']}, before event {before['number']}"


def _revision(name: str, told: Sequence[Row], revision: int, *, born: int) -> Iterator[tuple[str, str]]:
    acts = len({event["transaction"] for event in told if event["kind"] not in _BESIDE})
    if revision != acts + born:
        yield REVISION, f"{name}: {acts} acts have led to revision {revision}"
