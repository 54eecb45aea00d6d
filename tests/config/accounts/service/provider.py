"""A sign-in service as a state runs one: OpenID Connect over real HTTP on this machine, with keys of its own.

It speaks authorization code with PKCE, signs with RS256 or ES256, and can be told to misbehave in each way that a token must
be refused for.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT, SECRET = "dozvil", "a secret between the two"


@dataclass
class Service:
    """The service while it runs; a test changes what it does next."""

    issuer: str
    subject: str = "subject-1"
    # Further claims; None leaves a claim out.
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    # What is done to the token before it is sent.
    forge: Callable[[dict[str, Any], str], str] | None = None
    # What the authorisation endpoint adds to its answer.
    answer: dict[str, str] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    broken: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    keys: Mapping[str, Any] = field(
        default_factory=lambda: {
            "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
            "ES256": ec.generate_private_key(ec.SECP256R1()),
        }
    )

    def describe(self) -> dict[str, Any]:
        """The document of discovery."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.description

    def list_keys(self) -> dict[str, Any]:
        """The public keys, each under its name."""
        makers = {"RS256": jwt.algorithms.RSAAlgorithm, "ES256": jwt.algorithms.ECAlgorithm}
        return {
            "keys": [
                json.loads(makers[name].to_jwk(key.public_key())) | {"kid": name, "use": "sig", "alg": name}
                for name, key in self.keys.items()
            ]
        }

    def authorise(self, query: dict[str, str]) -> str:
        """Where the browser goes on after the person has signed in here."""
        self.asked = query
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']} | self.answer)}"

    def give_token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """The answer to a code: once, to this client, and with the verifier that belongs to it."""
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        challenge = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(challenge).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": self.subject,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "auth_time": now,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": self._sign(claims)}

    def _sign(self, claims: dict[str, Any]) -> str:
        if self.forge is not None:
            return self.forge(claims, self.algorithm)
        return jwt.encode(claims, self.keys[self.algorithm], self.algorithm, headers={"kid": self.algorithm})


@contextmanager
def run_service() -> Iterator[Service]:
    """The service on a free port of this machine, until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    service = Service(f"http://127.0.0.1:{server.server_port}")
    server.service = service  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    @property
    def service(self) -> Service:
        found: Service = self.server.service  # type: ignore[attr-defined]
        return found

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.service.broken:
            self._send(500, b"<h1>Out of order</h1>", "text/html")
        elif path == "/.well-known/openid-configuration":
            self._send_json(self.service.describe())
        elif path == "/keys":
            self._send_json(self.service.list_keys())
        elif path == "/authorize":
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            self.send_response(302)
            self.send_header("Location", self.service.authorise(query))
            self.end_headers()
        else:
            self._send(404, b"", "text/plain")

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
        given = self.service.give_token(form)
        if given is None:
            self._send_json({"error": "invalid_grant"}, 400)
        else:
            self._send_json(given)

    def log_message(self, *args: Any) -> None:
        """Nothing: the tests read what the service was asked."""

    def _send_json(self, content: dict[str, Any], status: int = 200) -> None:
        self._send(status, json.dumps(content).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
