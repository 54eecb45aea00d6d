"""The processes of a run: PostgreSQL with fsync on, Redis, web, two workers, two beats and the receivers, each to be killed.

Every one of them was started here, and nothing else is ever killed: a child of ours is known by its parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import psycopg

from config.embedded.server import _find_binaries, _make_traversable, _unprivileged_user

ROOT: Final = Path(__file__).resolve().parents[2]
WEB_PROCESSES: Final = 2
WORKERS: Final = ("worker 1", "worker 2")
BEATS: Final = ("beat 1", "beat 2")
_CELERY: Final = (sys.executable, "-m", "celery", "-A", "tests.faults.alarms", "--quiet")
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_POSTGRES_SETTINGS: Final = """
listen_addresses = ''
fsync = on
synchronous_commit = on
full_page_writes = on
max_connections = 120
timezone = 'UTC'
log_timezone = 'UTC'
"""


class DidNotStart(RuntimeError):
    """A process did not come up; the sentence ends with its last words."""


class Deployment:
    """The processes of a run by name. `bug` is one of `plants.PLANTS`, or nothing."""

    def __init__(self, folder: Path, *, bug: str = "") -> None:
        self.folder = folder
        self.data, self.socket = folder / "postgresql", Path(tempfile.mkdtemp(prefix="dozvil-faults-"))
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self._as = _unprivileged_user()
        self._ports = {name: _free_port() for name in ("web", "redis")}
        self.address = f"http://127.0.0.1:{self._ports['web']}"
        self.dsn = f"host={self.socket} user=dozvil dbname=dozvil"
        self.receivers: dict[str, Any] = {}
        self._variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("DOZVIL_", "DJANGO_", "PG"))
        } | {
            "DOZVIL_ENV": "demo",
            "DOZVIL_VAR": str(folder),
            "DOZVIL_PLANTED": bug,
            "DATABASE_URL": f"postgresql://dozvil_app@/dozvil?host={self.socket}",
            "DATABASE_OWNER_URL": f"postgresql://dozvil@/dozvil?host={self.socket}",
            "REDIS_URL": f"redis://127.0.0.1:{self._ports['redis']}/0",
            "PUBLIC_URL": self.address,
            "API_RATE": "1000000/min",
            "EMAIL_TLS": "no",
            # Whoever signs must have proved a short while ago who they are: clients allow their program again for it.
            "STEP_UP": "yes",
            "EMAIL_HOST": "127.0.0.1",
            "PYTHONUNBUFFERED": "1",
        }

    # Starting and ending

    def make_database(self) -> None:
        self.data.mkdir(parents=True, mode=0o700)
        self._own(self.data)
        self._prepare_folders()
        made = subprocess.run(
            [str(_find_binaries() / "initdb"), "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin",
             "--locale=C.UTF-8", "--no-sync", "-U", "dozvil", "-D", str(self.data)],
            capture_output=True, text=True, cwd="/", check=False, **self._unprivileged(),
        )  # fmt: skip
        if made.returncode:
            raise DidNotStart(made.stderr)
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(_POSTGRES_SETTINGS + f"unix_socket_directories = '{self.socket}'\n")
        self.start("postgres")
        self.wait_for_database()
        with psycopg.connect(f"host={self.socket} user=dozvil dbname=postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE dozvil")

    def take_database(self, template: Path) -> None:
        """Begin with a copy of a database that was made and ended before."""
        self._prepare_folders()
        shutil.copytree(template, self.data)
        for one in (self.data, *self.data.rglob("*")):
            self._own(one)
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.write(f"unix_socket_directories = '{self.socket}'\n")
        self.start("postgres")
        self.wait_for_database()

    def start_receivers(self, *, seed: int, trouble: Mapping[str, float]) -> None:
        self.start("receivers", str(self.folder), str(seed), json.dumps(dict(trouble)))
        ports = self.folder / "receivers.json"
        _wait_until(ports.exists, 20, "the receivers did not come up")
        self.receivers = json.loads(ports.read_text())
        self._variables["EMAIL_PORT"] = str(self.receivers["smtp"])

    def start(self, name: str, *arguments: str) -> None:
        user = self._unprivileged() if name == "postgres" else {}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                self._command(name, arguments),
                cwd="/" if user else ROOT,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **user,
            )

    def run(self, *arguments: str) -> None:
        """Run one of our programs to its end."""
        with (self.folder / "setting.log").open("ab") as log:
            done = subprocess.run(
                [sys.executable, *arguments], cwd=ROOT, env=self._variables, stdout=log, stderr=log, check=False
            )
        if done.returncode:
            raise DidNotStart(f"{' '.join(arguments)} failed\n{self.tail('setting')}")

    def kill(self, name: str) -> None:
        """Kill a process of ours, and those that it started, without a word of warning."""
        process = self.running[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def kill_child(self, pid: int, *, of: str) -> bool:
        """Kill one child of a process of ours; False when it is gone, or is somebody else's by now."""
        if _parent(pid) != self.running[of].pid:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def stop(self) -> None:
        for name in sorted(self.running, key=lambda name: name == "postgres"):
            if self.running[name].poll() is None:
                self.kill(name)
        shutil.rmtree(self.socket, ignore_errors=True)

    # Looking

    def children(self, name: str) -> list[int]:
        """The processes that a process of ours has started."""
        parent = self.running[name].pid
        return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit() and _parent(int(one.name)) == parent]

    def processor_seconds(self) -> dict[int, float]:
        """What each living process of the run has used; on a busy machine this says more than the clock."""
        ours = {process.pid for process in self.running.values()}
        found = {}
        for one in Path("/proc").iterdir():
            if one.name.isdigit() and (fields := _fields(int(one.name))):
                parent, session, used = int(fields[1]), int(fields[3]), int(fields[11]) + int(fields[12])
                if ours & {int(one.name), parent, session}:
                    found[int(one.name)] = used / _TICKS
        return found

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.dsn, autocommit=True, connect_timeout=5)

    def wait_for_database(self, seconds: float = 60) -> None:
        _wait_until(self._answers, seconds, "PostgreSQL did not come up", restart=self._restart_postgres)

    def wait_for_web(self, seconds: float = 60) -> None:
        _wait_until(self._is_ready, seconds, f"the web server did not come up\n{self.tail('web')}")

    def tail(self, name: str, lines: int = 15) -> str:
        log = self.folder / f"{name}.log"
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""

    def empty_redis(self) -> bool:
        """Send FLUSHALL, as somebody might; False when Redis is away."""
        try:
            with socket.create_connection(("127.0.0.1", self._ports["redis"]), 2) as wire:
                wire.sendall(b"FLUSHALL\r\n")
                return wire.recv(16).startswith(b"+OK")
        except OSError:
            return False

    # Steps

    def _command(self, name: str, arguments: tuple[str, ...]) -> list[str]:
        if name == "postgres":
            return [str(_find_binaries() / "postgres"), "-D", str(self.data)]
        if name == "redis":
            port = str(self._ports["redis"])
            return ["redis-server", "--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        if name == "web":
            # The server and the flags of the image.
            return [
                sys.executable, "-m", "gunicorn", "tests.faults.wsgi", "--bind", f"127.0.0.1:{self._ports['web']}",
                "--workers", str(WEB_PROCESSES), "--threads", "4", "--worker-class", "gthread", "--no-control-socket",
                "--worker-tmp-dir", "/dev/shm",
            ]  # fmt: skip
        if name in WORKERS:
            host = f"{name.replace(' ', '')}@localhost"
            return [*_CELERY, "worker", "--hostname", host, "--concurrency", "2", "--without-gossip", "--without-mingle"]
        if name in BEATS:
            return [*_CELERY, "beat", "--pidfile="]
        return [sys.executable, "-m", f"tests.faults.{name}", *arguments]

    def _unprivileged(self) -> dict[str, Any]:
        return {"user": self._as.pw_uid, "group": self._as.pw_gid, "extra_groups": []} if self._as else {}

    def _prepare_folders(self) -> None:
        self._own(self.socket)
        if self._as:
            for folder in (self.data, self.socket, _find_binaries()):
                _make_traversable(folder)

    def _own(self, path: Path) -> None:
        """PostgreSQL refuses root, so where we are root its files belong to nobody."""
        if self._as:
            os.chown(path, self._as.pw_uid, self._as.pw_gid)

    def _answers(self) -> bool:
        try:
            with psycopg.connect(f"host={self.socket} user=dozvil dbname=postgres", connect_timeout=3) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _restart_postgres(self) -> None:
        """After a kill -9 the children of the old server hold its memory for a moment, and a new one refuses to start."""
        if self.running["postgres"].poll() is not None:
            self.start("postgres")

    def _is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=3):
                return True
        except (urllib.error.URLError, OSError):
            return False


def _wait_until(holds: Any, seconds: float, otherwise: str, *, restart: Any = lambda: None) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise DidNotStart(otherwise)
        restart()
        time.sleep(0.2)


def _parent(pid: int) -> int:
    """Whose child a process is; 0 when it is gone."""
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def _fields(pid: int) -> list[str]:
    """What the kernel says of a process, from its state on; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
