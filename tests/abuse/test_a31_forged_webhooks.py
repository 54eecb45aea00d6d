"""A31: what a consumer checks with a stock library refuses everything that is not ours, whole, recent, and meant for it."""

from __future__ import annotations

import base64
import time
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook as Stock
from standardwebhooks.webhooks import WebhookVerificationError

from licensing.outbox.webhooks.encryption import decrypt
from licensing.outbox.webhooks.sender import Webhook, build_signed_headers, generate_secret
from tests.outbox.post import create_endpoint, run_outbox
from tests.outbox.receiver import Receiver
from tests.world import World

SECRET = generate_secret()
BODY = b'{"data":{"number":7},"type":"case.granted"}'


def signed(*, secret: str = SECRET, age: int = 0, delivery: int = 1) -> dict[str, str]:
    webhook = Webhook(UUID(int=delivery), "", secret, BODY)
    return build_signed_headers(webhook, timestamp=int(time.time()) - age)


def accepted(body: bytes, headers: dict[str, str]) -> bool:
    try:
        Stock(SECRET).verify(body, headers)
    except (WebhookVerificationError, ValueError):
        return False
    return True


def test_ours_is_accepted_to_the_edge_of_the_tolerance() -> None:
    assert accepted(BODY, signed())
    assert accepted(BODY, signed(age=290))
    assert accepted(BODY, signed(age=-290))


@settings(max_examples=400)
@given(st.integers(0, len(BODY) * 8 - 1))
def test_no_bit_of_the_body_can_be_flipped(bit: int) -> None:
    forged = bytearray(BODY)
    forged[bit // 8] ^= 1 << bit % 8

    assert not accepted(bytes(forged), signed())


@settings(max_examples=300)
@given(st.integers(0, 32 * 8 - 1))
def test_no_bit_of_the_signature_can_be_flipped(bit: int) -> None:
    headers = signed()
    signature = bytearray(base64.b64decode(headers["webhook-signature"].removeprefix("v1,")))
    signature[bit // 8] ^= 1 << bit % 8
    headers["webhook-signature"] = f"v1,{base64.b64encode(bytes(signature)).decode()}"

    assert not accepted(BODY, headers)


@pytest.mark.parametrize("age", [310, 3_600, -310])
def test_an_old_or_early_message_is_refused(age: int) -> None:
    assert not accepted(BODY, signed(age=age))


def test_a_moved_timestamp_or_id_is_refused() -> None:
    assert not accepted(BODY, signed() | {"webhook-timestamp": str(int(time.time()) - 1)})
    assert not accepted(BODY, signed() | {"webhook-id": signed(delivery=2)["webhook-id"]})


def test_the_key_of_another_endpoint_is_refused() -> None:
    assert not accepted(BODY, signed(secret=generate_secret()))


@pytest.mark.parametrize("missing", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_message_without_one_of_its_headers_is_refused(missing: str) -> None:
    assert not accepted(BODY, {name: value for name, value in signed().items() if name != missing})


def test_two_endpoints_cannot_read_each_others_messages_as_their_own(world: World, receiver: Receiver) -> None:
    first, second = create_endpoint(world, receiver.url + "?1"), create_endpoint(world, receiver.url + "?2")
    world.filed()
    run_outbox()

    for got in receiver.got:
        own, other = (first, second) if got.path.endswith("1") else (second, first)
        assert got.verified(decrypt(own.secret))["type"] == "case.submitted"
        with pytest.raises(WebhookVerificationError):
            got.verified(decrypt(other.secret))
