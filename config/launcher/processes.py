"""Programs that live exactly as long as the launcher, even when it is killed."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Final, NoReturn

_STOP_SECONDS: Final = 15
_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TOO_OFTEN: Final = 5
_WITHIN_SECONDS: Final = 60.0
_PR_SET_PDEATHSIG: Final = 1
_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


class Stopped(Exception):
    """The person at the terminal, or the system, asked us to end."""


class Program:
    """One of our processes, restarted when it ends by itself; `inherits` are open file descriptors that it gets too."""

    def __init__(
        self, name: str, command: Sequence[str], log: Path, variables: Mapping[str, str], *, inherits: Collection[int] = ()
    ) -> None:
        self.name = name
        self.log = log
        self._record = log.with_suffix(".pid")
        self._command = list(command)
        self._variables = dict(variables)
        self._inherits = tuple(inherits)
        self._starts: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it in a session of its own, where Ctrl-C does not reach it: the launcher ends its programs in order."""
        self._starts.append(time.monotonic())
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._variables,
                pass_fds=self._inherits,
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
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        # The pid may belong to anybody by now; ours is the one that was started by the very same words.
        if " ".join(self._command[1:]) in listed.stdout:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
        self._record.unlink(missing_ok=True)

    def has_ended(self) -> bool:
        """Whether it was started, and runs no more."""
        return self._process is not None and self._process.poll() is not None

    def is_restarting_too_often(self) -> bool:
        """Whether it was started five times within a minute: a fault that no restart will mend."""
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


def handle_signals() -> None:
    """Raise Stopped in the main thread when a signal asks this process to end."""
    for number in _SIGNALS:
        signal.signal(number, _raise_stopped)


@contextmanager
def lock_single_instance(lock: Path, busy: str) -> Iterator[IO[str]]:
    """Hold the lock of a launcher, or end with SystemExit, naming who holds it; `busy` begins the sentence."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    # Not "w": it would empty the file, and with it the address of the one who runs, before the lock is asked for.
    with lock.open("a+", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            held.seek(0)
            raise SystemExit(f"{busy}: {held.read().strip() or 'it is starting'}") from None
        write_lock_holder(held, "")
        yield held


def write_lock_holder(lock: IO[str], what: str) -> None:
    """Say in the lock who holds it, for the one who comes second."""
    lock.seek(0)
    lock.truncate()
    lock.write(f"{what} (process {os.getpid()})" if what else "")
    lock.flush()


@contextmanager
def run_programs(programs: Sequence[Program]) -> Iterator[None]:
    """Start programs, and end all of them however this ends."""
    try:
        for program in programs:
            program.end_leftover()
            program.start()
        yield
    finally:
        # Nobody may interrupt the tidying up half-way.
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        say("Stopping")
        for program in programs:
            program.ask_to_stop()
        for program in programs:
            program.stop()


def watch(programs: Sequence[Program]) -> NoReturn:
    """Start again whatever ends by itself, until somebody asks us to end."""
    while True:
        time.sleep(0.5)
        for program in programs:
            if not program.has_ended():
                continue
            if program.is_restarting_too_often():
                raise SystemExit(f"{program.name} keeps ending. Its last words:\n{read_tail(program.log)}")
            say(f"{program.name} ended; starting it again (see {program.log})")
            program.start()


def read_tail(log: Path) -> str:
    """The last twenty lines of a log."""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def say(sentence: str) -> None:
    """Print a sentence of the launcher, on stderr, so that stdout holds nothing but what was asked for."""
    print(f"[dozvil] {sentence}", file=sys.stderr, flush=True)


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    raise Stopped
