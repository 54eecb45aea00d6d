"""The checker is checked: bugs are planted, one after another, and each must be found by an invariant that is about it.

Each plan is also run without a bug, as a control. There nothing may be found; else a find would prove nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.faults.checker import answers, chain, ledger, outbox, pauses, reminders, rounds, states
from tests.faults.run import TROUBLE, Plan, Verdict, remove, run_plan

# Bugs that the same plan provokes share one control.
_TROUBLE: Final = {name: share for name, share in TROUBLE.items() if name != "stubborn"}
_PLAIN: Final = Plan(200, 0, seed=0, victims=(), trouble=_TROUBLE, patience=25, reminders_within=25, strict=False)
_SLOW_RECEIVERS: Final = replace(_PLAIN, ops=120, trouble={"refuse": 0.05, "pause": 0.5, "seconds": 1.5})
_WORKERS_DIE: Final = replace(_PLAIN, ops=200, kills=8, victims=("worker",))
_REDIS_FORGETS: Final = replace(_PLAIN, ops=120, kills=3, victims=("emptied redis",), reminders_within=100)


@dataclass(frozen=True)
class Hunt:
    """A bug in words, how it is provoked, and which invariants are about it; what others find does not count."""

    words: str
    plan: Plan
    found_by: Sequence[str]


HUNTS: Final[Mapping[str, Hunt]] = {
    "no-row-lock": Hunt("acts do not lock their row", _PLAIN, (states.REVISION,)),
    "no-revision": Hunt("the revision that a caller has seen is not compared", _PLAIN, (answers.AS_SEEN,)),
    "no-stored-answers": Hunt("no table of idempotency keys", _PLAIN, (answers.SAME_ANSWER,)),
    "unlocked-chain": Hunt("the chain's head is not locked, and numbers come from a sequence", _PLAIN, (chain.CHAIN,)),
    "last-not-counted": Hunt("a round is counted without the position just taken", _PLAIN, (rounds.BY_THE_RULE,)),
    "left-not-asked": Hunt("what is left of a licence is not asked", _PLAIN, (ledger.WITHIN,)),
    "marked-first": Hunt("a message is marked as sent before it is", _PLAIN, (outbox.ARRIVED,)),
    "ids-from-time": Hunt("the id of a message is made anew for each attempt", _PLAIN, (outbox.ONE_ID,)),
    "no-catching-up": Hunt("an endpoint that is switched on again is not sent what happened meanwhile", _PLAIN, (outbox.OWED,)),
    "everybody-hears": Hunt("every subscribed system hears of every case", _PLAIN, (outbox.NONE_UNKNOWN,)),
    "pauses-for-ever": Hunt("nobody lets a pause end that has lasted as long as it may", _PLAIN, (pauses.LAPSES,)),
    "no-reminder-key": Hunt("no unique key on reminders, nor a lock in its place", _PLAIN, (reminders.ONCE,)),
    "not-repeated": Hunt("a reminder that repeats is not written down again when it is sent", _PLAIN, (reminders.AS_RULED,)),
    "silent-after-pause": Hunt("a clock that goes on owes no reminders", _PLAIN, (reminders.AS_RULED,)),
    "short-lease": Hunt("a lease ends before the attempt may", _SLOW_RECEIVERS, (outbox.NOT_AT_ONCE,)),
    "after-commit": Hunt("what is owed is written after the commit that says so", _WORKERS_DIE, (outbox.OWED,)),
    "schedule-in-redis": Hunt(
        "the schedule of reminders is kept in Redis, which is emptied", _REDIS_FORGETS, (reminders.SENT,)
    ),
    "ahead-of-time": Hunt("reminders go out twenty seconds early", _REDIS_FORGETS, (reminders.NOT_EARLY, outbox.AFTERWARDS)),
}


@dataclass(frozen=True)
class Find:
    """What came of a hunt: how often each invariant found the bug, and what was found without it."""

    name: str
    finders: Mapping[str, int]
    control: Verdict

    @property
    def proves(self) -> bool:
        return bool(self.finders) and not self.control.violations

    def row(self) -> str:
        told = "; ".join(f"{one} ({number})" for one, number in self.finders.items()) or "**not found**"
        without = f"**{len(self.control.violations)} violations**" if self.control.violations else "clean"
        return f"| `{self.name}` | {HUNTS[self.name].words} | {told} | {without} |"


def all_found(names: Sequence[str], folder: Path, template: Path, *, seed: int) -> bool:
    """Plant each bug (or those that are named) in a run of its own, and print what found it, and its control."""
    wanted = [name for name in HUNTS if name in (names or HUNTS)]
    finds = list(_finds(wanted, folder, template, seed))
    print(f"\n| Bug | Planted as | Found by (times), seed {seed} | Without it |\n|---|---|---|---|")
    print("\n".join(one.row() for one in finds))
    missed = [one.name for one in finds if not one.proves]
    print(f"\nNOT PROVED: {', '.join(missed)}" if missed else f"\nevery bug was found, and every control is clean: seed {seed}")
    return not missed


def _finds(names: Sequence[str], folder: Path, template: Path, seed: int) -> Iterator[Find]:
    controls: list[tuple[Plan, Verdict]] = []
    for name in names:
        plan = replace(HUNTS[name].plan, seed=seed)
        control = next((verdict for tried, verdict in controls if tried == plan), None)
        if control is None:
            control = _run("control", plan, folder, template)
            controls.append((plan, control))
        verdict = _run(name, replace(plan, bug=name), folder, template)
        finders = {one: verdict.invariants[one] for one in HUNTS[name].found_by if one in verdict.invariants}
        yield Find(name, finders, control)


def _run(name: str, plan: Plan, folder: Path, template: Path) -> Verdict:
    """One run; its folder is kept when a control has found something."""
    place = folder / f"{name}-{plan.ops}-{plan.kills}"
    place.mkdir()
    verdict = run_plan(plan, place, template, lambda words: None)
    found = "; ".join(f"{one} ({number})" for one, number in verdict.invariants.items()) or "nothing"
    print(f"  {name:<18} {verdict.seconds:>4.0f} s  {found}", flush=True)
    if plan.bug or not verdict.violations:
        remove(place)
    else:
        print(f"    {verdict.violations[0]}\n    everything about it is in {place}", flush=True)
    return verdict
