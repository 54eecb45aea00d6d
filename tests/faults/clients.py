"""Clients of the API, each a thread: they read, act, collide, repeat what was not answered, and replay what was."""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final
from urllib.parse import urlsplit

from tests.faults.history import History
from tests.faults.tokens import get_token
from tests.faults.wishes import ROLES, Wish

# A client waits longer than any request takes: only a broken connection makes it ask again while the first may still go on.
_WAIT_SECONDS: Final = 60.0
_REPLAYED: Final = 0.05
_AGAIN: Final = (429, 500, 502, 503, 504)


@dataclass
class Table:
    """What the clients share: the cases and licences they meet at, and how much is still to be done."""

    address: str
    source: str
    cases: list[str]
    limit: int
    patience: float
    licences: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    done: int = 0
    begun: Counter[str] = field(default_factory=Counter)
    seen: dict[str, dict[str, Any]] = field(default_factory=lambda: {"applicant": {}, "authority": {}})
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def claim(self, kind: str) -> str | None:
        """The marker of a new operation, or nothing when all are done or this kind has had its share."""
        with self.lock:
            total = sum(self.begun.values())
            if total >= self.limit:
                self.over.set()
                return None
            self.begun[kind] += 1
            return f"op-{next(self.numbers):06d}"

    def share(self, *kinds: str) -> float:
        with self.lock:
            return sum(self.begun[kind] for kind in kinds) / max(100, sum(self.begun.values()))

    def finished(self) -> None:
        with self.lock:
            self.done += 1

    def learn(self, view: Mapping[str, Any]) -> None:
        """Remember what an answer says of a case: its state, and its licence."""
        with self.lock:
            case, licence = view["id"], view.get("licence")
            if licence and licence["id"] not in self.licences:
                self.licences.append(licence["id"])
            if view["state"] in ("granted", "refused", "withdrawn"):
                if case in self.cases:
                    self.cases.remove(case)
                    self.closed.append(case)
            elif case not in self.cases:
                self.cases.append(case)


@dataclass
class Answer:
    status: int
    body: Any
    digest: str
    tag: str
    replayed: bool


class Client(threading.Thread):
    """One caller. What it wants next is decided by its role, what it hears is written down."""

    def __init__(self, number: int, who: Mapping[str, Any], table: Table, history: History, *, seed: int) -> None:
        super().__init__(name=who["name"], daemon=True)
        self.who, self.table, self.history = who, table, history
        self.token = ""
        self.chance = random.Random(f"{seed}:{number}")
        self.wishes = ROLES[who["role"]](who, table, self.chance)
        split = urlsplit(table.address)
        self._host, self._port = str(split.hostname), int(split.port or 80)

    def run(self) -> None:
        self.token = get_token(self.table.address, self.who)
        while not self.table.over.is_set():
            try:
                wish = self.wishes.next(self._read)
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
                continue
            if wish is None:
                time.sleep(self.chance.uniform(0.02, 0.1))
                continue
            if marker := self.table.claim(wish.kind):
                self._execute(marker, wish.marked(marker))
                self.table.finished()

    def _execute(self, marker: str, wish: Wish) -> None:
        about = {"case": wish.case, "licence": wish.licence, "message": wish.message, "expected": wish.expected}
        self.history.tell(
            "wish", op=marker, kind=wish.kind, user=self.who["user"], client=self.name, key=marker, path=wish.path, **about
        )
        answer = self._until_answered(marker, wish)
        self.wishes.take_answer(wish, answer.status if answer else None, answer.body if answer else None)
        if answer and answer.status < 300 and self.chance.random() < _REPLAYED:
            self._until_answered(marker, wish, replay=True)

    def _until_answered(self, marker: str, wish: Wish, *, replay: bool = False) -> Answer | None:
        """Send it, and send it again with its key, until there is an answer that says what has become of it."""
        until = time.monotonic() + self.table.patience
        for attempt in count(1):
            self.history.tell("sent", op=marker, attempt=attempt, replay=replay)
            try:
                answer = self._send(wish.method, wish.path, wish.body, key=marker, tag=wish.tag)
            except (OSError, http.client.HTTPException) as broken:
                self.history.tell("silence", op=marker, attempt=attempt, replay=replay, error=type(broken).__name__)
            else:
                self.history.tell("answer", op=marker, attempt=attempt, replay=replay, **_told(answer))
                if answer.status not in _AGAIN:
                    return answer
            if time.monotonic() > until:
                self.history.tell("gave_up", op=marker, replay=replay)
                return None
            time.sleep(self.chance.uniform(0.1, 0.5))
        return None

    def _read(self, path: str) -> Any:
        answer = self._send("GET", path, None)
        if answer.status != 200:
            time.sleep(0.2)
            return None
        if "state" in answer.body and path.startswith("/cases/"):
            self.table.learn(answer.body)
        return answer.body

    def _send(self, method: str, path: str, body: Any, *, key: str = "", tag: str = "") -> Answer:
        answer = self._call(method, path, body, key=key, tag=tag)
        if answer.status == 401:
            # An hour is over: the same call goes on under a new token.
            self.token = get_token(self.table.address, self.who)
            answer = self._call(method, path, body, key=key, tag=tag)
        return answer

    def _call(self, method: str, path: str, body: Any, *, key: str = "", tag: str = "") -> Answer:
        wire = http.client.HTTPConnection(self._host, self._port, timeout=_WAIT_SECONDS)
        headers = {"Authorization": f"Bearer {self.token}", "Connection": "close"}
        headers |= {"Idempotency-Key": key} if key else {}
        headers |= {"If-Match": tag} if tag else {}
        sent = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            sent = json.dumps(body)
        try:
            wire.request(method, f"/api/v1{path}", sent, headers)
            response = wire.getresponse()
            raw = response.read()
        finally:
            wire.close()
        try:
            read = json.loads(raw) if raw else {}
        except ValueError:
            read = {}
        digest = hashlib.sha256(raw).hexdigest()
        replayed = response.headers.get("Idempotency-Replayed") == "true"
        return Answer(response.status, read, digest, response.headers.get("ETag", ""), replayed)


def _told(answer: Answer) -> dict[str, Any]:
    body = answer.body if isinstance(answer.body, dict) else {}
    kept = {name: body[name] for name in ("id", "code", "state", "version", "revision") if name in body}
    return {"status": answer.status, "digest": answer.digest, "tag": answer.tag, "replayed": answer.replayed, "told": kept}
