"""ClamAV's protocol, against a real clamd with a signature of our own, and against servers that fail as clamd may."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from licensing.acts.documents.scanner import Scan, ScannerAway, ask_version, scan_content
from licensing.choices import ScanVerdict
from tests.waiting import wait_until

# A signature of our own (ClamAV's .ndb: name, any kind of file, anywhere, the bytes in hexadecimal).
MARK = b"dozvil-invented-malice-7f3a"
_SIGNATURE = f"Dozvil.Test.Malice:0:*:{MARK.hex()}\n"


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    """A real clamd on a socket of its own, which knows one signature; started for this module, stopped behind it."""
    program = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("there is no clamd on this machine (Debian: clamav-daemon)")
    folder = Path(tempfile.mkdtemp(prefix="dozvil-clamd-"))
    (folder / "own.ndb").write_text(_SIGNATURE, encoding="ascii")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder}/clamd.sock\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n"
        f"User {pwd.getpwuid(os.getuid()).pw_name}\nLogFile {folder}/clamd.log\n",
        encoding="ascii",
    )
    with (folder / "said").open("wb") as said:
        server = subprocess.Popen([program, "--config-file", folder / "clamd.conf"], stdout=said, stderr=said)
    address = f"unix://{folder}/clamd.sock"
    wait_until(lambda: (folder / "clamd.sock").exists() or server.poll() is not None, seconds=60)
    assert (folder / "clamd.sock").exists(), (folder / "said").read_text()
    yield address
    server.terminate()
    server.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _serving(*answers: bytes) -> Iterator[str]:
    """A server that says these bytes to whoever connects, having read what came, and closes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            for answer in answers:
                wire, _ = listener.accept()
                with wire:
                    wire.recv(65_536)
                    wire.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield "tcp://{}:{}".format(*listener.getsockname())
        thread.join(10)


def test_without_a_scanner_nothing_is_clean(settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = ""

    assert scan_content(MARK) == Scan(ScanVerdict.NOT_SCANNED)


def test_a_real_clamd_finds_what_its_signatures_name_and_clears_the_rest(clamd: str, settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = clamd

    found = scan_content(b"before " + MARK + b" behind")

    assert found == Scan(ScanVerdict.INFECTED, "Dozvil.Test.Malice.UNOFFICIAL")
    assert scan_content(b"I certify this.") == Scan(ScanVerdict.CLEAN)
    assert scan_content(b"x" * 300_000) == Scan(ScanVerdict.CLEAN)
    assert ask_version().startswith("ClamAV ")


def test_a_file_beyond_the_limit_of_a_real_clamd_is_not_clean(clamd: str, settings: Settings) -> None:
    settings.CLAMAV_ADDRESS = clamd

    with pytest.raises(ScannerAway):
        scan_content(b"x" * 3_000_000)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OK, or so\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe\0",
    ],
)
def test_whatever_is_not_a_plain_verdict_is_none(answer: bytes, settings: Settings) -> None:
    with _serving(answer) as settings.CLAMAV_ADDRESS, pytest.raises(ScannerAway):
        scan_content(b"I certify this.")


def test_a_scanner_that_is_not_there_is_away(settings: Settings, tmp_path: Path) -> None:
    for address in ("tcp://127.0.0.1:1", f"unix://{tmp_path}/nowhere.sock"):
        settings.CLAMAV_ADDRESS = address
        with pytest.raises(ScannerAway):
            scan_content(b"I certify this.")
