"""One effective position per seat, one decision per round, and every outcome as the rule gives it on what stood then.

The events of a case are played again: which position stood when is nothing that the product tells us, but what they say.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from tests.faults.checker import tally
from tests.faults.checker.canon import canonical, instant, sha256
from tests.faults.checker.record import Record, Row

ONE_POSITION: Final = "one effective position per seat"
MANDATE: Final = "who speaks for a body holds its mandate"
SIGNED: Final = "a position is what was signed"
ONE_DECISION: Final = "one decision per round"
BY_THE_RULE: Final = "an outcome is what the rule gives"
RESTS_ON: Final = "a position is voided exactly when what it is based on has changed"

Violation = tuple[str, str]


def violations(record: Record) -> Iterator[Violation]:
    yield from _positions(record)
    yield from _decisions(record)
    books = _Books(record)
    for case in record.cases:
        yield from _Story(str(case["id"]), books).played()


def _positions(record: Record) -> Iterator[Violation]:
    for table, columns in (("standing", ("seat_id", "casting")), ("standing", ("round_id", "person_id", "casting"))):
        for key, rows in record.by(table, *columns).items():
            if len(rows) > 1:
                yield ONE_POSITION, f"{len(rows)} positions stand for {columns} {key}"
    for seat, rows in record.by("positions", "seat_id").items():
        if sorted(row["number"] for row in rows) != list(range(1, len(rows) + 1)):
            yield ONE_POSITION, f"the positions of seat {seat} are not numbered one by one"
    yield from _signatures(record)


def _signatures(record: Record) -> Iterator[Violation]:
    mandates = record.setting["mandates"]
    digests = {one["digest"] for one in record.versions}
    for row in record.positions:
        if row["digest"] != sha256(canonical(_signed(row))):
            yield SIGNED, f"position {row['id']} has another digest than its content"
        if mandates.get(str(row["person_id"])) != [row["body_id"], row["speaks_as"]]:
            yield MANDATE, f"position {row['id']} is of somebody who is no {row['speaks_as']} of {row['body_id']}"
        if row["version_digest"] not in digests:
            yield SIGNED, f"position {row['id']} signs a version that was never filed"


def _signed(row: Row) -> Row:
    return (
        {
            "version": row["version_digest"],
            "round": str(row["round_id"]),
            "seat": row["body_id"],
            "person": str(row["person_id"]),
            "speaks_as": row["speaks_as"],
            "number": row["number"],
            "choice": row["choice"],
            "casting": row["casting"],
            "grounds": row["grounds"],
            "conditions": row["conditions"],
            "comment": row["comment"],
            "taken_at": instant(row["taken_at"]),
            "nonce": row["nonce"],
        }
        | ({} if row["release"] is None else {"release": row["release"]})
        | ({"items": row["items"]} if row["items"] else {})
    )


def _decisions(record: Record) -> Iterator[Violation]:
    for column in ("case_id", "round_id"):
        for key, rows in record.by("decisions", column).items():
            if len(rows) > 1:
                yield ONE_DECISION, f"{len(rows)} decisions for {column} {key}"
    told = Counter(event["data"]["decision"] for event in record.events if event["kind"] in ("case.granted", "case.refused"))
    if told != Counter(str(one["id"]) for one in record.decisions):
        yield ONE_DECISION, "the decisions are not those that the events tell of"
    licensed = Counter(str(one["case_id"]) for one in record.licences)
    granted = Counter(str(one["case_id"]) for one in record.decisions if one["outcome"].startswith("grant"))
    if licensed != granted:
        yield ONE_DECISION, "not every grant has led to exactly one licence"


class _Books:
    def __init__(self, record: Record) -> None:
        self.events = record.of_case
        self.rounds = {str(one["id"]): one for one in record.rounds}
        self.seats = record.by("seats", "round_id")
        self.positions = {str(one["id"]): one for one in record.positions}
        self.versions = {one["id"]: one for one in record.versions}
        self.due = {str(one["round_id"]): one["due_at"] for one in record.clocks if one["round_id"]}
        self.open_rounds = record.by("open_rounds", "case_id")
        self.by_digest = {(str(one["case_id"]), one["digest"]): one for one in record.versions}
        self.decided = {str(one["round_id"]): one["outcome"] for one in record.decisions}
        self.standing: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        body_of = {one["id"]: one["body_id"] for one in record.seats}
        for one in record.standing:
            self.standing[str(one["case_id"])][one["stage"], body_of[one["seat_id"]]] = str(one["position_id"])


@dataclass
class _Story:
    """The rounds of one case, played again from its events."""

    case: str
    books: _Books
    stands: dict[tuple[str, str], str] = field(default_factory=dict)
    open: Row | None = None

    def played(self) -> Iterator[Violation]:
        acts = groupby(self.books.events[self.case], key=lambda event: event["transaction"])
        for _, act in acts:
            events = list(act)
            for event in events:
                yield from self._heard(event)
            yield from self._stays_open()
            if any(event["kind"] == "round.opened" for event in events):
                yield from self._rests_on_what_it_signed()
        if self.stands != self.books.standing[self.case]:
            yield ONE_POSITION, f"case {self.case}: other positions stand than its events tell of"
        still = [one["id"] for one in self.books.open_rounds.get(self.case, [])]
        if still != ([self.open["id"]] if self.open else []):
            yield ONE_DECISION, f"case {self.case}: {len(still)} rounds are open"

    def _heard(self, event: Row) -> Iterator[Violation]:
        data = event["data"]
        match event["kind"]:
            case "round.opened":
                if self.open:
                    yield ONE_DECISION, f"event {event['number']} opens a round beside another"
                self.open = self.books.rounds[data["round"]]
            case "position.taken" | "position.replaced":
                yield from self._spoken(event)
            case "position.voided":
                yield from self._fallen(event)
            case "round.closed":
                yield from self._closed(event)

    def _spoken(self, event: Row) -> Iterator[Violation]:
        data = event["data"]
        if not self.open or data["round"] != str(self.open["id"]):
            yield ONE_POSITION, f"event {event['number']} speaks in a round that is not open"
            return
        key = (self.open["stage"], data["seat"])
        if data["replaces"] != self.stands.get(key):
            yield ONE_POSITION, f"event {event['number']} replaces another position than the one that stood"
        self.stands[key] = data["position"]

    def _fallen(self, event: Row) -> Iterator[Violation]:
        key = (self._stage_of(event["data"]["position"]), event["data"]["seat"])
        if self.stands.pop(key, None) != event["data"]["position"]:
            yield RESTS_ON, f"event {event['number']} voids a position that did not stand"
        elif self.open and not self._has_lost_its_ground(event["data"]["position"], event["data"]["seat"]):
            yield RESTS_ON, f"event {event['number']} voids a position without cause"

    def _closed(self, event: Row) -> Iterator[Violation]:
        data, round_ = event["data"], self.open
        if not round_ or data["round"] != str(round_["id"]):
            yield ONE_DECISION, f"event {event['number']} closes a round that is not open"
            return
        if data["ended_by"] == "deadline" and event["at"] < self.books.due[data["round"]]:
            yield BY_THE_RULE, f"event {event['number']} closes a round before its deadline"
        wanted = self._count(deadline=data["ended_by"] == "deadline")
        if data["ended_by"] == "limit" and wanted == tally.PENDING:
            # Nothing that was said decides, and the procedure of these runs refers the stage up.
            wanted = "escalated"
        if round_["government"] and data["ended_by"] not in ("stopped", "superseded"):
            wanted = "not_passed" if self.books.decided.get(data["round"]) == "refuse" else "passed"
        if data["outcome"] != wanted:
            yield BY_THE_RULE, f"event {event['number']} says {data['outcome']}, the rule gives {wanted}"
        self.open = None

    def _stays_open(self) -> Iterator[Violation]:
        """Between two acts no round is open that its rule would end."""
        if self.open and not self.open["government"] and self._count(deadline=False) not in (tally.PENDING, "adjourned"):
            yield BY_THE_RULE, f"case {self.case}: round {self.open['number']} stays open, and its rule ends it"

    def _rests_on_what_it_signed(self) -> Iterator[Violation]:
        stage = self.open["stage"] if self.open else None
        for (where, body), position in self.stands.items():
            if where == stage and self._has_lost_its_ground(position, body):
                yield RESTS_ON, f"case {self.case}: {body} still stands on what has changed"

    def _has_lost_its_ground(self, position: str, body: str) -> bool:
        """The amendments of these runs change titles, which matter to nobody, and the end use, which matters to some."""
        assert self.open
        signed = self.books.by_digest[self.case, self.books.positions[position]["version_digest"]]
        now = self.books.versions[self.open["version_id"]]
        if json.loads(signed["canonical"])["end_use"] == json.loads(now["canonical"])["end_use"]:
            return False
        [seat] = [one for one in self.books.seats[str(self.open["id"])] if one["body_id"] == body]
        return not seat["depends_on"] or "end_use" in seat["depends_on"]

    def _count(self, *, deadline: bool) -> str:
        assert self.open
        said = {
            body: self.books.positions[position]["choice"]
            for (stage, body), position in self.stands.items()
            if stage == self.open["stage"]
        }
        return tally.outcome(self.open["rule"], self.books.seats[str(self.open["id"])], said, deadline=deadline)

    def _stage_of(self, position: str) -> Any:
        return self.books.rounds[str(self.books.positions[position]["round_id"])]["stage"]
