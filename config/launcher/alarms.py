"""`./run alarms`: worker and beat together, with the settings of the environment, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.conf import settings

from config.launcher.processes import Program, Stopped, heed_signals, only_one, remember, running, say, watch


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DOZVIL_PROCESS", "worker")
    django.setup()
    heed_signals()
    # Apart from what `./run` starts in the same folder: two workers and two beats do no harm, but neither ends the other's.
    logs = settings.VAR / "log" / "alarms"
    logs.mkdir(parents=True, exist_ok=True)
    programs = alarms(logs, os.environ)
    with only_one(settings.VAR / "alarms.lock", "Worker and beat already run from this folder") as lock:
        try:
            with running(programs):
                remember(lock, "worker and beat")
                say(f"Worker and beat run; their logs are in {logs}")
                watch(programs)
        except Stopped:
            return 0


def alarms(logs: Path, variables: Mapping[str, str]) -> list[Program]:
    """Worker and beat, each writing its log into a file of its own."""
    # fmt: off
    worker = ["celery", "-A", "config.celery", "worker", "--concurrency", "2", "--loglevel", "WARNING",
              "--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["celery", "-A", "config.celery", "beat", "--loglevel", "WARNING", "--pidfile="]
    # fmt: on
    return [
        Program(name, [sys.executable, "-m", *command], logs / f"{name}.log", variables)
        for name, command in (("worker", worker), ("beat", beat))
    ]


if __name__ == "__main__":
    sys.exit(main())
