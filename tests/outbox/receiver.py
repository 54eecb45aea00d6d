"""A receiver of webhooks on this machine, which keeps what it was sent and answers as a test wants."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass(frozen=True)
class Got:
    """One request as it came over the wire."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """What a stock library of the specification makes of it."""
        return Webhook(secret).verify(self.body, self.headers)


Reply = Callable[[Got], int]


class Receiver:
    """`reply` is asked for the status of each answer; it may take its time."""

    def __init__(self, reply: Reply = lambda got: 204, *, tls: ssl.SSLContext | None = None) -> None:
        self.got: list[Got] = []
        self.reply = reply
        self._server = _Server(("127.0.0.1", 0), self)
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if tls else 'http'}://localhost:{self.port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.got]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(address, _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that went away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 5

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        got = Got(self.path, {name.lower(): value for name, value in self.headers.items()}, body, time.monotonic())
        self.server.receiver.got.append(got)
        status = self.server.receiver.reply(got)
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", f"http://localhost:{self.server.receiver.port}/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@contextmanager
def dripping(seconds: float = 30.0) -> Iterator[str]:
    """The address of a receiver that answers with a byte now and then, and never comes to an end."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    listener.settimeout(0.05)

    def drip(caller: socket.socket) -> None:
        until = time.monotonic() + seconds
        with caller:
            caller.settimeout(0.2)
            while time.monotonic() < until and not stop.wait(0.2):
                try:
                    caller.sendall(b"H" if time.monotonic() < until - seconds + 0.3 else b"x")
                except OSError:
                    return

    def serve() -> None:
        while not stop.is_set():
            try:
                caller, _address = listener.accept()
            except TimeoutError:
                continue
            threading.Thread(target=drip, args=(caller,), daemon=True).start()

    serving = threading.Thread(target=serve, daemon=True)
    serving.start()
    try:
        yield f"http://localhost:{listener.getsockname()[1]}/hook"
    finally:
        stop.set()
        serving.join()
        listener.close()
