"""The checker is checked: bugs are planted, one after another, and each must be found by an invariant that is about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.checker import answers, chain, ledger, outbox, reminders, rounds, states
from tests.faults.run import TROUBLE, Plan, Verdict, carry_out, remove


@dataclass(frozen=True)
class Hunt:
    """How a bug is provoked, and which invariants may find it; those of another subject do not count."""

    found_by: Sequence[str]
    ops: int = 150
    kills: int = 0
    victims: tuple[str, ...] = ()
    trouble: Mapping[str, float] = field(default_factory=lambda: TROUBLE)
    reminders_within: float = 30


_SLOW: Final = {"refuse": 0.05, "pause": 0.5, "seconds": 1.5}
_OFTEN_REFUSED: Final = {"refuse": 0.25}

HUNTS: Final[Mapping[str, Hunt]] = {
    "no-row-lock": Hunt((states.REVISION, states.PATH, rounds.BY_THE_RULE, rounds.ONE_POSITION), ops=300),
    "after-commit": Hunt((outbox.ARRIVED,), ops=250, kills=10, victims=("worker",)),
    "marked-first": Hunt((outbox.ARRIVED,), trouble=_OFTEN_REFUSED),
    "short-lease": Hunt((outbox.NOT_AT_ONCE,), trouble=_SLOW),
    "no-reminder-key": Hunt((reminders.SENT,)),
    "no-stored-answers": Hunt((answers.ONCE, answers.SAME_ANSWER), ops=200, kills=2, victims=("web",)),
    "no-revision": Hunt((answers.AS_SEEN,), ops=300),
    "unlocked-chain": Hunt((chain.CHAIN,)),
    "ids-from-time": Hunt((outbox.ONE_ID, outbox.NONE_UNKNOWN)),
    "schedule-in-redis": Hunt((reminders.SENT,), kills=3, victims=("emptied redis",), reminders_within=90),
    "last-not-counted": Hunt((rounds.BY_THE_RULE,), ops=200),
    "left-not-asked": Hunt((ledger.WITHIN,), ops=300),
    "everybody-hears": Hunt((outbox.NONE_UNKNOWN,)),
    "ahead-of-time": Hunt((reminders.NOT_EARLY,), reminders_within=90),
}


def all_found(names: Sequence[str], folder: Path, template: Path, *, seed: int) -> bool:
    """Plant each bug (or those that are named) in a run of its own, and print what found it."""
    missed = [name for name in names or HUNTS if not _is_found(name, folder / name, template, seed)]
    print(f"NOT FOUND: {', '.join(missed)}" if missed else f"every bug was found: seed {seed}", flush=True)
    return not missed


def _is_found(name: str, folder: Path, template: Path, seed: int) -> bool:
    hunt = HUNTS[name]
    plan = Plan(
        hunt.ops,
        hunt.kills,
        seed,
        hunt.victims,
        hunt.trouble,
        bug=name,
        reminders_within=hunt.reminders_within,
        settle_seconds=12,
        patience=25,
        strict=False,
    )
    folder.mkdir()
    verdict = carry_out(plan, folder, template, lambda words: None)
    remove(folder)
    finders = [one for one in hunt.found_by if one in verdict.invariants]
    print(_line(name, verdict, finders), flush=True)
    return bool(finders)


def _line(name: str, verdict: Verdict, finders: Sequence[str]) -> str:
    told = "; ".join(f"{one} ({verdict.invariants[one]})" for one in finders) or "NOT FOUND"
    return f"  {name:<18} {verdict.seconds:>4.0f} s  {told}"
