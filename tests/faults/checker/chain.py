"""The chain of events has no gap and every link holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.faults.checker.canon import canonical, instant, sha256
from tests.faults.checker.record import Record, Row

CHAIN: Final = "event numbers without a gap, and a chain that holds"


def violations(record: Record) -> Iterator[tuple[str, str]]:
    digest, number = "0" * 64, 0
    for event in record.events:
        number += 1
        if event["number"] != number:
            yield CHAIN, f"event {event['number']} stands where {number} belongs"
            number = event["number"]
        if event["previous"] != digest:
            yield CHAIN, f"event {number} does not follow the one before it"
        digest = sha256(event["previous"].encode() + b"\n" + canonical(_body(event)))
        if event["digest"] != digest:
            yield CHAIN, f"event {number} has another digest than its content"
    [head] = record.head
    if (head["number"], head["digest"]) != (number, digest):
        yield CHAIN, f"the head says {head['number']}, the last event is {number}"


def _body(event: Row) -> Row:
    changes = [event["changes_from"], event["changes_to"], event["changes_digest"]]
    covered = {"changes": changes} if event["changes_digest"] else {}
    program = {"client": event["client"]} if event["client"] else {}
    return (
        covered
        | program
        | {
            "number": event["number"],
            "kind": event["kind"],
            "case": str(event["case_id"]) if event["case_id"] else None,
            "licence": str(event["licence_id"]) if event["licence_id"] else None,
            "actor": str(event["actor_id"]) if event["actor_id"] else None,
            "at": instant(event["at"]),
            "from": event["from_state"],
            "to": event["to_state"],
            "data": event["data"],
        }
    )
