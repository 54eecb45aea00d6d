"""What a client of each role wants next. It rests on what the client read last, which may be old by now: so they collide."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from tests.faults.clients import Table

Read = Callable[[str], Any]
_AUTHORITY: Final = ZoneInfo("Europe/Kyiv")
_OPEN_CASES: Final = 9
_LOOKS_AGAIN: Final = 0.15


@dataclass(frozen=True)
class Wish:
    """One operation: `{op}` in its body becomes its marker, by which the checker finds its trace. `expected` is the
    revision (or the version) that it rests on."""

    kind: str
    path: str
    body: Mapping[str, Any]
    case: str = ""
    licence: str = ""
    tag: str = ""
    expected: int | None = None
    message: str = ""
    method: str = "POST"

    def marked(self, marker: str) -> Wish:
        body = {name: _filled(value, marker) for name, value in self.body.items()}
        return replace(self, body=body, message=_filled(self.message, marker))


def _filled(value: Any, marker: str) -> Any:
    if isinstance(value, str):
        return value.replace("{op}", marker)
    if isinstance(value, dict):
        return {name: _filled(one, marker) for name, one in value.items()}
    return [_filled(one, marker) for one in value] if isinstance(value, list) else value


def _wish_of_licence(verb: str, licence: str, view: Mapping[str, Any]) -> Wish:
    tag = f'"r{view["revision"]}"' if "revision" in view else ""
    path = f"/licences/{licence}/{verb.replace('_', '-')}/"
    return Wish(verb, path, {"reason": "{op}"}, licence=licence, tag=tag, expected=view.get("revision"))


class Role:
    """A client's mind: what it has seen of each case, and how it chooses."""

    side = "authority"

    def __init__(self, who: Mapping[str, str], table: Table, chance: random.Random) -> None:
        self.who, self.table, self.chance = who, table, chance
        # Those on one side of the counter look over each other's shoulder: fewer reads, and as many collisions.
        self.seen = table.seen[self.side]

    def next(self, read: Read) -> Wish | None:
        cases = self.table.cases[:]
        if not cases:
            return None
        # Now and then something is tried on a case that is closed.
        case = self.chance.choice(self.table.closed if self.table.closed and self.chance.random() < 0.03 else cases)
        view = self.seen.get(case)
        if view is None or self.chance.random() < _LOOKS_AGAIN:
            view = read(f"/cases/{case}/")
            if view is None:
                return None
            self.seen[case] = view
        return self.about(view, read)

    def about(self, view: Mapping[str, Any], read: Read) -> Wish | None:
        raise NotImplementedError

    def take_answer(self, wish: Wish, status: int | None, body: Any) -> None:
        """An act answers with the case as it stands now; a refusal makes what was seen worthless."""
        if status == 200 and isinstance(body, dict) and body.get("id") == wish.case and "state" in body:
            self.seen[wish.case] = body
            self.table.learn(body)
        else:
            self.seen.pop(wish.case, None)

    def roll(self, share: float) -> bool:
        return self.chance.random() < share

    def on(
        self, view: Mapping[str, Any], kind: str, path: str, body: Mapping[str, Any] | None = None, *, tagged: bool = False
    ) -> Wish:
        revision = view.get("revision") if tagged else None
        return Wish(
            kind,
            f"/cases/{view['id']}/{path}/",
            body or {},
            case=view["id"],
            tag=f'"r{revision}"' if revision is not None else "",
            expected=revision,
        )


class Partner(Role):
    """Begins, submits, amends, answers and withdraws."""

    side = "applicant"

    def next(self, read: Read) -> Wish | None:
        if len(self.table.cases) < _OPEN_CASES and self.roll(0.5):
            return Wish("copy", f"/cases/{self.table.source}/copy/", {}, case=self.table.source)
        return super().next(read)

    def take_answer(self, wish: Wish, status: int | None, body: Any) -> None:
        if wish.kind == "copy" and status == 201:
            self.table.learn(body)
        super().take_answer(wish, status, body)

    def about(self, view: Mapping[str, Any], read: Read) -> Wish | None:
        state = view["state"]
        if state in ("draft", "returned") and view["revision"] is not None:
            return self.on(view, "submit", "submit", {"declared": True}, tagged=True)
        question = next((one for one in view["questions"] if one["state"] == "open"), None)
        if question and self.roll(0.7):
            return self.on(view, "answer", f"questions/{question['id']}/answer", {"text": "{op}"})
        if state not in ("draft", "returned") and self.roll(0.03):
            return self.on(view, "withdraw", "withdraw", {"reason": "{op}"})
        if state in ("submitted", "ministry_review") and self.table.share("amend") < 0.1 and self.roll(0.5):
            return self._amendment(view)
        return None

    def _amendment(self, view: Mapping[str, Any]) -> Wish | None:
        if not view["version"]:
            return None
        sections: dict[str, Any] = {"title": "Renamed by {op}"}
        if self.roll(0.4):
            sections["end_use"] = {"purpose": "Changed by {op}", "location": "Tallinn", "sector": "military"}
        body = {"sections": sections, "version": view["version"], "reason": "{op}"}
        return replace(self.on(view, "amend", "amend", body), expected=view["version"])


class Officer(Role):
    """Takes on, accepts, sends back, asks; halts licences and lets them go on."""

    def next(self, read: Read) -> Wish | None:
        if self.table.licences and self.table.share("suspend", "propose_reinstatement") < 0.06 and self.roll(0.4):
            return self._licence(self.chance.choice(self.table.licences), read)
        return super().next(read)

    def _licence(self, licence: str, read: Read) -> Wish | None:
        view = read(f"/licences/{licence}/")
        if view is None or view["state"] not in ("issued", "suspended"):
            return None
        verb = "suspend" if view["state"] == "issued" else "propose_reinstatement"
        return _wish_of_licence(verb, licence, view)

    def about(self, view: Mapping[str, Any], read: Read) -> Wish | None:
        state = view["state"]
        answered = next((one for one in view["questions"] if one["state"] == "answered"), None)
        if answered and self.roll(0.8):
            return self.on(view, "accept_answer", f"questions/{answered['id']}/accept")
        if state == "submitted":
            if self.roll(0.15):
                return self.on(view, "take_on", "take-on")
            if self.roll(0.2):
                return self.on(view, "send_back", "send-back", {"reason": "{op}"}, tagged=True)
            return self.on(view, "accept", "accept", tagged=True)
        asked = any(one["state"] in ("open", "answered") for one in view["questions"])
        if state in ("ministry_review", "government_decision") and not asked and self.table.share("ask") < 0.04:
            due = (datetime.now(UTC) + timedelta(days=9)).date().isoformat()
            return self.on(view, "ask", "questions", {"text": "{op}", "due_on": due})
        if state == "ministry_review" and self.roll(0.02):
            return self.on(view, "send_back", "send-back", {"reason": "{op}"}, tagged=True)
        return None


class Member(Role):
    """States need, takes positions and changes them, also a colleague's."""

    _CHOICES: Final = {"approve": 55, "conditions": 12, "object": 14, "abstain": 8, "no_view": 5, "adjourn": 6}

    def __init__(self, who: Mapping[str, str], table: Table, chance: random.Random) -> None:
        super().__init__(who, table, chance)
        self._standing: dict[str, str] = {}

    def about(self, view: Mapping[str, Any], read: Read) -> Wish | None:
        if view["state"] not in ("ministry_review", "government_decision") or not view["version"]:
            return None
        if self.who["body"] == "MOD" and not view["need"] and self.roll(0.8):
            today = datetime.now(UTC).date()
            about = {"verdict": "sufficient", "data_on": (today - timedelta(days=3)).isoformat()}
            later = (today + timedelta(days=60)).isoformat()
            return self.on(view, "need", "need-statements", about | {"expires_on": later, "note": "{op}"})
        if view["state"] == "government_decision" and self.roll(0.95):
            return None
        return replace(self.on(view, "sign", "positions", self._position(view)), expected=view["version"])

    def _position(self, view: Mapping[str, Any]) -> dict[str, Any]:
        [choice] = self.chance.choices(list(self._CHOICES), list(self._CHOICES.values()))
        body: dict[str, Any] = {"choice": choice, "version": view["version"], "comment": "{op}"}
        if choice == "conditions":
            body["conditions"] = [{"text": "Deliver by daylight."}]
        if known := self._standing.pop(view["id"], ""):
            body["replaces"] = known
        return body

    def take_answer(self, wish: Wish, status: int | None, body: Any) -> None:
        seen = self.seen.get(wish.case)
        super().take_answer(wish, status, body)
        if status == 409 and body.get("standing"):
            self._standing[wish.case] = body["standing"]
        if status == 201 and seen and self.roll(0.7):
            # What was seen is still good enough to change one's mind on it.
            self.seen[wish.case] = seen


class Decider(Role):
    """Grants, refuses, adjourns and resumes; reinstates what an officer proposes."""

    def next(self, read: Read) -> Wish | None:
        if self.table.licences and self.table.share("reinstate") < 0.03 and self.roll(0.4):
            licence = self.chance.choice(self.table.licences)
            view = read(f"/licences/{licence}/")
            if view is not None and "reinstate" in view["actions"]:
                return _wish_of_licence("reinstate", licence, view)
        return super().next(read)

    def about(self, view: Mapping[str, Any], read: Read) -> Wish | None:
        if view["state"] == "adjourned":
            return self.on(view, "resume", "resume", tagged=True) if self.roll(0.5) else None
        if view["state"] != "government_decision":
            return None
        # As the authority counts days; nothing is decided on a day before its file was complete, and these are of today.
        today = datetime.now(_AUTHORITY).date()
        resolution = {"resolution_no": "{op}", "resolution_on": today.isoformat(), "reasons": "Weighed."}
        if self.roll(0.12):
            until = (today + timedelta(days=20)).isoformat()
            return self.on(view, "adjourn", "adjourn", {"until": until, "reason": "{op}"}, tagged=True)
        if self.roll(0.1):
            return self.on(view, "refuse", "refuse", resolution | {"grounds": ["R01"]}, tagged=True)
        return self.on(view, "grant", "grant", resolution, tagged=True)


class Customs(Role):
    """Draws down and reverses, and sends some messages twice."""

    def __init__(self, who: Mapping[str, str], table: Table, chance: random.Random) -> None:
        super().__init__(who, table, chance)
        self._drawn: list[tuple[str, str]] = []
        self._sent: list[Wish] = []

    def next(self, read: Read) -> Wish | None:
        # They meet at the newest licences, of which something is left.
        licences = self.table.licences[-4:]
        if not licences or self.table.share("draw", "reverse") > 0.34:
            return None
        if self._drawn and self.roll(0.1):
            licence, usage = self._drawn.pop(self.chance.randrange(len(self._drawn)))
            path = f"/licences/{licence}/usages/{usage}/reverse/"
            return Wish("reverse", path, {"message_id": "{op}"}, licence=licence, message="{op}")
        if self._sent and self.roll(0.06):
            return self._sent.pop()
        licence = self.chance.choice(licences)
        quantity = self.chance.choice((3, 7, 12, 20, 150))
        line = 2 if self.roll(0.3) else 1
        body = {"message_id": "{op}", "line": line, "quantity": str(quantity), "declaration_no": "D-{op}"}
        return Wish("draw", f"/licences/{licence}/usages/", body, licence=licence, message="{op}")

    def take_answer(self, wish: Wish, status: int | None, body: Any) -> None:
        if wish.kind == "draw" and status == 201:
            self._drawn.append((wish.licence, body["id"]))
            self._sent.append(wish)


class Subscriber(Role):
    """Switches its webhook off now and then, and soon on again: it must miss nothing."""

    def __init__(self, who: Mapping[str, str], table: Table, chance: random.Random) -> None:
        super().__init__(who, table, chance)
        self._on = True

    def next(self, read: Read) -> Wish | None:
        if self._on and self.table.share("switch_off") > 0.01:
            return None
        if not self._on and not self.roll(0.03):
            return None
        kind = "switch_off" if self._on else "switch_on"
        return Wish(kind, f"/endpoints/{self.who['endpoint']}/", {"enabled": not self._on}, method="PATCH")

    def take_answer(self, wish: Wish, status: int | None, body: Any) -> None:
        if status == 200:
            self._on = body["enabled"]


ROLES: Final[Mapping[str, type[Role]]] = {
    "partner": Partner,
    "officer": Officer,
    "member": Member,
    "decider": Decider,
    "customs": Customs,
    "subscriber": Subscriber,
}
