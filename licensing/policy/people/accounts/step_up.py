"""How recently a person must have proved who they are for an act: signing once per sitting of work, what weighs more each time.

Reading, drafting and questions ask for nothing beyond the sign-in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from licensing.choices import Freshness

# How old the proof may be. The second is also what the pages of accounts ask for (ACCOUNT_REAUTHENTICATION_TIMEOUT).
MAX_AGE: Final[Mapping[Freshness, timedelta]] = {
    Freshness.SITTING: timedelta(minutes=30),
    Freshness.NOW: timedelta(minutes=5),
}
# The moment of the proof is of the web server, that of the act of the database; their clocks may differ by so much.
_SKEW: Final = timedelta(minutes=1)


def is_fresh(needed: Freshness, *, confirmed_at: datetime | None, at: datetime) -> bool:
    """Whether somebody who proved who they are at a moment has done so recently enough for an act at another."""
    return confirmed_at is not None and -_SKEW <= at - confirmed_at <= MAX_AGE[needed]


def is_by_second_factor(record: Mapping[str, Any]) -> bool:
    """Whether a proof that a session recorded was given by a second factor, here or at a sign-in service that is believed."""
    return record.get("method") == "mfa" or record.get("second_factor") is True


def find_confirmed_at(records: Iterable[Mapping[str, Any]]) -> datetime | None:
    """When the person behind a session last proved who they are, by what the session recorded of it; None where it did not.

    Once a second factor was used in a session, only a second factor counts in it: a password alone could be a stolen one.
    `at` is in seconds since the epoch; `auth_time` beside it is when a sign-in service saw the person itself.
    """
    records = [one for one in records if isinstance(one.get("at"), int | float)]
    strong = [one for one in records if is_by_second_factor(one)]
    moments = [min(one["at"], one.get("auth_time", one["at"])) for one in strong or records]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None
