"""Canonical bytes and digests: what is signed, and what the chain of events is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

import rfc8785

from licensing.policy.exact import format_decimal

GENESIS = "0" * 64


def to_canonical(data: Any) -> bytes:
    """RFC 8785 bytes of plain values. Equal decimals give equal bytes however many zeros they carry."""
    return rfc8785.dumps(_to_json_value(data))


def compute_digest(data: Any) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(to_canonical(data)).hexdigest()


def fingerprint_command(*, method: str, path: str, person: object, content: Any) -> str:
    """What makes two commands under one idempotency key the same command: how, where, who, and what was sent.

    `path` carries the query string where there is one; `content` is compared by meaning, not by how it was spelled.
    """
    return compute_digest([method, path, str(person), content])


def compute_chain_digest(previous: str, body: Any) -> str:
    """The digest of a link: SHA-256 over the previous digest, a line feed, and the canonical body."""
    return hashlib.sha256(previous.encode("ascii") + b"\n" + to_canonical(body)).hexdigest()


def _to_json_value(value: Any) -> Any:
    match value:
        # First, because the members of TextChoices are texts too.
        case Enum():
            return _to_json_value(value.value)
        case None | bool() | int() | str():
            return value
        case Mapping():
            return {str(key): _to_json_value(item) for key, item in value.items()}
        case set() | frozenset():
            # A set has no order of its own; sorted by their bytes, its elements are the same in every process.
            return sorted((_to_json_value(item) for item in value), key=rfc8785.dumps)
        case list() | tuple():
            return [_to_json_value(item) for item in value]
    return _to_text(value)


def _to_text(value: Any) -> str:
    match value:
        case Decimal():
            return _decimal_text(value)
        # Before `date`: every datetime is one, and would lose its zone there.
        case datetime():
            return _instant_text(value)
        case date() | time():
            return value.isoformat()
        case UUID():
            return str(value)
        case float():
            raise TypeError("floats have no place in what is signed; use Decimal")
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError("only finite decimals have a canonical form")
    return format_decimal(value)


def _instant_text(value: datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("a moment without a zone has no canonical form")
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
