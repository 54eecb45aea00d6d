"""Whether enough has happened for the verdict to mean something: the counts of a run, and the least of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.faults.checker.record import Record
from tests.faults.checker.schedule import Schedule

ENOUGH: Final = "the run was not vacuous"
# Of each kind of operation, refusal and message, for a run of 2,000 operations; a larger one owes more, a smaller one less.
_LEAST: Final = {
    "acknowledged copy": 10, "acknowledged submit": 15, "acknowledged accept": 15, "acknowledged take_on": 4,
    "acknowledged amend": 20, "acknowledged withdraw": 2, "acknowledged send_back": 2, "acknowledged ask": 8,
    "acknowledged answer": 4, "acknowledged accept_answer": 2, "acknowledged need": 15, "acknowledged sign": 120,
    "acknowledged adjourn": 1, "acknowledged resume": 1, "acknowledged grant": 6, "acknowledged refuse": 1,
    "acknowledged draw": 120, "acknowledged reverse": 8, "acknowledged suspend": 4, "acknowledged reinstate": 4,
    "acknowledged switch_off": 4, "acknowledged switch_on": 3,
    "refused": 120, "refused stale": 5, "refused stale_version": 5, "refused wrong_state": 15, "refused seat_taken": 4,
    "refused overdrawn": 5, "refused no_mandate": 5, "refused not_in_force": 5, "refused need_not_stated": 5,
    "replays": 25, "positions replaced": 20, "positions voided": 2, "positions of deputies": 40, "rounds closed": 20,
    "reminders cancelled": 20, "webhooks": 400, "letters": 400, "attempts refused": 25, "attempts never answered": 3,
    "messages that came again": 25, "dead letters replayed": 4,
}  # fmt: skip
# So many operations pass before the first case is decided and the first licence drawn from.
_LEADS_UP: Final = 200
# What the setting brings about, however few operations there are.
_ALWAYS: Final = {
    "outcomes": 2, "rounds closed by deadline": 3, "pauses lapsed": 2, "reminders sent": 60, "reminders reckoned": 40,
    "reminders reckoned ahead": 100, "rounds referred up at the limit": 3,
}  # fmt: skip
_VICTIMS: Final = ("web", "web process", "worker", "beat", "backend", "postgres", "redis", "emptied redis")


def counts(record: Record) -> dict[str, int]:
    """What happened, by kind."""
    found: Counter[str] = Counter()
    for op in record.ops.values():
        found["operations"] += 1
        if op.acknowledged:
            found["acknowledged"] += 1
            found[f"acknowledged {op.kind}"] += 1
        if op.refused and op.final:
            found["refused"] += 1
            found[f"refused {op.final['told'].get('code', op.final['status'])}"] += 1
        found["replays"] += len(op.replays)
        found["unanswered attempts"] += op.silences
        found["answers that said: busy"] += sum(one["status"] == 503 for one in op.answers)
    for kill in record.kills:
        found[f"killed {kill['victim']}"] += 1
        found["kills"] += 1
    schedule = Schedule(record)
    events = Counter(event["kind"] for event in record.new_events)
    closed = [event["data"] for event in record.events if event["kind"] == "round.closed"]
    found |= Counter(
        {
            "events": len(record.events),
            "positions replaced": events["position.replaced"],
            "positions voided": events["position.voided"],
            "rounds closed": len(closed),
            "rounds closed by deadline": sum(one["ended_by"] == "deadline" for one in closed),
            "rounds referred up at the limit": sum(one["ended_by"] == "limit" for one in closed),
            "outcomes": len({one["outcome"] for one in closed}),
            "reminders sent": events["reminder.due"],
            "reminders cancelled": sum(bool(one["cancelled_at"] and not one["sent_at"]) for one in record.reminders),
            "reminders reckoned": sum(must for _, must in schedule.come_due()),
            "reminders reckoned ahead": len(schedule.owed()),
            "pauses lapsed": events["pause.lapsed"],
            "positions of deputies": sum(one["speaks_as"] == "deputy" for one in record.positions),
            "dead letters replayed": len(record.replayed),
            "deliveries": len(record.deliveries),
        }
    )
    return dict(found | _received(record))


def _received(record: Record) -> Counter[str]:
    found: Counter[str] = Counter()
    times = Counter(one["id"] for one in record.received)
    for one in record.received:
        found["webhooks" if one["channel"] == "webhook" else "letters"] += 1
        found["attempts refused"] += one["status"] in (451, 500, 503)
        found["attempts never answered"] += one["status"] == 0
    found["messages that came again"] = sum(count > 1 for count in times.values())
    return found


def violations(found: dict[str, int], *, ops: int, kills: int) -> Iterator[tuple[str, str]]:
    wanted = {name: least * max(0, ops - _LEADS_UP) // (2000 - _LEADS_UP) for name, least in _LEAST.items()} | _ALWAYS
    each = kills // len(_VICTIMS)
    wanted |= {f"killed {victim}": each for victim in _VICTIMS}
    wanted |= {"unanswered attempts": each, "operations": ops, "kills": kills}
    for name, least in wanted.items():
        if found.get(name, 0) < least:
            yield ENOUGH, f"too little of “{name}”: {found.get(name, 0)}, where a run of this size has at least {least}"
