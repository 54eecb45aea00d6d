"""What counts as an address that we call."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from pytest_django import Settings

from licensing.errors import Invalid
from licensing.outbox.webhooks.addresses import Forbidden, is_public, normalise_url, resolve_address


@pytest.fixture(autouse=True)
def _production(settings: Settings) -> None:
    settings.WEBHOOK_ALLOW_PRIVATE = False


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_public_addresses_are_called(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "url", ["https://example.org/hook", "https://example.org:8443/a?b=c", "https://93.184.216.34/", "https://[2606:2800::1]/x"]
)
def test_ordinary_urls_are_accepted_as_they_are(url: str) -> None:
    assert normalise_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "//example.org/",
        "example.org",
        "https://",
        "https:///hook",
        "https://user@example.org/",
        "https://user:pass@example.org/",
        "https://example.org/#part",
        "https://example.org:0/",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://example.org/a b",
        "https://example.org\\@127.0.0.1/",
        "https://exa\nmple.org/",
        "https://-.укр/",
        "https://при\u200bкл.укр/\u202e",
        "https://приклад.укр/шлях",
        "https://person@приклад.укр/",
        "https://[::1/",
    ],
)
def test_unfit_urls_are_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        normalise_url(url)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("invalid", "url")]


def test_a_name_is_refused_when_any_of_its_addresses_is_not_public(monkeypatch: pytest.MonkeyPatch) -> None:
    mixed = [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *given, **named: mixed)

    with pytest.raises(Forbidden):
        resolve_address("mixed.example.org", 443)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("https://приклад.укр/hook", "https://xn--80aikifvh.xn--j1amh/hook"),
        ("https://Приклад.УКР:443", "https://xn--80aikifvh.xn--j1amh/"),
        ("https://straße.example/", "https://xn--strae-oqa.example/"),
        ("https://ERP.Example.org./Hook?A=b", "https://erp.example.org/Hook?A=b"),
        ("https://my_host.example.org:8443/x", "https://my_host.example.org:8443/x"),
        ("HTTPS://[2606:2800::1]:443/x", "https://[2606:2800::1]/x"),
    ],
)
def test_an_address_has_one_form_however_it_is_written(url: str, normal: str) -> None:
    assert normalise_url(url) == normal
    assert normalise_url(normal) == normal
