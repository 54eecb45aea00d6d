"""What programs may do, and how a system is registered: values in, refusals out.

A program never signs as a person. It files, answers, reports and draws; what weighs like a signature, and what the authority
does, is done by a person, who may allow a program to act for them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from licensing.choices import Office, Scope, SystemKind
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.people import two_persons
from licensing.policy.record.rates import parse_rate

# What client credentials can be given for: what the acts need that a program does by itself (the lifecycle page), and reading.
SCOPES_OF_PROGRAMS: Final = frozenset(Scope) - {Scope.POSITIONS_WRITE, Scope.DECISIONS_WRITE, Scope.CASES_HANDLE}
# A registration that a person must confirm again now and then: keys that nobody knows of any more are how systems are taken.
LONGEST_LIFE: Final = timedelta(days=3 * 366)
# How long a former secret may go on beside a new one.
LONGEST_OVERLAP_HOURS: Final = 168
MOST_REDIRECTS: Final = 10
# So long somebody else may take to answer for a system whose people have left, before its secrets end.
HANDOVER_WITHIN: Final = timedelta(days=14)
_LOOPBACK: Final = ("127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class WishedSystem:
    """A system as somebody proposes it. `end_on` is the first day on which it works no more."""

    kind: SystemKind
    name: str
    purpose: str
    scopes: Collection[str]
    redirect_uris: Collection[str]
    rate: str
    end_on: date | None
    is_public: bool = False


def find_registration_gaps(wish: WishedSystem, *, reason: str, today: date) -> Iterator[Gap]:
    """Everything that is wrong with a proposed system; nothing where it can be proposed."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why this system is registered."))
    yield from find_description_gaps(name=wish.name, purpose=wish.purpose, rate=wish.rate)
    yield from _find_scope_gaps(wish)
    yield from _find_redirect_gaps(wish)
    if wish.end_on is None:
        yield Gap("required", "end_on", Message("Say on which day the system ends."))
    elif not today < wish.end_on <= today + LONGEST_LIFE:
        yield Gap("invalid", "end_on", Message("A system ends on a later day, and within three years."))


def find_description_gaps(*, name: str, purpose: str, rate: str) -> Iterator[Gap]:
    """What is wrong with the words about a system and with its limit; an empty limit is the one of every account."""
    if not name.strip():
        yield Gap("required", "name", Message("Give the system a name."))
    if not purpose.strip():
        yield Gap("required", "purpose", Message("Say what the system is for."))
    if rate and not is_rate(rate):
        yield Gap("wrong_form", "rate", Message("A limit is a number of calls and a time, such as 600/min."))


def is_rate(written: str) -> bool:
    """Whether a text is a rate, such as 600/min."""
    try:
        parse_rate(written)
    except ValueError:
        return False
    return True


def is_redirect(uri: str, *, is_public: bool) -> bool:
    """Whether a code may be sent to an address: https, or for a program on a person's own machine its loopback (RFC 8252)."""
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    if not uri.isascii() or not uri.isprintable() or set(uri) & set(" #*\\<>\"'") or parts.username is not None or port == 0:
        return False
    if parts.scheme == "https":
        return bool(parts.hostname) and not _is_address_of_machine(str(parts.hostname))
    return is_public and parts.scheme == "http" and parts.hostname in _LOOPBACK


def _is_address_of_machine(host: str) -> bool:
    """Whether a name is a bare address that nobody outside can hold a certificate for."""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def find_account_refusal(*, has_mandate: bool, offices: Collection[str]) -> Message | None:
    """Why the account of a system cannot stand behind client credentials: it holds what only persons hold."""
    if has_mandate or set(offices) - {Office.CUSTOMS}:
        return Message("The account of a system holds no mandate, and no office but customs.")
    return None


def find_system_settler_refusal(*, settler: UUID, proposer: UUID | None, owner: UUID) -> Message | None:
    """Why this person may neither confirm nor decline a proposed system, whatever office they hold."""
    return two_persons.SYSTEM.find_refusal(settler, proposer=proposer, owner=owner)


def find_owner_settler_refusal(*, settler: UUID, proposer: UUID, proposed: UUID) -> Message | None:
    """Why this person may neither confirm nor decline who is proposed to answer for a system."""
    return two_persons.SYSTEM_OWNER.find_refusal(settler, proposer=proposer, receiver=proposed)


def find_overlap_gap(hours: int) -> Gap | None:
    """Why a former secret cannot go on for so many hours beside a new one."""
    if 0 <= hours <= LONGEST_OVERLAP_HOURS:
        return None
    return Gap(
        "invalid",
        "hours",
        Message("The former secret ends at once, or within %(hours)s hours.", hours=LONGEST_OVERLAP_HOURS),
    )


def _find_scope_gaps(wish: WishedSystem) -> Iterator[Gap]:
    if not wish.scopes:
        yield Gap("required", "scopes", Message("Say what the system may be allowed to do."))
    if set(wish.scopes) - set(Scope.values):
        yield Gap("unknown_code", "scopes", Message("There is no such permission of a program."))
    elif wish.kind == SystemKind.SERVICE and set(wish.scopes) - SCOPES_OF_PROGRAMS:
        yield Gap(
            "person_only",
            "scopes",
            Message("A program that acts by itself never signs, decides or handles files; register one that acts for persons."),
        )


def _find_redirect_gaps(wish: WishedSystem) -> Iterator[Gap]:
    if wish.kind == SystemKind.SERVICE:
        if wish.redirect_uris or wish.is_public:
            yield Gap(
                "invalid", "redirect_uris", Message("A program that acts by itself has a secret and no address to return to.")
            )
    elif not wish.redirect_uris:
        yield Gap("required", "redirect_uris", Message("Give each address to which a person is sent back."))
    elif len(wish.redirect_uris) > MOST_REDIRECTS or not all(
        is_redirect(one, is_public=wish.is_public) for one in wish.redirect_uris
    ):
        yield Gap(
            "wrong_form",
            "redirect_uris",
            Message("An address is whole and begins with https://; a program on a person's machine may use http://127.0.0.1."),
        )
