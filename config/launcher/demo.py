"""`./run`: database, migrations, seeds, then web, worker and beat, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import IO, Final, NoReturn

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config.embedded.base import get_server
from config.launcher.alarms import build_alarm_programs
from config.launcher.processes import (
    Program,
    Stopped,
    handle_signals,
    lock_single_instance,
    read_tail,
    run_programs,
    say,
    watch,
    write_lock_holder,
)

_READY_SECONDS: Final = 60
_PORTS: Final = 50


def main(arguments: Sequence[str]) -> int:
    """Run the demo until a signal; status 0. SystemExit with a sentence when it cannot start, or a program keeps ending."""
    options = _parse_options(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    handle_signals()
    with lock_single_instance(settings.VAR / "run.lock", "Dozvil already runs from this folder") as lock:
        try:
            _run(options, lock)
        except Stopped:
            return 0
        except OperationalError as error:
            raise SystemExit(f"The database cannot be used.\n{error}") from None
        except CommandError as error:
            raise SystemExit(f"The demo could not be prepared.\n{error}") from None
        finally:
            _release_database()


def _run(options: argparse.Namespace, lock: IO[str]) -> NoReturn:
    # First of all: a port that is taken is told at once, and not after a minute of preparing.
    with _listen_on_free_port(options.port) as listener:
        _prepare(seeds=not options.empty)
        address = "http://{}:{}".format(*listener.getsockname())
        programs = _build_programs(listener, address)
        with run_programs(programs):
            _wait_for(address, programs[0])
            write_lock_holder(lock, address)
            _print_welcome(address, accounts=not options.empty)
            watch(programs)


def _parse_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run", description="Start the demo of Dozvil on this machine.")
    parser.add_argument("--port", type=int, help="the port to listen on (default: 8000, or the next free one)")
    parser.add_argument("--empty", action="store_true", help="reference data only, no demo people and cases")
    return parser.parse_args(arguments)


def _prepare(*, seeds: bool) -> None:
    (settings.VAR / "log").mkdir(parents=True, exist_ok=True)
    say("Preparing the database")
    call_command("migrate", interactive=False, verbosity=0, skip_checks=False)
    call_command("createcachetable", verbosity=0)
    say("Loading reference data" + (" and playing the demo cases" if seeds else ""))
    # Playing the cases prints hundreds of lines; whoever starts the demo wants the address.
    with (settings.VAR / "log" / "seed.log").open("w", encoding="utf-8") as log:
        call_command("seed", demo=seeds, stdout=log)
    connection.close()


def _build_programs(listener: socket.socket, address: str) -> list[Program]:
    """Web, worker and beat, each writing its log into a file of its own."""
    logs = settings.VAR / "log"
    variables = os.environ | {"PUBLIC_URL": address, "PYTHONUNBUFFERED": "1"}
    # fmt: off
    web = ["gunicorn", "--config", "python:config.gunicorn", "config.wsgi", "--bind", f"fd://{listener.fileno()}",
           "--workers", "2", "--threads", "4", "--worker-class", "gthread", "--no-control-socket",
           "--graceful-timeout", "5", "--timeout", "60"]
    # fmt: on
    command = [sys.executable, "-m", *web]
    return [
        Program("web", command, logs / "web.log", variables, inherits=[listener.fileno()]),
        *build_alarm_programs(logs, variables),
    ]


def _listen_on_free_port(wanted: int | None) -> socket.socket:
    """A socket that listens on the port wanted, or on the first free one from 8000; SystemExit when there is none."""
    # The web server inherits the socket: were it given a number, another program could take the port before it does.
    for port in [wanted] if wanted else range(8000, 8000 + _PORTS):
        with contextlib.suppress(OSError):
            return socket.create_server(("127.0.0.1", port))
    raise SystemExit(f"Port {wanted or '8000 and those above it'} cannot be used; choose another with --port.")


def _wait_for(address: str, web: Program) -> None:
    until = time.monotonic() + _READY_SECONDS
    while time.monotonic() < until and not web.has_ended():
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):  # noqa: S310 (our own address)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise SystemExit(f"The web server did not come up. Its last words:\n{read_tail(web.log)}")


def _print_welcome(address: str, *, accounts: bool) -> None:
    print(f"\n  Dozvil runs at {address}/\n  Mail that would go out: {address}/dev/mail/\n", flush=True)
    if accounts:
        call_command("demo_accounts")
    print("\n  Ctrl-C stops everything.\n", flush=True)


def _release_database() -> None:
    connection.close()
    if settings.EMBEDDED_DATABASE:
        get_server(settings.DATABASES["default"]["EMBEDDED_FOLDER"]).leave()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
