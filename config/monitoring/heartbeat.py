"""Signs of life of worker and beat: a file that each touches. `python -m config.monitoring.heartbeat worker|beat` looks at it.

A file on the machine of the process says more than a row in the database: whether this very process still works.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from celery import bootsteps
from celery.beat import Scheduler

logger = logging.getLogger(__name__)

NAMES: Final = ("worker", "beat")
EVERY_SECONDS: Final = 5.0
# A worker or beat that hangs is noticed within a minute; one that waits for a broker is not punished at once.
STALE_SECONDS: Final = 45.0
_LONG_AGO: Final = timedelta(days=1)
_ROOT: Final = Path(__file__).resolve().parents[2]


def get_folder() -> Path:
    """Read without the settings: a probe runs every few seconds and must be quick."""
    given = os.environ.get("HEARTBEAT_FOLDER")
    return Path(given) if given else Path(os.environ.get("DOZVIL_VAR") or _ROOT / "var").expanduser() / "heartbeat"


def record_heartbeat(name: str) -> None:
    """Touch the file of worker or beat; a file that cannot be written is only logged."""
    try:
        get_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        (get_folder() / name).touch()
    except OSError as failure:
        # A full disk must not stop the sending of mail; the probe will see that the file grows old.
        logger.warning("no sign of life of %s can be written: %s", name, failure)


def measure_age(name: str) -> float:
    """Seconds since the last sign of life; infinite when there never was one."""
    try:
        return time.time() - (get_folder() / name).stat().st_mtime
    except FileNotFoundError:
        return float("inf")


class Worker(bootsteps.StartStopStep):
    """Lets the timer of the worker, which stops turning when the worker does, touch the file."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._entry: Any = None

    def start(self, parent: Any) -> None:
        """Called by Celery when the worker is ready."""
        record_heartbeat("worker")
        self._entry = parent.timer.call_repeatedly(EVERY_SECONDS, record_heartbeat, ("worker",))

    def stop(self, parent: Any) -> None:
        """Called by Celery when the worker shuts down."""
        if self._entry is not None:
            self._entry.cancel()


class Beat(Scheduler):
    """Keeps its schedule in memory alone: what is due is recorded in PostgreSQL, so no file can be lost or corrupted."""

    # Seconds between two ticks at most, and so between two signs of life; must stay far below STALE_SECONDS.
    max_interval = 5

    def setup_schedule(self) -> None:
        """Every task is due when beat begins: one that is woken once an hour would else never run where beat lives for less."""
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = entry.default_now() - _LONG_AGO

    def tick(self, *arguments: Any, **options: Any) -> Any:
        """Send what is due, as Celery's scheduler does, after a sign of life; returns the seconds until the next tick."""
        record_heartbeat("beat")
        return super().tick(*arguments, **options)


def main(name: str) -> int:
    """Print the age of the last sign of life; status 1 when it is stale or missing, as a container's health check wants."""
    silent = measure_age(name)
    print(f"{name}: last sign of life {silent:.0f} s ago" if silent < float("inf") else f"{name}: no sign of life")  # noqa: T201
    return 0 if silent < STALE_SECONDS else 1


if __name__ == "__main__":
    if sys.argv[1:] not in ([name] for name in NAMES):
        raise SystemExit(f"usage: python -m config.monitoring.heartbeat {'|'.join(NAMES)}")
    sys.exit(main(sys.argv[1]))
