"""A receiver of webhooks and a mail server that misbehave, in a process of their own that nobody kills.

`python -m tests.faults.receivers FOLDER SEED TROUBLE`: what came, and how it was answered, is kept in received.jsonl, one
line per attempt, written when the attempt has ended. TROUBLE says in shares how often they refuse, stay silent or pause; and
how many letters are refused at every attempt, until FOLDER/relented is there.
"""

from __future__ import annotations

import json
import random
import select
import socket
import socketserver
import sys
import threading
import time
import zlib
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

_LONGEST_SILENCE: Final = 20.0
_FINE, _REFUSE, _SILENT, _PAUSE = "fine", "refuse", "silent", "pause"


class Book:
    """What came, and what is to be answered."""

    def __init__(self, folder: Path, seed: int, trouble: dict[str, float]) -> None:
        self._file = (folder / "received.jsonl").open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self._chance = random.Random(seed)
        self._trouble = trouble
        self._relented = folder / "relented"

    def is_stubborn(self, message: str) -> bool:
        share = zlib.crc32(message.encode()) % 1000 / 1000
        return share < self._trouble.get("stubborn", 0.0) and not self._relented.exists()

    def mood(self) -> str:
        with self._lock:
            roll = self._chance.random()
        for name in (_REFUSE, _SILENT, _PAUSE):
            roll -= self._trouble.get(name, 0.0)
            if roll < 0:
                return name
        return _FINE

    def pause(self) -> None:
        time.sleep(self._trouble.get("seconds", 0.7))

    def keep(self, **facts: Any) -> None:
        line = json.dumps(facts | {"ended": time.time()})
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()


class _Hooks(BaseHTTPRequestHandler):
    book: Book
    timeout = 20

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        facts = {
            "channel": "webhook",
            "at": time.time(),
            "path": self.path,
            "body": body.decode(),
            "id": self.headers["webhook-id"],
        }
        facts |= {name: self.headers[f"webhook-{name}"] for name in ("timestamp", "signature")}
        mood, status = self.book.mood(), 204
        if mood == _SILENT:
            _wait_until_gone(self.connection)
            self.book.keep(**facts, status=0)
            self.close_connection = True
            return
        if mood == _PAUSE:
            self.book.pause()
        if mood == _REFUSE:
            # Mostly "not this one", sometimes "not now, from nobody".
            status = 503 if int(body[-20]) % 4 == 0 else 500
        # Kept before it is answered: whoever reads our answer finds it in the book.
        self.book.keep(**facts, status=status)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as smtplib speaks."""

    book: Book
    timeout = 20

    def handle(self) -> None:
        to = ""
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ", maxsplit=1)[0].split(":")[0].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
            if verb == "DATA":
                self._take(to)
            else:
                self._say("250 sink" if verb != "QUIT" else "221 bye")
            if verb == "QUIT":
                return

    def _take(self, to: str) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line)
        letter = message_from_bytes(b"".join(lines))
        name = str(letter["Message-ID"]).strip("<>").partition("@")[0]
        facts = {"channel": "mail", "at": time.time(), "to": to, "id": name}
        mood = _REFUSE if self.book.is_stubborn(name) else self.book.mood()
        if mood == _SILENT:
            _wait_until_gone(self.connection)
            self.book.keep(**facts, status=0)
            return
        if mood == _PAUSE:
            self.book.pause()
        status = 451 if mood == _REFUSE else 250
        self.book.keep(**facts, status=status)
        self._say(f"{status} sink")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _HookServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that was killed is what this is about."""


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed is what this is about."""


def _wait_until_gone(wire: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    until = time.monotonic() + _LONGEST_SILENCE
    while time.monotonic() < until:
        if select.select([wire], [], [], 0.2)[0]:
            try:
                if not wire.recv(1024):
                    return
            except OSError:
                return


def main(folder: Path, seed: int, trouble: dict[str, float]) -> None:
    _Hooks.book = _Mail.book = Book(folder, seed, trouble)
    hooks, mail = _HookServer(("127.0.0.1", 0), _Hooks), _MailServer(("127.0.0.1", 0), _Mail)
    threading.Thread(target=mail.serve_forever, daemon=True).start()
    ports = folder / "receivers.part"
    ports.write_text(json.dumps({"http": hooks.server_address[1], "smtp": mail.server_address[1]}))
    ports.rename(folder / "receivers.json")
    hooks.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), json.loads(sys.argv[3]))
