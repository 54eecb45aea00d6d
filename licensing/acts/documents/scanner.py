"""ClamAV, asked over its own protocol (clamd(8), INSTREAM): CLAMAV_ADDRESS says where it listens.

Whatever is not a plain "OK" is not clean: clamd drops the connection when a file is larger than its limit, and answers ERROR
when it cannot look. Without an address there is no scanner, and files are *not scanned*, never *clean*.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from licensing.choices import ScanVerdict

_PORT: Final = 3_310
_CHUNK: Final = 64 * 1024
_CONNECT_SECONDS: Final = 3
_ANSWER_SECONDS: Final = 30
_LONGEST_ANSWER: Final = 4_096


class ScannerAway(Exception):
    """The scanner is configured, and gave no verdict: it is away, busy, or could not look at the file."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A verdict, and by what name the scanner knows what it found."""

    verdict: ScanVerdict
    what: str = ""


def scan_content(content: bytes) -> Scan:
    """What the scanner says of a file; NOT_SCANNED without a scanner. Raises ScannerAway when it gives no verdict."""
    if not settings.CLAMAV_ADDRESS:
        return Scan(ScanVerdict.NOT_SCANNED)
    with _connect() as wire:
        wire.sendall(b"zINSTREAM\0")
        # A file larger than clamd's limit makes it answer and close while we still send; its answer is read all the same.
        with contextlib.suppress(ConnectionError):
            for start in range(0, len(content), _CHUNK):
                chunk = content[start : start + _CHUNK]
                wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(bytes(4))
        answer = _read_answer(wire)
    if answer == "stream: OK":
        return Scan(ScanVerdict.CLEAN)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Scan(ScanVerdict.INFECTED, answer.removeprefix("stream: ").removesuffix(" FOUND")[:100])
    raise ScannerAway(answer[:200] or "it closed the connection without a verdict")


def ask_version() -> str:
    """The version of the scanner and of its signatures, as it tells them. Raises ScannerAway."""
    with _connect() as wire:
        wire.sendall(b"zVERSION\0")
        return _read_answer(wire)


@contextlib.contextmanager
def _connect() -> Iterator[socket.socket]:
    address = urlsplit(settings.CLAMAV_ADDRESS)
    is_local = address.scheme == "unix"
    try:
        with socket.socket(socket.AF_UNIX) if is_local else _connect_by_net(address) as wire:
            if is_local:
                wire.settimeout(_CONNECT_SECONDS)
                wire.connect(address.path)
            wire.settimeout(_ANSWER_SECONDS)
            yield wire
    except OSError as away:
        raise ScannerAway(f"{type(away).__name__}: {away}") from away


def _connect_by_net(address: SplitResult) -> socket.socket:
    return socket.create_connection((address.hostname or "", address.port or _PORT), _CONNECT_SECONDS)


def _read_answer(wire: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER and (more := wire.recv(1_024)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
