"""A14: a webhook cannot be made to call what is not public, whatever its address says."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from pytest_django import Settings

from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery
from licensing.outbox.webhooks.addresses import parse_target, resolve_address
from tests.outbox.post import create_endpoint, run_outbox
from tests.outbox.receiver import Receiver
from tests.world import World

# Hosts as an attacker writes them; each is a way to our own machine, to our network, or to a cloud's metadata.
HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "localhost",
    "localhost.",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "2852039166",
    "0xa9fea9fe",
    "100.64.0.1",
    "100.127.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[2001:db8::1]",
]


@pytest.fixture
def guarded(settings: Settings) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False


@pytest.mark.parametrize("host", HOSTS)
def test_no_way_of_writing_it_leads_inside(guarded: None, host: str) -> None:
    target = parse_target(f"https://{host}/hook")
    assert target.hostname is not None

    with pytest.raises(OSError, match=r"not public|cannot be resolved"):
        resolve_address(target.hostname, 443)


def test_the_address_that_was_checked_is_the_one_that_is_called(
    guarded: None, world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with a public address first and with our own machine afterwards (DNS rebinding)."""
    asked: list[str] = []
    called: list[Any] = []

    def rebinding(host: str, port: int, *given: Any, **named: Any) -> list[Any]:
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connecting(address: tuple[str, int], timeout: float) -> socket.socket:
        called.append(address)
        raise ConnectionRefusedError

    create_endpoint(world, f"https://rebinding.example.org:{receiver.port}/hook")
    world.filed()
    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    monkeypatch.setattr(socket, "create_connection", connecting)

    run_outbox()

    assert asked == ["rebinding.example.org"]
    assert called == [("93.184.216.34", receiver.port)]
    assert receiver.got == []


def test_a_redirect_to_the_metadata_service_is_not_followed(world: World, receiver: Receiver) -> None:
    receiver.reply = lambda got: 302
    create_endpoint(world, receiver.url)
    world.filed()

    run_outbox()

    assert [got.path for got in receiver.got] == ["/hook"]
    [failed] = Delivery.objects.filter(channel=Channel.WEBHOOK)
    assert (failed.state, failed.last_error) == (DeliveryState.DUE, "answered 302")
