"""`./run`: database, migrations, seeds, then web, worker and beat, until Ctrl-C."""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO, Final

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config.embedded.base import server
from config.launcher.processes import Program

_READY_SECONDS: Final = 60
_PORTS: Final = 50


class Stopped(Exception):
    """The person at the terminal, or the system, asked us to end."""


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    with _only_one() as lock:
        try:
            return _run(options, lock)
        except Stopped:
            return 0
        except OperationalError as error:
            raise SystemExit(f"The database cannot be used.\n{error}") from None
        except CommandError as error:
            raise SystemExit(f"The demo could not be prepared.\n{error}") from None
        finally:
            _let_the_database_go()


def _run(options: argparse.Namespace, lock: IO[str]) -> int:
    _prepare(seeds=not options.empty)
    port = _free_port(options.port)
    address = f"http://127.0.0.1:{port}"
    programs = _programs(port, address)
    try:
        for program in programs:
            program.end_leftover()
            program.start()
        _wait_for(address, programs[0])
        _remember(lock, address)
        _welcome(address, accounts=not options.empty)
        return _watch(programs)
    finally:
        # Nobody may interrupt the tidying up half-way.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _say("Stopping")
        for program in programs:
            program.ask_to_stop()
        for program in programs:
            program.stop()


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Start the demo of Dozvil on this machine.")
    parser.add_argument("--port", type=int, help="the port to listen on (default: 8000, or the next free one)")
    parser.add_argument("--empty", action="store_true", help="reference data only, no demo people and cases")
    return parser.parse_args(arguments)


@contextmanager
def _only_one() -> Iterator[IO[str]]:
    """A second launcher would migrate and seed under the first one's feet."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise SystemExit(f"Dozvil already runs from this folder: {lock.read().strip() or 'it is starting'}") from None
        _remember(lock, "")
        yield lock


def _remember(lock: IO[str], address: str) -> None:
    lock.seek(0)
    lock.truncate()
    lock.write(f"{address} (process {os.getpid()})" if address else "")
    lock.flush()


def _prepare(*, seeds: bool) -> None:
    (settings.VAR / "log").mkdir(parents=True, exist_ok=True)
    _say("Preparing the database")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    _say("Loading reference data" + (" and playing the demo cases" if seeds else ""))
    with (settings.VAR / "log" / "seed.log").open("w", encoding="utf-8") as log:
        call_command("seed", demo=seeds, stdout=log)
    connection.close()


def _programs(port: int, address: str) -> list[Program]:
    """Web, worker and beat, each writing its log into a file of its own."""
    logs = settings.VAR / "log"
    variables = os.environ | {"PUBLIC_URL": address, "PYTHONUNBUFFERED": "1"}
    # fmt: off
    web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
           "--worker-class", "gthread", "--no-control-socket", "--graceful-timeout", "5", "--timeout", "60"]
    worker = ["celery", "-A", "config.celery", "worker", "--concurrency", "2", "--loglevel", "WARNING",
              "--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = ["celery", "-A", "config.celery", "beat", "--loglevel", "WARNING", "--pidfile="]
    # fmt: on
    return [
        Program(name, [sys.executable, "-m", *command], logs / f"{name}.log", variables)
        for name, command in (("web", web), ("worker", worker), ("beat", beat))
    ]


def _free_port(wanted: int | None) -> int:
    for port in [wanted] if wanted else range(8000, 8000 + _PORTS):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"Port {wanted or '8000 and those above it'} cannot be used; choose another with --port.")


def _wait_for(address: str, web: Program) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and not web.ended():
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 (our own address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The web server did not come up. Its last words:\n{_tail(web.log)}")


def _welcome(address: str, *, accounts: bool) -> None:
    print(f"\n  Dozvil runs at {address}/\n  Mail that would go out: {address}/dev/mail/\n", flush=True)
    if accounts:
        call_command("demo_accounts")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def _watch(programs: Sequence[Program]) -> int:
    while True:
        time.sleep(0.5)
        for program in programs:
            if not program.ended():
                continue
            if program.keeps_ending():
                raise SystemExit(f"{program.name} keeps ending. Its last words:\n{_tail(program.log)}")
            _say(f"{program.name} ended; starting it again (see {program.log})")
            program.start()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _let_the_database_go() -> None:
    connection.close()
    if settings.EMBEDDED_DATABASE:
        server(settings.DATABASES["default"]["EMBEDDED_FOLDER"]).leave()


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-20:])


def _say(sentence: str) -> None:
    print(f"[dozvil] {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
