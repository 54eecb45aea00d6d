"""`./run alarms`: worker and beat together, with the settings of the environment, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import django
from django.conf import settings

from config.launcher.processes import (
    Program,
    Stopped,
    handle_signals,
    lock_single_instance,
    run_programs,
    say,
    watch,
    write_lock_holder,
)


def main() -> int:
    """Run worker and beat until a signal; status 0. SystemExit when they run already, or one of them keeps ending."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DOZVIL_PROCESS", "worker")
    django.setup()
    handle_signals()
    # Not the folder of `./run`: its pid files would make either launcher end the other's worker and beat as leftovers.
    logs = settings.VAR / "log" / "alarms"
    logs.mkdir(parents=True, exist_ok=True)
    programs = build_alarm_programs(logs, os.environ)
    with lock_single_instance(settings.VAR / "alarms.lock", "Worker and beat already run from this folder") as lock:
        try:
            with run_programs(programs):
                write_lock_holder(lock, "worker and beat")
                say(f"Worker and beat run; their logs are in {logs}")
                watch(programs)
        except Stopped:
            return 0


def build_alarm_programs(logs: Path, variables: Mapping[str, str]) -> list[Program]:
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
