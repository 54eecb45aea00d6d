"""`gunicorn --config python:config.gunicorn config.wsgi`: the counters of all its processes add up."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_given = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
_folder = Path(_given or tempfile.mkdtemp(prefix="dozvil-metrics-"))
# Before prometheus_client is imported, which reads it then and never again.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_folder)

from prometheus_client import multiprocess  # noqa: E402

# The library has no types.
_forget_process: Callable[[int], None] = multiprocess.mark_process_dead


def on_starting(server: Any) -> None:
    """Forget the counters of an earlier run: they are files that nobody else removes."""
    _folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file in _folder.glob("*.db"):
        file.unlink(missing_ok=True)


def child_exit(server: Any, worker: Any) -> None:
    """A process has ended: its gauges go, its counters stay counted."""
    _forget_process(worker.pid)


def on_exit(server: Any) -> None:
    """Remove the folder, unless somebody else named it."""
    if not _given:
        shutil.rmtree(_folder, ignore_errors=True)
