"""Whether enough has happened for the verdict to mean something: the counts of a run, and the least of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.faults.checker.record import Record

ENOUGH: Final = "the run was not vacuous"
# For a run of 2,000 operations; a larger one owes more of each, a smaller one less.
_LEAST: Final = {
    "acknowledged submit": 15, "acknowledged accept": 15, "acknowledged amend": 20, "acknowledged sign": 120,
    "acknowledged withdraw": 2, "acknowledged adjourn": 1, "acknowledged grant": 6, "acknowledged draw": 120,
    "acknowledged reverse": 8, "acknowledged suspend": 4, "acknowledged send_back": 2, "acknowledged ask": 4,
    "refused": 120, "refused stale": 5, "refused wrong_state": 15, "refused seat_taken": 4, "refused overdrawn": 5,
    "replays": 40, "unanswered attempts": 8, "positions replaced": 20, "positions voided": 6, "rounds closed": 20,
    "rounds closed by deadline": 2, "outcomes": 2, "reminders sent": 60, "reminders cancelled": 20, "webhooks": 400,
    "letters": 400, "attempts refused": 25, "attempts never answered": 3, "messages that came again": 25,
}  # fmt: skip


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
    events = Counter(event["kind"] for event in record.new_events)
    closed = [event["data"] for event in record.events if event["kind"] == "round.closed"]
    found |= Counter(
        {
            "events": len(record.events),
            "positions replaced": events["position.replaced"],
            "positions voided": events["position.voided"],
            "rounds closed": len(closed),
            "rounds closed by deadline": sum(one["ended_by"] == "deadline" for one in closed),
            "outcomes": len({one["outcome"] for one in closed}),
            "reminders sent": events["reminder.due"],
            "reminders cancelled": sum(one["cancelled_at"] is not None for one in record.reminders),
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
    for name, least in _LEAST.items():
        wanted = least if name in ("outcomes", "rounds closed by deadline", "reminders sent") else least * ops // 2000
        if found.get(name, 0) < wanted:
            yield ENOUGH, f"{name}: {found.get(name, 0)}, and at least {wanted} are needed"
    if found["operations"] < ops or found.get("kills", 0) < kills:
        yield ENOUGH, f"{found['operations']} operations and {found.get('kills', 0)} kills instead of {ops} and {kills}"
