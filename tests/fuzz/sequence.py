"""One generated sequence: its calls, and what every answer must keep. The same number gives the same calls."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Any, Final

from django.db import InternalError, connection, transaction

from licensing.acts.record.verification import verify_record
from licensing.models import Case, Endpoint, Event, Licence, User
from licensing.policy.record.event_kinds import EventKind
from tests.fuzz.bodies import bring_up_to_date
from tests.fuzz.contract import ANSWER_CHECKS, schema
from tests.fuzz.ground import People
from tests.fuzz.hostile import NOTHING, Sent, spoil_each
from tests.fuzz.places import Place
from tests.fuzz.ways import PUBLIC, RECORDED, WAYS

OPERATIONS: Final[Mapping[str, Any]] = {found.ok().label: found.ok() for found in schema.get_all_operations()}
LABELS: Final = tuple(OPERATIONS)
DEFINITIONS: Final = schema.raw_schema["components"]["schemas"]
# Fields in which a command can be another one and still a right one.
WORDED: Final = ("reason", "title", "text", "comment", "note")
# On so many things an operation is tried until it is carried out on one.
TRIES: Final = 3
NO_ID: Final = "00000000-0000-0000-0000-000000000007"


@dataclass
class Totals:
    """What a run has tried, for a note that quotes it."""

    sequences: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    succeeded: Counter[str] = field(default_factory=Counter)
    alike: int = 0

    def __str__(self) -> str:
        calls = ", ".join(f"{role} {times}" for role, times in sorted(self.calls.items()))
        answers = ", ".join(f"{status}: {times}" for status, times in sorted(self.answers.items()))
        return (
            f"API: {self.sequences} sequences, {self.calls.total()} calls ({calls}), {len(self.succeeded)} of {len(LABELS)} "
            f"operations carried out, {self.alike} answers to unseen things compared, answers {answers}"
        )


@dataclass
class Sequence:
    """Calls in an order that its number decides; nothing of what they do outlives it."""

    number: int
    people: People
    totals: Totals
    sent: int = 0
    state: tuple[Any, ...] = ()
    last: list[str] = field(default_factory=list)
    compared: set[str] = field(default_factory=set)

    def run(self, *, turns: int, only: Collection[str]) -> None:
        order = Random(self.number)
        with transaction.atomic():
            self.state = domain_state()
            try:
                for turn in range(turns):
                    self._take_turn(turn, order.sample(LABELS, len(LABELS)), only)
                assert (fault := verify_record().fault) is None, fault
            except BaseException as failed:
                failed.add_note(f"Sequence {self.number}, its last calls: {self.last[-4:]}")
                raise
            finally:
                transaction.set_rollback(True)
        self.totals.sequences += 1

    def _take_turn(self, turn: int, labels: list[str], only: Collection[str]) -> None:
        waiting = [label for label in labels if label in only]
        # What is not possible yet may be so when the others have been carried out.
        for _round in range(2):
            waiting = [label for label in waiting if not self._visit(label, Random(f"{self.number} {turn} {label}"))]

    def _visit(self, label: str, random: Random) -> bool:
        """Carry out an operation where it is possible, after calls with something wrong; False where it is nowhere."""
        way, operation = WAYS[label], OPERATIONS[label]
        role = random.choice(way.roles)
        for person in random.sample(self.people.roles[role], len(self.people.roles[role])):
            if places := list(way.find(person)):
                tried = random.sample(places, min(len(places), TRIES))
                right = self._compose(operation, tried[0], person, random)
                for wrong in spoil_each(partial(self._with_key, right), operation.definition.raw, DEFINITIONS, random):
                    self._call(operation, wrong, person, role)
                # What was found may be in no state for it: then on something else.
                any(self._send_right(operation, self._compose(operation, one, person, random), person, role) for one in tried)
                return True
        return False

    def _send_right(self, operation: Any, sent: Sent, person: User, role: str) -> bool:
        """A call with nothing wrong in it; whether it was carried out."""
        right = self._with_key(self._with_revision(operation, sent, person, role))
        if (done := self._call(operation, right, person, role)) and operation.label not in self.compared:
            self.compared.add(operation.label)
            self._compare_unseen(operation, right, person, role)
        return done

    def _compose(self, operation: Any, place: Place, person: User, random: Random) -> Sent:
        way, raw = WAYS[operation.label], operation.definition.raw
        sent = Sent(place, way.query(place, person, random) if way.query else {})
        if "requestBody" not in raw:
            return sent
        if way.body is not None:
            return replace(sent, body=way.body(place, person, random))
        example = raw["requestBody"]["content"]["application/json"].get("example") or {}
        return replace(sent, body={name: bring_up_to_date(name, value) for name, value in example.items()})

    def _with_key(self, sent: Sent) -> Sent:
        self.sent += 1
        return replace(sent, headers=dict(sent.headers) | {"Idempotency-Key": f"call-{self.sent}"})

    def _with_revision(self, operation: Any, sent: Sent, person: User, role: str) -> Sent:
        """With the revision that this person reads now, where the operation compares one."""
        named = re.match(r"/api/v1/(\w+)/{(\w+)}/", operation.path)
        if named is None or "If-Match" not in {one["name"] for one in operation.definition.raw["parameters"]}:
            return sent
        read = OPERATIONS[f"GET /api/v1/{named[1]}/{{{named[2]}}}/"]
        tags = self._send(read, Sent({named[2]: sent.path[named[2]]}), person, role).headers.get("etag", ())
        return replace(sent, headers=dict(sent.headers) | ({"If-Match": tags[0]} if tags else {}))

    def _call(self, operation: Any, sent: Sent, person: User, role: str) -> bool:
        """Send a call, and a command that was carried out again, as it was and as another one; whether it was."""
        response = self._send(operation, sent, person, role)
        if response.status_code >= 400:
            return False
        self.totals.succeeded[operation.label] += 1
        if operation.method == "post" and "Idempotency-Key" in sent.headers:
            again = self._send(operation, sent, person, role, repeated=True)
            same = (again.status_code, again.content) == (response.status_code, response.content)
            assert same, f"{operation.label} answered otherwise to the same command: {again.content!r}"
            worded = [name for name in WORDED if isinstance(sent.body, dict) and isinstance(sent.body.get(name), str)]
            if worded:
                other = replace(sent, body={**sent.body, worded[0]: "Another command under the same key."})
                assert self._send(operation, other, person, role).status_code >= 400
        return True

    def _send(self, operation: Any, sent: Sent, person: User, role: str, *, repeated: bool = False) -> Any:
        """The answer, which keeps the contract; what was refused, read or repeated has changed nothing."""
        given = {} if sent.body is NOTHING else {"body": sent.body, "media_type": "application/json"}
        case = operation.Case(path_parameters=dict(sent.path), query=dict(sent.query), **given)
        headers = {"Authorization": f"Bearer {self.people.token_of(person)}", **sent.headers}
        self.last.append(f"{person.name}: {operation.label} {sent}")
        with transaction.atomic():
            response = case.call_and_validate(headers=headers, checks=ANSWER_CHECKS)
            _check_constraints(f"{operation.label} with {sent}")
        self.totals.calls[role] += 1
        self.totals.answers[response.status_code] += 1
        before, self.state = self.state, domain_state()
        is_read = operation.method == "get" and operation.label not in RECORDED
        if response.status_code >= 400 or is_read or repeated:
            assert self.state == before, f"{operation.label} answered {response.status_code} and changed something"
        return response

    def _compare_unseen(self, operation: Any, right: Sent, person: User, role: str) -> None:
        """Whoever may not see a thing gets the answer that they would get if there were none."""
        hidden = [name for name in right.path if name.endswith("_id")]
        if hidden and operation.label not in PUBLIC:
            absent = dict(right.path) | {hidden[0]: NO_ID}
            self._compare(operation, self.people.blind, "outsider", right, replace(right, path=absent))
        if len(hidden) > 1:
            # What is part of another case or licence is not part of this one, for whoever sees both.
            others = [one for one in WAYS[operation.label].find(person) if one[hidden[0]] != right.path[hidden[0]]]
            if others:
                foreign, absent = ({**right.path, hidden[1]: other} for other in (others[0][hidden[1]], NO_ID))
                self._compare(operation, person, role, replace(right, path=foreign), replace(right, path=absent))

    def _compare(self, operation: Any, person: User, role: str, *calls: Sent) -> None:
        answers = []
        for sent in calls:
            response = self._send(operation, self._with_key(sent), person, role)
            text = response.content.decode()
            for name, value in sent.path.items():
                text = text.replace(value, name) if name.endswith("_id") else text
            answers.append((response.status_code, re.sub(r'"(request_id|instance)": ?"[^"]*"', "", text)))
        assert answers[0] == answers[1], f"{operation.label} tells {person.name} what is there: {answers}"
        self.totals.alike += 1


def domain_state() -> tuple[Any, ...]:
    """What an act may change and nothing else may."""
    return (
        # Whoever would be both of two persons is refused, and the attempt is on record.
        Event.objects.exclude(kind=EventKind.TWO_PERSONS_REFUSED).count(),
        list(Case.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Licence.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Endpoint.objects.order_by("pk").values_list("pk", "disabled_at", "secret", "description", "url")),
    )


def _check_constraints(call: str) -> None:
    # What the database checks at the end of a transaction it is asked here, because a sequence never commits. It also tells
    # of a value that it refused itself in the call, which the last net of the application would answer as malformed.
    with connection.cursor() as cursor:
        try:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except InternalError as broken:
            raise AssertionError(f"{call} reached the database, which refused it") from broken
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
