"""`python -m tests.faults.checker FOLDER DSN OPS KILLS`: the verdict on a run, as JSON; OPS 0 asks for no minimum counts."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.checker import answers, chain, cited, enough, ledger, outbox, pauses, reminders, rounds, states
from tests.faults.checker.record import Record, read

_ALL = (answers, chain, cited, states, rounds, ledger, outbox, pauses, reminders)


def main(folder: Path, dsn: str, ops: int, kills: int) -> int:
    record = read(folder, dsn)
    counts = enough.counts(record)
    found = [*_violations(record), *(enough.violations(counts, ops=ops, kills=kills) if ops else ())]
    verdict = {"counts": counts, "violations": [{"invariant": name, "what": what} for name, what in found]}
    print(json.dumps(verdict))
    return 1 if found else 0


def _violations(record: Record) -> Iterator[tuple[str, str]]:
    for one in _ALL:
        try:
            yield from one.violations(record)
        except (KeyError, ValueError, TypeError, IndexError) as broken:
            # What cannot even be read is broken in itself.
            yield f"the record of {one.__name__.rpartition('.')[2]} can be read", f"{type(broken).__name__}: {broken}"


if __name__ == "__main__":
    assert "django" not in sys.modules
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
