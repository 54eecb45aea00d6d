"""Which web addresses we call at all. What counts is the address connected to, not what a name said before."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import SplitResult, urlsplit, urlunsplit

import idna
from django.conf import settings
from django.utils.translation import gettext as _

from licensing.errors import Gap, Invalid

Address = IPv4Address | IPv6Address
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}

# Python calls some of these global; each leads back to an IPv4 address, or to somebody's own network.
_DETOURS: Final = tuple(
    ip_network(network)
    for network in (
        "::/96",  # IPv4-compatible
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64 of a local network
        "100::/64",  # discard
        "2001::/32",  # Teredo
        "2002::/16",  # 6to4
        "fec0::/10",  # site-local
        "192.88.99.0/24",  # 6to4 relays
    )
)


class Forbidden(OSError):
    """The name leads to an address that we do not call."""


def normalise_url(url: str) -> str:
    """An address as it is called: its host in small letters and in ASCII (IDNA 2008), without the usual port.

    Two spellings of one address have one normal form. Raises Invalid for an address that no webhook could ever be sent to.
    """
    try:
        normal = _to_normal_form(url)
        parse_target(normal)
    except ValueError as unfit:
        raise Invalid(gaps=[Gap("invalid", "url", str(unfit))]) from unfit
    return normal


def parse_target(url: str) -> SplitResult:
    """The parts of a web address that we may call; ValueError says in words what is wrong with another."""
    parts, port = _split_url(url)
    schemes = ("https", "http") if settings.WEBHOOK_ALLOW_PRIVATE else ("https",)
    if parts.scheme not in schemes:
        raise ValueError(_("The address must start with https://."))
    if not parts.hostname or port == 0:
        raise ValueError(_("The address names no host."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError(_("The address must hold no user name, no password and no fragment."))
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url:
        raise ValueError(_("The address holds characters that an address cannot have."))
    return parts


def _split_url(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        # Only reading it notices a port that is no number, or too large.
        return parts, parts.port
    except ValueError as broken:
        raise ValueError(_("This is not a web address.")) from broken


def _to_normal_form(url: str) -> str:
    # Before the address is split, because splitting leaves line feeds and tabs out.
    if not url.isprintable() or " " in url or "\\" in url:
        raise ValueError(_("The address holds characters that an address cannot have."))
    parts, port = _split_url(url)
    host = _to_ascii_host(parts.hostname or "")
    # What stands before an `@` is kept, so that `parse_target` sees and refuses it.
    person = "".join(parts.netloc.rpartition("@")[:2])
    place = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme)) else f":{port}"
    return urlunsplit(parts._replace(netloc=person + (f"[{host}]" if ":" in host else host) + place, path=parts.path or "/"))


def _to_ascii_host(host: str) -> str:
    try:
        # Names in ASCII may hold an underscore, which IDNA refuses.
        return host.rstrip(".") if host.isascii() else idna.encode(host, uts46=True).decode().rstrip(".")
    except idna.IDNAError as broken:
        raise ValueError(_("There is no such host name.")) from broken


def resolve_address(host: str, port: int) -> str:
    """The one address to connect to. Every address that the name has must be one that we call."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as unknown:
        raise OSError(f"the name cannot be resolved: {unknown}") from unknown
    # All are checked although one is used: a name with a public and a private address may be a try at rebinding.
    addresses = [str(sockaddr[0]) for *_rest, sockaddr in found]
    for address in addresses:
        if not may_call(address):
            raise Forbidden("the name leads to an address that is not public")
    return addresses[0]


def may_call(address: str) -> bool:
    """Whether an address is public, and an ordinary address of one machine."""
    return settings.WEBHOOK_ALLOW_PRIVATE or is_public(ip_address(address.split("%", maxsplit=1)[0]))


def is_public(address: Address) -> bool:
    """Whether an address belongs to one machine on the public internet, also when it is IPv4 written as IPv6."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped)
    detour = any(address in network for network in _DETOURS if isinstance(network, IPv6Network) == (address.version == 6))
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified or detour)
