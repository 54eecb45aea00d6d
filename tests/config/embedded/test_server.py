from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import psycopg
import pytest

from config.embedded.server import APPLICATION, DATABASE, OWNER, Server, choose_socket_folder
from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One cluster for all, since making one takes a second; its path is long and has spaces, as a checkout's may."""
    above = Path(mkdtemp(prefix="dozvil test "))
    yield above / ("a rather long name " * 5) / "postgresql"
    rmtree(above, ignore_errors=True)


def _answer(server: Server, question: str) -> object:
    with psycopg.connect(host=str(server.socket_folder), user=OWNER, dbname=DATABASE) as connection:
        row = connection.execute(question).fetchone()
        assert row is not None
        return row[0]


def _pid(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def _another_user(folder: Path) -> subprocess.Popen[str]:
    program = (
        "import sys, pathlib; from config.embedded.server import Server; "
        "server = Server(pathlib.Path(sys.argv[1])); server.ensure_running(); print('here', flush=True); sys.stdin.read()"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.walk
def test_it_starts_from_nothing_and_stops_with_its_only_user(folder: Path) -> None:
    server = Server(folder)

    server.ensure_running()

    assert _answer(server, "SELECT 'Дозвіл'") == "Дозвіл"
    assert _answer(server, "SHOW listen_addresses") == ""
    server.leave()
    assert not (server.data / "postmaster.pid").exists()
    assert not server.socket_folder.exists()


@pytest.mark.walk
def test_the_role_of_the_application_may_log_in_and_nothing_more(folder: Path) -> None:
    server = Server(folder)
    server.ensure_running()

    may = "ARRAY[rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication]"
    assert _answer(server, f"SELECT {may} FROM pg_roles WHERE rolname = '{APPLICATION}'") == [True] + [False] * 5
    server.leave()


@pytest.mark.walk
def test_it_stays_while_used_and_ends_when_its_user_is_killed(folder: Path) -> None:
    server, other = Server(folder), _another_user(folder)
    assert other.stdout is not None
    assert other.stdout.readline() == "here\n"

    server.ensure_running()
    server.leave()

    assert _answer(server, "SELECT 1") == 1
    with other:
        other.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not (server.data / "postmaster.pid").exists())


@pytest.mark.walk
def test_it_comes_back_with_its_data_after_being_killed(folder: Path) -> None:
    server = Server(folder)
    server.ensure_running()
    with psycopg.connect(host=str(server.socket_folder), user=OWNER, dbname=DATABASE) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'kept' AS word")

    os.kill(_pid(server), signal.SIGKILL)
    assert wait_until(lambda: not server._answers())
    server.ensure_running()

    assert _answer(server, "SELECT word FROM kept") == "kept"
    server.leave()


@pytest.mark.walk
def test_it_starts_although_its_pid_now_belongs_to_another_program(folder: Path) -> None:
    server = Server(folder)
    server.ensure_running()
    server.leave()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")

    server.ensure_running()

    assert _answer(server, "SELECT 1") == 1
    server.leave()


@pytest.mark.walk
def test_it_starts_again_after_its_folder_was_moved(folder: Path) -> None:
    server = Server(folder)
    server.ensure_running()
    server.leave()
    elsewhere = folder.rename(folder.with_name("elsewhere"))

    moved = Server(elsewhere)
    moved.ensure_running()

    assert _answer(moved, "SELECT 1") == 1
    moved.leave()
    elsewhere.rename(folder)


def test_a_checkout_with_a_long_path_has_its_socket_elsewhere() -> None:
    short, long = Path("/srv/dozvil/var"), Path("/srv/" + "x" * 90)

    assert choose_socket_folder(short) == short / "socket"
    assert choose_socket_folder(long).parent == Path("/tmp")
    assert choose_socket_folder(long) == choose_socket_folder(long) != choose_socket_folder(long / "y")
