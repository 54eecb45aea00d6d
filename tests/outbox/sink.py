"""A mail server on this machine: takes letters, keeps them, refuses the recipients that a test names."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast


class Sink:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: set[str] = set()
        self._server = _Server(("127.0.0.1", 0), self)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def to(self, address: str) -> list[EmailMessage]:
        return [one for one in self.letters if address in one["To"]]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], sink: Sink) -> None:
        self.sink = sink
        super().__init__(address, _Talk)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that went away is what some tests are about."""


class _Talk(socketserver.StreamRequestHandler):
    """As much of SMTP as smtplib speaks."""

    server: _Server
    timeout = 20

    def handle(self) -> None:
        self._say("220 sink")
        while line := self.rfile.readline().decode().strip():
            verb = line.split(" ", maxsplit=1)[0].split(":")[0].upper()
            if verb == "DATA":
                self._take()
            elif verb == "RCPT" and any(address in line for address in self.server.sink.refused):
                self._say("550 no such person")
            else:
                self._say("250 sink" if verb != "QUIT" else "221 bye")
            if verb == "QUIT":
                return

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.sink.letters.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
