"""Every event reaches everybody it is owed to, at least once, under exactly one id; and nothing reaches anybody else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final
from uuid import UUID, uuid5

from tests.faults.checker.record import Record, Row

AT_REST: Final = "when the system is idle, nothing is left to send"
OWED: Final = "every event has a delivery for everybody in its audience"
ARRIVED: Final = "every delivery arrives"
ONE_ID: Final = "exactly one id for an event and a recipient"
NONE_UNKNOWN: Final = "nothing arrives that has no delivery"
NOT_AT_ONCE: Final = "a message is never sent twice at the same time"
IN_ORDER: Final = "messages about a case arrive in order"
AFTERWARDS: Final = "nothing is received before it has happened"
NUMBERED: Final = "the numbers of an endpoint follow the order in which it happened"
AUTHENTIC: Final = "every call is signed, and says the same at every attempt"

_NAMES: Final = UUID("5b0b5d6e-57a6-5f0c-9a53-5d3a6c1f6a11")
Violation = tuple[str, str]
_A, _O, _D, _S, _X = "applicant", "officers", "deciders", "seats", "systems"
# Those who may speak for a body, or some of them: who exactly depends on who has spoken by then.
_SPEAKERS: Final = {"seats", "holders", "deputies", "need"}
AUDIENCES: Final = {
    "case.submitted": (_A, _O, _X), "case.withdrawn": (_A, _O, _X), "case.accepted": (_A, _X), "case.sent_back": (_A, _X),
    "question.asked": (_A, _X), "question.answered": (_O,), "question.accepted": (_A, _X), "question.withdrawn": (_A, _X),
    "question.returned": (_A, _X),
    "pause.lapsed": (_A, _O), "round.opened": (_S,), "position.voided": (_S,), "round.closed": (_O,),
    "limit.passed": (_A, _O, _S, _D, _X),
    "case.amended": (_A, _O, _X), "case.forwarded": (_A, _D, _X), "case.adjourned": (_A, _O, _X), "case.resumed": (_A, _O, _X),
    "case.granted": (_A, _O, _X), "case.refused": (_A, _O, _X),
    "licence.suspended": (_A, _D, _X), "licence.reinstatement_proposed": (_D,),
    **{
        f"licence.{what}": (_A, _O, _X)
        for what in ("issued", "activated", "reinstated", "drawn", "reversed", "exhausted", "reopened", "expired",
                     "revoked", "surrendered")
    },
}  # fmt: skip


def violations(record: Record) -> Iterator[Violation]:
    yield from _read_to_the_end(record)
    yield from _owed(record)
    yield from _received(record)
    yield from _calls(record)
    yield from _once_at_a_time(record)
    yield from _in_order(record)


def _read_to_the_end(record: Record) -> Iterator[Violation]:
    [bookmark], last = record.bookmark, record.events[-1]["number"]
    if bookmark["number"] != last:
        yield AT_REST, f"events {bookmark['number'] + 1} to {last} were not read"
    for aside in record.unsent:
        yield OWED, f"event {aside['event_id']} was set aside: {aside['error']}"
    for state, number in Counter(one["state"] for one in record.deliveries).items():
        if state not in ("sent", "aside"):
            yield AT_REST, f"{number} deliveries are {state}"


def _owed(record: Record) -> Iterator[Violation]:
    """Who is owed what is reckoned here anew; of seats only who may at most, as they change while they speak."""
    rows: Counter[Any] = Counter()
    for one in record.deliveries:
        rows[one["event_id"], str(one["person_id"] or one["endpoint_id"])] += 1
    owed, allowed = set(), set()
    for event in record.events:
        certain, possible = _recipients(event, record.setting)
        owed |= {(event["number"], one) for one in certain}
        allowed |= {(event["number"], one) for one in certain | possible}
        officers = set(record.setting["officers"])
        heard = any(rows[event["number"], one] for one in officers)
        if _is_for_officers(event) and str(event["actor_id"]) not in officers and not heard:
            yield OWED, f"event {event['number']} is owed to no officer"
    for number, who in sorted(owed - rows.keys()):
        yield OWED, f"event {number} is not owed to {who}"
    for number, who in sorted(rows.keys() - allowed):
        yield NONE_UNKNOWN, f"event {number} is owed to {who}"
    for key, count in rows.items():
        if count > 1:
            yield ONE_ID, f"event {key[0]} is owed {count} times to {key[1]}"


def _is_for_officers(event: Row) -> bool:
    reminder = event["kind"] == "reminder.due"
    return _O in ((event["data"]["audience"],) if reminder else AUDIENCES.get(event["kind"], ()))


def _recipients(event: Row, setting: Row) -> tuple[set[str], set[str]]:
    reminder = event["kind"] == "reminder.due"
    audiences = (event["data"]["audience"],) if reminder else AUDIENCES.get(event["kind"], ())
    certain: set[str] = set()
    if event["kind"] in ("program.allowed", "system.reminded", "endpoint.suspended", "endpoint.resumed"):
        # Whoever allows a program hears of it, so that somebody else cannot do so unseen; and who answers for one, of its end
        # and of each step of its endpoints.
        certain.add(event["data"]["person"])
    if _A in audiences:
        certain |= set(setting["applicants"])
    if _D in audiences:
        certain |= set(setting["deciders"]) - {str(event["actor_id"])}
    if _X in audiences:
        certain |= {
            one["id"] for one in setting["endpoints"] if one["sees"] and (not one["kinds"] or event["kind"] in one["kinds"])
        }
    possible: set[str] = set()
    if _SPEAKERS & {*audiences} or event["kind"].startswith("change."):
        possible = set(setting["persons"]) - {str(event["actor_id"])}
    if _O in audiences:
        # Of a file that an officer looks after that one hears, of another each of them; `_owed` asks for one at least.
        possible |= set(setting["officers"])
    return certain, possible


def _received(record: Record) -> Iterator[Violation]:
    """A message has arrived when its receiver has said so; who was only asked has nothing."""
    deliveries = {str(one["id"]): one for one in record.deliveries}
    arrived = {one["id"] for one in record.received if one["status"] in (204, 250)}
    done = set(_may_stay(record))
    for name in deliveries.keys() - arrived:
        one = deliveries[name]
        if one["state"] == "due" or (one["state"] == "aside" and one["event_id"] in done):
            continue
        yield ARRIVED, f"event {one['event_id']} has not arrived ({one['channel']}, {one['state']})"
    paths = {one["id"]: one["path"] for one in record.setting["endpoints"]}
    happened = {event["number"]: event["at"].timestamp() for event in record.events}
    for one in record.received:
        owed = deliveries.get(one["id"])
        if owed and one["at"] < happened[owed["event_id"]]:
            yield AFTERWARDS, f"the message {one['id']} came before event {owed['event_id']}"
        if owed is None:
            yield NONE_UNKNOWN, f"a {one['channel']} came under the unknown id {one['id']}"
        elif one["channel"] == "mail" and one["to"] != record.setting["persons"][str(owed["person_id"])]:
            yield NONE_UNKNOWN, f"a letter to somebody else came to {one['to']}"
        elif one["channel"] == "webhook" and one["path"] != paths[str(owed["endpoint_id"])]:
            yield NONE_UNKNOWN, f"a call to somebody else came to {one['path']}"


def _may_stay(record: Record) -> Iterator[int]:
    """The reminders that need not be sent: what they speak of may have been done, or given another day, before."""
    clocks = {f"clock:{one['id']}": one for one in record.clocks}
    stood_still = {f"clock:{one['clock_id']}" for one in record.pauses}
    for event in record.events:
        if event["kind"] == "reminder.due":
            about, audience = event["data"]["about"], event["data"]["audience"]
            if clocks[about]["ended_at"] or about in stood_still or audience in _SPEAKERS:
                yield event["number"]


def _calls(record: Record) -> Iterator[Violation]:
    secrets = {one["path"]: base64.b64decode(one["secret"].removeprefix("whsec_")) for one in record.setting["endpoints"]}
    names = {(name, one["path"]): event for one in record.setting["endpoints"] for name, event in _named(record, one)}
    numbered: dict[str, dict[int, int]] = defaultdict(dict)
    bodies: dict[str, str] = {}
    for one in record.received:
        if one["channel"] != "webhook":
            continue
        signed = f"{one['id']}.{one['timestamp']}.{one['body']}".encode()
        wanted = "v1," + base64.b64encode(hmac.digest(secrets[one["path"]], signed, hashlib.sha256)).decode()
        if one["signature"] != wanted or bodies.setdefault(one["id"], one["body"]) != one["body"]:
            yield AUTHENTIC, f"the call {one['id']}"
        told, event = json.loads(one["body"]), names.get((one["id"], one["path"]))
        if event is None:
            yield ONE_ID, f"the call {one['id']} came to {one['path']} under an id that no event has there"
            continue
        if (event["kind"], str(event["case_id"])) != (told["type"], told["data"]["case"]["id"]):
            yield AUTHENTIC, f"the call {one['id']} tells of an event that never was"
        number = told["data"]["number"]
        if numbered[one["path"]].setdefault(number, event["number"]) != event["number"]:
            yield NUMBERED, f"two messages to {one['path']} have the number {number}"
    yield from _numbered_in_order(numbered)


def _numbered_in_order(numbered: Mapping[str, Mapping[int, int]]) -> Iterator[Violation]:
    for path, events in numbered.items():
        in_order = [events[number] for number in sorted(events)]
        if in_order != sorted(set(in_order)):
            yield NUMBERED, f"the numbers of {path} do not follow the order in which it happened"


def _named(record: Record, endpoint: Row) -> Iterator[tuple[str, Row]]:
    """The one id under which an endpoint may be called of each event, reckoned without looking at what was owed."""
    for event in record.events:
        yield str(uuid5(_NAMES, f"{event['public_id']}:webhook:{endpoint['id']}")), event


def _once_at_a_time(record: Record) -> Iterator[Violation]:
    attempts: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in record.received:
        attempts[one["id"]].append((one["at"], one["ended"]))
    for name, found in attempts.items():
        found.sort()
        for (_, ended), (began, _) in pairwise(found):
            if began < ended - 0.05:
                yield NOT_AT_ONCE, f"the message {name} came again {ended - began:.1f} s before its last attempt had ended"


def _in_order(record: Record) -> Iterator[Violation]:
    """What one recipient hears of one case; but mailed reminders, and what is about no case, wait for nothing."""
    deliveries = {str(one["id"]): one for one in record.deliveries}
    events = {event["number"]: event for event in record.events}
    last: dict[Any, int] = defaultdict(int)
    # A message that was given up has let those behind it pass; replayed, it comes after them.
    seen: set[str] = set(record.replayed)
    for one in sorted((one for one in record.received if one["status"] in (204, 250)), key=lambda one: one["ended"]):
        if one["id"] in seen or not (owed := deliveries.get(one["id"])):
            continue
        seen.add(one["id"])
        event = events[owed["event_id"]]
        if event["case_id"] is None or (owed["person_id"] and event["kind"] == "reminder.due"):
            continue
        key = (str(owed["person_id"] or owed["endpoint_id"]), str(event["case_id"]))
        if event["number"] < last[key]:
            yield IN_ORDER, f"{key[0]} heard of event {event['number']} after {last[key]}"
        last[key] = max(last[key], event["number"])
