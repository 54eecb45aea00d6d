"""What was acknowledged is there exactly once, what was refused has left no trace, and everybody got an answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Final

from tests.faults.checker.record import Op, Record

Violation = tuple[str, str]

ANSWERED: Final = "every client gets an answer"
NO_FAULT: Final = "no answer is a fault of ours"
ONCE: Final = "acknowledged: there exactly once"
NO_TRACE: Final = "refused: no trace"
SAME_ANSWER: Final = "a repeat gets the answer that was given"
AS_SEEN: Final = "an act is based on what its caller has seen"

# Acts whose trace carries no words of the caller: they are counted by case, event and person.
_COUNTED: Final = {
    "submit": "case.submitted",
    "accept": "case.accepted",
    "take_on": "case.taken_on",
    "resume": "case.resumed",
    "accept_answer": "question.accepted",
}
# Acts of which the event carries the caller's words.
_BY_REASON: Final = {
    "amend": "case.amended",
    "withdraw": "case.withdrawn",
    "send_back": "case.sent_back",
    "adjourn": "case.adjourned",
    "suspend": "licence.suspended",
    "propose_reinstatement": "licence.reinstatement_proposed",
    "reinstate": "licence.reinstated",
}
_ROWS: Final = {
    "sign": ("positions", "comment"),
    "need": ("needs", "note"),
    "ask": ("questions", "text"),
    "answer": ("replies", "text"),
    "grant": ("decisions", "resolution_no"),
    "refuse": ("decisions", "resolution_no"),
    "draw": ("usages", "message_id"),
    "reverse": ("usages", "message_id"),
}


def violations(record: Record) -> Iterator[Violation]:
    yield from _answers(record)
    yield from _stored(record)
    yield from _marked(record)
    yield from _counted(record)
    yield from _copies(record)
    yield from _seen(record)


def _answers(record: Record) -> Iterator[Violation]:
    for op in record.ops.values():
        if op.final is None or op.gave_up:
            yield ANSWERED, f"{op.id} {op.kind} was never answered"
        for answer in op.answers + op.replays:
            if answer["status"] == 500:
                yield NO_FAULT, f"{op.id} {op.kind} was answered 500"
        for answer in op.replays:
            told = (answer["status"], answer["digest"], answer["replayed"])
            if (
                op.final
                and answer["status"] not in (429, 500, 502, 503)
                and told != (op.final["status"], op.final["digest"], True)
            ):
                yield SAME_ANSWER, f"{op.id} {op.kind}: {told[0]} instead of the stored {op.final['status']}"


def _stored(record: Record) -> Iterator[Violation]:
    rows = record.by("stored", "who", "key")
    for op in record.ops.values():
        found = rows.get((op.user, op.id), [])
        if op.refused and found:
            yield NO_TRACE, f"{op.id} {op.kind} was refused, and an answer is stored"
        if op.acknowledged and len(found) != 1:
            yield ONCE, f"{op.id} {op.kind} was acknowledged, and {len(found)} answers are stored"


def _marked(record: Record) -> Iterator[Violation]:
    traces = _traces(record)
    wanted: dict[tuple[str, str], list[Op]] = defaultdict(list)
    for op in record.ops.values():
        if op.kind in _ROWS or op.kind in _BY_REASON:
            wanted[_what(op.kind), op.message or op.id].append(op)
    for key, ops in wanted.items():
        yield from _trace_of(ops, key[0], traces.pop(key, []))
    for (what, marker), found in traces.items():
        yield NO_TRACE, f"nobody was told of {what} {marker} {found}"


def _trace_of(ops: list[Op], what: str, found: list[str]) -> Iterator[Violation]:
    """The trace that some operations have left together: one, unless they are repeats of one message of customs."""
    names = " ".join(f"{op.id} {op.kind}" for op in ops)
    told = {op.final["told"].get("id") for op in ops if op.acknowledged and op.final}
    if told and len(found) != 1:
        yield ONCE, f"{names} was acknowledged, and is there {len(found)} times"
    elif told and what in ("positions", "usages") and told != {found[0]}:
        yield ONCE, f"{names} was acknowledged as {told}, and is there as {found[0]}"
    elif found and all(op.refused for op in ops):
        yield NO_TRACE, f"{names} was refused, and is there"


def _what(kind: str) -> str:
    return _ROWS[kind][0] if kind in _ROWS else _BY_REASON[kind]


def _traces(record: Record) -> dict[tuple[str, str], list[str]]:
    """Where the words of clients are found, and under which id."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, column in set(_ROWS.values()):
        for row in record.tables[table]:
            if str(row[column]).startswith("op-"):
                found[table, row[column]].append(str(row["id"]))
    for event in record.new_events:
        if event["kind"] in _BY_REASON.values():
            found[event["kind"], event["data"]["reason"]].append(str(event["number"]))
    return found


def _counted(record: Record) -> Iterator[Violation]:
    told: Counter[Any] = Counter()
    unsure: set[Any] = set()
    for op in record.ops.values():
        if op.kind in _COUNTED:
            key = (op.case, _COUNTED[op.kind], op.user)
            told[key] += op.acknowledged
            if op.final is None:
                unsure.add(key)
    happened = Counter(
        (str(event["case_id"]), event["kind"], str(event["actor_id"]))
        for event in record.new_events
        if event["kind"] in _COUNTED.values()
    )
    for key in told.keys() | happened.keys():
        if key in unsure:
            continue
        if told[key] > happened[key] or (told[key] and told[key] < happened[key]):
            yield ONCE, f"{key}: acknowledged {told[key]} times, happened {happened[key]} times"
        elif told[key] < happened[key]:
            yield NO_TRACE, f"{key}: happened {happened[key]} times, and nobody was told"


def _copies(record: Record) -> Iterator[Violation]:
    made = Counter(str(event["case_id"]) for event in record.new_events if event["kind"] == "case.copied")
    told = Counter(op.final["told"]["id"] for op in record.ops.values() if op.kind == "copy" and op.acknowledged and op.final)
    if any(op.kind == "copy" and op.final is None for op in record.ops.values()):
        return
    for case in told.keys() | made.keys():
        if made[case] != told[case]:
            yield (ONCE if told[case] else NO_TRACE), f"case {case}: made {made[case]} times, told {told[case]} times"


def _seen(record: Record) -> Iterator[Violation]:
    digests = {(str(one["case_id"]), one["number"]): one["digest"] for one in record.versions}
    positions = {str(one["id"]): one for one in record.positions}
    for op in record.ops.values():
        if not op.acknowledged or op.expected is None or op.final is None:
            continue
        led_to = _led_to(op)
        if led_to is not None and led_to != op.expected + 1:
            yield AS_SEEN, f"{op.id} {op.kind} had seen {op.expected}, and led to {led_to}"
        position = positions.get(op.final["told"].get("id", ""))
        if op.kind == "sign" and position and position["version_digest"] != digests.get((op.case, op.expected)):
            yield AS_SEEN, f"{op.id} signed another version than it had seen"


def _led_to(op: Op) -> int | None:
    """The revision (or version) that the answer names."""
    assert op.final is not None
    if op.kind == "amend":
        return int(op.final["told"]["version"])
    return int(op.final["tag"].strip('"')[1:]) if op.final["tag"] else None
