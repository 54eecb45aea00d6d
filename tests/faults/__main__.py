"""`./run faults`: kill -9 anything at random, and check that nothing was lost or doubled.

--ops N --kills N --seed N     how much, and which run
--limit SECONDS                fail when the run takes longer than this, with its preparation
--planted [NAME ...]           plant bugs, one after another, and see that the checker finds each (all: half an hour)
--keep                         leave the folder of the run behind, also when all is well
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import Final

from tests.faults import planted
from tests.faults.run import Plan, Verdict, make_template, remove, run_plan

_SHOWN: Final = 25
# What 2,000 operations may take, with their preparation, on a machine that has nothing else to do.
_EXPECTED_SECONDS: Final = 300.0


def main(arguments: list[str]) -> int:
    options, began = _options(arguments), time.monotonic()
    if shutil.which("redis-server") is None:
        print("This needs redis-server on the path. On Debian and Ubuntu: apt-get install redis-server", file=sys.stderr)
        return 3
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=_var()))
    print(f"seed {options.seed}: preparing a database in {folder}", flush=True)
    template = make_template(folder / "template")
    if options.planted is not None:
        good = planted.all_found(options.planted, folder, template, seed=options.seed)
    else:
        good = _run(Plan(options.ops, options.kills, options.seed), folder, template)
        good = _was_quick_enough(time.monotonic() - began, options.ops, options.limit) and good
    if good and not options.keep:
        remove(folder)
    return 0 if good else 1


def _was_quick_enough(seconds: float, ops: int, limit: float | None) -> bool:
    """Say when a run took longer than it should; where a limit is given, to exceed it is to fail."""
    expected = max(1.0, ops / 2000) * _EXPECTED_SECONDS
    if limit is not None and seconds > limit:
        print(f"TOO SLOW: the run took {seconds:.0f} s, and may take {limit:.0f}")
    elif seconds > expected:
        print(f"warning: the run took {seconds:.0f} s; on a machine with nothing else to do it takes less than {expected:.0f}")
    return limit is None or seconds <= limit


def _run(plan: Plan, folder: Path, template: Path) -> bool:
    print(f"{plan.ops} operations by 17 clients, {plan.kills} kills", flush=True)
    (folder / "run").mkdir()
    verdict = run_plan(plan, folder / "run", template, lambda words: print(words, flush=True))
    _show(verdict)
    if verdict.violations:
        again = f"./run faults --ops {plan.ops} --kills {plan.kills} --seed {plan.seed}"
        print(f"FOUND {len(verdict.violations)} violations. Again: {again}")
        print(f"Everything about it is in {folder / 'run'}")
    else:
        print(f"0 violations: seed {plan.seed}, {plan.ops} operations, {plan.kills} kills, {verdict.seconds:.0f} s")
    return not verdict.violations


def _show(verdict: Verdict) -> None:
    width = max(map(len, verdict.counts))
    for name, number in sorted(verdict.counts.items()):
        print(f"  {name:<{width}} {number:>8}")
    for name, number in verdict.invariants.items():
        print(f"  VIOLATED {number} times: {name}")
    for one in verdict.violations[:_SHOWN]:
        print(f"    {one['invariant']}: {one['what']}")


def _stop(number: int, frame: FrameType | None) -> None:
    """End what the run has started before it ends itself; nobody may interrupt that half-way."""
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    print(f"stopped by {signal.Signals(number).name}", flush=True)
    raise SystemExit(128 + number)


def _var() -> Path:
    var = Path(os.environ.get("DOZVIL_VAR") or Path(__file__).resolve().parents[2] / "var").expanduser()
    var.mkdir(parents=True, exist_ok=True)
    return var


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run faults", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--ops", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--limit", type=float, metavar="SECONDS")
    parser.add_argument("--planted", nargs="*", metavar="NAME", choices=planted.HUNTS)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
