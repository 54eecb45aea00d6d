"""What a subscriber reads, and how it can verify that it comes from us."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook as Stock

from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.signoff import positions
from licensing.choices import Channel, DeliveryState
from licensing.models import Delivery, Endpoint, Event, Licence
from licensing.outbox import routes
from licensing.outbox.webhooks import sender
from licensing.outbox.webhooks.encryption import decrypt
from licensing.outbox.webhooks.endpoints import rotate_secret
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import count_states, create_endpoint, record_event, run_outbox
from tests.outbox.receiver import Receiver
from tests.world import World, approve, clearance


def test_the_signature_is_that_of_the_specification() -> None:
    webhook = sender.Webhook(
        UUID("11111111-2222-3333-4444-555555555555"), "", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b'{"test": 2432232314}'
    )

    headers = sender.build_signed_headers(webhook, timestamp=1614265330)

    signed_at = dt.datetime.fromtimestamp(1614265330, tz=dt.UTC)
    stock = Stock(webhook.secret).sign("11111111-2222-3333-4444-555555555555", signed_at, '{"test": 2432232314}')
    assert headers == {
        "webhook-id": "11111111-2222-3333-4444-555555555555",
        "webhook-timestamp": "1614265330",
        "webhook-signature": stock,
    }


def test_a_new_secret_is_long_random_and_read_by_the_stock_library() -> None:
    secrets = {sender.generate_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert all(one.startswith("whsec_") and len(Stock(one)._whsecret) == 32 for one in secrets)


def test_a_former_secret_that_is_unreadable_holds_up_no_message(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url, kinds=[EventKind.CASE_RESUMED])
    changed = rotate_secret(hook, hook.owner).endpoint
    Endpoint.objects.filter(pk=hook.pk).update(former_secret="sealed under a key that is gone")

    record_event(world.filed(), EventKind.CASE_RESUMED)
    run_outbox()

    assert receiver.got[0].verified(decrypt(changed.secret))["type"] == "case.resumed"


def test_a_subscriber_reads_ids_states_and_links_and_nothing_else(world: World, receiver: Receiver) -> None:
    hook = create_endpoint(world, receiver.url, kinds=[EventKind.CASE_SUBMITTED])
    case = world.filed()

    run_outbox()

    event = Event.objects.get(case=case, kind=EventKind.CASE_SUBMITTED)
    assert receiver.got[0].verified(decrypt(hook.secret)) == {
        "type": "case.submitted",
        "timestamp": event.at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "data": {
            "number": 1_000_000,
            "case": {
                "id": str(case.pk),
                "reference": case.reference,
                "state": "submitted",
                "href": f"http://127.0.0.1:8000/api/v1/cases/{case.pk}/",
            },
            "licence": None,
            "details": {"version": 1, "digest": case.versions.get().digest},
        },
    }
    assert receiver.got[0].headers["content-type"] == "application/json"


def test_a_draw_down_names_the_licence_and_what_is_left(world: World, receiver: Receiver) -> None:
    permit = world.licence()
    routes.fan_out()
    Delivery.objects.all().delete()
    hook = create_endpoint(world, receiver.url, owner=world.cus)

    usage = ledger.draw_down_licence(permit, world.cus, clearance("m1", 5))
    run_outbox()

    data = receiver.got[0].verified(decrypt(hook.secret))["data"]
    assert data["case"]["state"] == "granted"
    assert data["licence"] == {
        "id": str(permit.pk),
        "number": permit.number,
        "state": "issued",
        "href": f"http://127.0.0.1:8000/api/v1/licences/{permit.pk}/",
    }
    assert data["details"] == {
        "number": permit.number,
        "usage": str(usage.pk),
        "line": 1,
        "quantity": "5",
        "left": "35",
        "declaration_no": "D-m1",
    }


def test_reasons_and_titles_stay_inside(world: World) -> None:
    permit = world.licence()
    licences.suspend_licence(permit, world.otto, reason="SECRET-REASON")
    suspended = Event.objects.get(kind=EventKind.LICENCE_SUSPENDED)

    assert "SECRET-REASON" not in json.dumps(sender.build_payload(suspended, number=1), default=str)


def test_an_envelope_stays_the_same_whatever_happens_later(world: World) -> None:
    permit = world.licence()
    issued = Event.objects.get(kind=EventKind.LICENCE_ISSUED)
    before = sender.build_payload(issued, number=1)

    licences.suspend_licence(permit, world.otto, reason="Urgent need.")

    assert sender.build_payload(Event.objects.get(pk=issued.pk), number=1) == before


def test_deliberation_cannot_even_be_put_into_words(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    for event in Event.objects.filter(kind__in=[EventKind.POSITION_TAKEN, EventKind.NEED_STATED]):
        with pytest.raises(sender.Undeliverable):
            sender.build_payload(event, number=1)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for `localhost` that nobody but this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path / "certificate.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def guarded(certificate: Path) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    one = Receiver(tls=context)
    sender._tls_context.cache_clear()
    yield one
    sender._tls_context.cache_clear()
    one.close()


def test_https_works_when_the_certificate_names_the_host(
    world: World, guarded: Receiver, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    hook = create_endpoint(world, guarded.url)
    world.filed()

    run_outbox()

    assert count_states(endpoint=hook) == {DeliveryState.SENT: 1}
    assert guarded.got[0].headers["host"] == f"localhost:{guarded.port}"


def test_https_refuses_a_certificate_that_is_not_trusted(world: World, guarded: Receiver) -> None:
    create_endpoint(world, guarded.url)
    world.filed()

    run_outbox()

    assert guarded.got == []
    assert "CERTIFICATE_VERIFY_FAILED" in Delivery.objects.get(channel=Channel.WEBHOOK).last_error


def test_https_refuses_a_certificate_for_another_name(
    world: World, guarded: Receiver, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    create_endpoint(world, guarded.url.replace("localhost", "127.0.0.1"))
    world.filed()

    run_outbox()

    assert guarded.got == []
    assert "CERTIFICATE_VERIFY_FAILED" in Delivery.objects.get(channel=Channel.WEBHOOK).last_error


def test_production_calls_no_plain_http_and_no_private_address(world: World, receiver: Receiver, settings: Settings) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False
    create_endpoint(world, receiver.url)
    create_endpoint(world, receiver.url.replace("http:", "https:"))
    world.filed()

    run_outbox()

    assert receiver.got == []
    assert sorted(Delivery.objects.filter(channel=Channel.WEBHOOK).values_list("last_error", flat=True)) == [
        "no answer: The address must start with https://.",
        "no answer: the name leads to an address that is not public",
    ]


def test_a_licence_event_does_not_change_the_state_of_its_case(world: World) -> None:
    permit: Licence = world.licence()
    licences.suspend_licence(permit, world.otto, reason="Urgent need.")
    event = record_event(permit.case, EventKind.LICENCE_DRAWN, licence=permit)

    data = sender.build_payload(event, number=1)["data"]

    assert (data["case"]["state"], data["licence"]["state"]) == ("granted", "suspended")


def test_a_name_that_is_not_resolved_in_time_ends_the_attempt(
    world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **named: threading.Event().wait(3))
    create_endpoint(world, receiver.url)
    world.filed()

    started = time.monotonic()
    run_outbox()

    assert time.monotonic() - started < 3
    assert Delivery.objects.get(channel=Channel.WEBHOOK).last_error == "no answer: the name was not resolved in time"


def test_redirects_are_not_followed(world: World, receiver: Receiver) -> None:
    receiver.reply = lambda got: 302
    create_endpoint(world, receiver.url)
    world.filed()

    run_outbox()

    assert [one.path for one in receiver.got] == ["/hook"]
    assert Delivery.objects.get(channel=Channel.WEBHOOK).last_error == "answered 302"
