"""Webhooks by the Standard Webhooks specification: what they say, how they are signed, and how they are sent."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
import secrets
import socket
import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from http.client import HTTPConnection, HTTPException
from threading import Thread, Timer
from typing import Any, Final
from urllib.parse import SplitResult
from uuid import UUID

from django.conf import settings

from licensing.choices import CaseState, LicenceState
from licensing.models import Delivery, Endpoint, Event
from licensing.outbox.delivery.attempt import AttemptFailed, Undeliverable
from licensing.outbox.webhooks.addresses import parse_target, resolve_address
from licensing.outbox.webhooks.encryption import decrypt
from licensing.policy.record.digests import to_canonical
from licensing.policy.record.disclosure import disclose_to_systems

logger = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 10.0
_PREFIX: Final = "whsec_"
_GONE: Final = 410
# Answers that speak of the receiver as a whole; any other says that this one message was not wanted.
_AWAY: Final = (429, 502, 503, 504)


@dataclass(frozen=True, slots=True)
class Webhook:
    """A message ready to be posted; the same bytes at every attempt, under the same id."""

    id: UUID
    url: str
    secret: str
    body: bytes
    former_secret: str = ""
    former_until: datetime | None = None


def generate_secret() -> str:
    """A secret for an endpoint, in the form that the libraries of the specification read."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def compose(delivery: Delivery) -> Webhook:
    """The message of a delivery. Raises Undeliverable for a closed account, a lost secret, or an event of deliberation."""
    endpoint = delivery.endpoint
    if endpoint is None or not endpoint.owner.is_active:
        raise Undeliverable("the account that owns the endpoint is closed")
    body = to_canonical(build_payload(delivery.event, number=delivery.number))
    return Webhook(delivery.pk, endpoint.url, decrypt(endpoint.secret), body, _former_secret(endpoint), endpoint.former_until)


def _former_secret(endpoint: Endpoint) -> str:
    if endpoint.former_until is None:
        return ""
    try:
        return decrypt(endpoint.former_secret)
    except Undeliverable:
        logger.warning("the former secret of endpoint %s cannot be opened: the present one signs alone", endpoint.pk)
        return ""


def build_payload(event: Event, *, number: int | None) -> dict[str, Any]:
    """What a subscriber reads of an event, under the number that the message has at its endpoint; it never changes."""
    # The last guard: whatever fan-out decided, an event of deliberation has no form in which it could be sent.
    details = disclose_to_systems(event.kind, event.data)
    if details is None:
        raise Undeliverable("deliberation never leaves the house")
    case, licence = event.case, event.licence
    return {
        "type": event.kind,
        "timestamp": event.at,
        "data": {
            "number": number,
            "case": {
                "id": case.pk,
                "reference": case.reference,
                "state": _state_after(event, CaseState.DRAFT, licence=None),
                "href": f"{settings.PUBLIC_URL}/api/v1/cases/{case.pk}/",
            },
            "licence": licence
            and {
                "id": licence.pk,
                "number": licence.number,
                "state": _state_after(event, LicenceState.ISSUED, licence=licence.pk),
                "href": f"{settings.PUBLIC_URL}/api/v1/licences/{licence.pk}/",
            },
            "details": details,
        },
    }


def build_signed_headers(webhook: Webhook, *, timestamp: int) -> dict[str, str]:
    """The three headers of the Standard Webhooks specification, which prove origin, integrity and age to the receiver.

    While a former secret is still valid there is one signature for each secret, separated by a space.
    """
    signed = f"{webhook.id}.{timestamp}.".encode() + webhook.body
    secrets_in_use = [webhook.secret]
    if webhook.former_secret and webhook.former_until and timestamp < webhook.former_until.timestamp():
        secrets_in_use.append(webhook.former_secret)
    return {
        "webhook-id": str(webhook.id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"v1,{_signature(one, signed)}" for one in secrets_in_use),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def send(webhook: Webhook, *, timestamp: int) -> None:
    """Post a message once. Raises AttemptFailed unless the receiver answered with success in time."""
    try:
        status = _post(webhook, build_signed_headers(webhook, timestamp=timestamp))
    except (OSError, HTTPException, ValueError) as failure:
        raise AttemptFailed(f"no answer: {str(failure) or type(failure).__name__}", away=True) from failure
    # A redirect is a failure too: following it would lead to an address that nobody has checked.
    if not 200 <= status < 300:
        raise AttemptFailed(f"answered {status}", away=status in _AWAY, gone=status == _GONE)


def _post(webhook: Webhook, headers: Mapping[str, str]) -> int:
    target = parse_target(webhook.url)
    call = _Call(target)
    limit = Timer(TOTAL_SECONDS, call.cut)
    limit.daemon = True
    limit.start()
    try:
        path = (target.path or "/") + (f"?{target.query}" if target.query else "")
        sent = {"Content-Type": "application/json", "User-Agent": "Dozvil-Webhooks/1", "Connection": "close", **headers}
        call.request("POST", path, webhook.body, sent)
        return call.getresponse().status
    except (OSError, HTTPException, ValueError) as failure:
        if call.was_cut:
            raise TimeoutError(f"not done within {TOTAL_SECONDS:.0f} s") from failure
        raise
    finally:
        limit.cancel()
        call.close()


class _Call(HTTPConnection):
    """A connection to the very address that was checked, under the name that the endpoint has.

    A limit on each read alone would let a receiver hold us for hours with a byte now and then; `cut` ends the whole.
    """

    def __init__(self, target: SplitResult) -> None:
        self._tls = _tls_context() if target.scheme == "https" else None
        self.default_port = 443 if self._tls else 80
        self.was_cut = False
        super().__init__(target.hostname or "", target.port or self.default_port, timeout=TOTAL_SECONDS)

    def connect(self) -> None:
        """Connect within CONNECT_SECONDS. Raises OSError for an address that must not be called, or when `cut` came first."""
        address = _resolve_in_time(self.host, self.port)
        if self.was_cut:
            raise TimeoutError
        # Connect to the address that was checked: resolving the name a second time could lead elsewhere.
        self.sock = socket.create_connection((address, self.port), CONNECT_SECONDS)
        self.sock.settimeout(TOTAL_SECONDS)
        if self._tls:
            # The handshake comes after the assignment, so that `cut` finds the wrapped socket and can end a slow one.
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()
        if self.was_cut:
            raise TimeoutError

    def cut(self) -> None:
        """End the call from another thread; whatever it waits for fails at once."""
        self.was_cut = True
        if self.sock is not None:
            # Fails harmlessly when the call has ended by itself just now.
            _shut_down(self.sock)


def _resolve_in_time(host: str, port: int) -> str:
    """Nobody can interrupt the resolver of names, so it is left behind when it takes too long."""
    found: Future[str] = Future()
    Thread(target=_resolve_into, args=(found, host, port), daemon=True).start()
    try:
        return found.result(CONNECT_SECONDS)
    except TimeoutError as late:
        raise TimeoutError("the name was not resolved in time") from late


def _resolve_into(found: Future[str], host: str, port: int) -> None:
    try:
        found.set_result(resolve_address(host, port))
    except Exception as failure:  # noqa: BLE001 - it is raised again in the thread that waits for it
        found.set_exception(failure)


@cache
def _tls_context() -> ssl.SSLContext:
    """Made once: reading the certificates of all authorities takes longer than a call."""
    return ssl.create_default_context()


def _shut_down(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _state_after(event: Event, born: str, *, licence: UUID | None) -> str:
    """The state in which the subject stood after this event, whatever has happened since."""
    earlier = Event.objects.filter(case_id=event.case_id, licence_id=licence, number__lte=event.number).exclude(to_state="")
    return earlier.order_by("-number").values_list("to_state", flat=True).first() or born
