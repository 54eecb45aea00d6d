"""Whether filed cases may be opened to somebody in an emergency: values in, refusals out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from licensing.errors import Gap
from licensing.messages import Message

# From the confirmation, and never longer; the database holds it too.
ACCESS_LASTS: Final = timedelta(hours=4)
# What nobody has confirmed by then was no emergency.
CONFIRM_WITHIN: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reader:
    """The person to whom cases are to be opened, as far as it matters here."""

    is_active: bool
    is_system: bool
    may_open_desk: bool
    reads_every_case: bool
    has_access: bool  # one that is open, or waits for a second person


def find_access_gaps(reader: Reader, *, reason: str) -> Iterator[Gap]:
    """Why cases cannot be opened to this person; nothing where they can."""
    if not reason.strip():
        yield Gap("required", "reason", Message("Say what the emergency is."))
    if not reader.is_active:
        yield Gap("inactive", "person", Message("This account is closed."))
    elif reader.is_system:
        yield Gap("system_account", "person", Message("This is the account of a system. Cases are opened to persons only."))
    elif not reader.may_open_desk:
        yield Gap("no_desk", "person", Message("This person may not open the reviewers' desk, so there is nothing to open."))
    elif reader.reads_every_case:
        yield Gap("needless", "person", Message("This person reads every filed case by their office."))
    if reader.has_access:
        yield Gap("twice", "person", Message("Emergency access of this person is open already, or waits for a second person."))
