"""Programs that live as long as the launcher and not a moment longer, even when it is killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_STOP_SECONDS: Final = 15
_TOO_OFTEN: Final = 5
_WITHIN_SECONDS: Final = 60.0
_PR_SET_PDEATHSIG: Final = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class Program:
    """One of our processes, started again when it ends by itself."""

    def __init__(self, name: str, command: Sequence[str], log: Path, variables: Mapping[str, str]) -> None:
        self.name = name
        self.log = log
        self._record = log.with_suffix(".pid")
        self._command = list(command)
        self._variables = dict(variables)
        self._starts: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._variables,
                start_new_session=True,
                preexec_fn=_end_with_the_parent,  # noqa: PLW1509 (the launcher has no threads)
            )
        self._record.write_text(str(self._process.pid), encoding="utf-8")

    def end_leftover(self) -> None:
        """End what a launcher that was killed has left running, where the kernel did not see to it."""
        try:
            pid = int(self._record.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return
        told = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        # The pid may belong to anybody by now; ours is the one that was started by the very same words.
        if " ".join(self._command[1:]) in told.stdout:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
        self._record.unlink(missing_ok=True)

    def ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def keeps_ending(self) -> bool:
        recent = [start for start in self._starts if start > time.monotonic() - _WITHIN_SECONDS]
        return len(recent) >= _TOO_OFTEN

    def ask_to_stop(self) -> None:
        """Ask it to finish what it does."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def stop(self) -> None:
        """Wait for its end; insist after a while, on everything that it started too."""
        if self._process is None:
            return
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._record.unlink(missing_ok=True)


def _end_with_the_parent() -> None:
    """On Linux the kernel sends it SIGTERM when the launcher is gone, for whatever reason."""
    if _prctl is not None:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
