"""How often a client may call: so many calls in so many seconds, whichever seconds are looked at."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address
from typing import Final

# Calls are counted in slots of time. One slot more than a period has is remembered, so that any stretch as long as a period
# lies within the slots that are added up: never more calls than allowed, at the cost of a twentieth of a period at most.
SLOTS: Final = 20
_PERIODS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_WRITTEN: Final = re.compile(r"(?P<limit>[1-9][0-9]{0,8})/(?P<period>s|sec|second|m|min|minute|h|hour|d|day)")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `limit` calls in any `period` seconds."""

    limit: int
    period: int


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a client after a call, whether the call was granted, and in how many seconds (`wait`) more is left."""

    rate: Rate
    granted: bool
    left: int
    wait: int


def name_network(written: str) -> str:
    """Whom an address stands for: itself, or of IPv6 the network of its subscriber. What is no address stays as it is."""
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return written[:45]
    # On a socket for both, IPv4 comes in the clothes of IPv6: one /64 for the whole world.
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    # A subscriber has a whole /64, and could otherwise call from another address every time.
    return str(address) if address.version == 4 else str(IPv6Network((address, 64), strict=False))


def parse_rate(written: str) -> Rate:
    """A rate as the settings write it: `60/min`, `10/s`, `5000/hour`. Raises ValueError for anything else."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise ValueError("a rate is a number of calls, a slash, and s, min, hour or day")
    return Rate(int(found["limit"]), _PERIODS[found["period"][0]])


def compute_allowance(rate: Rate, used: Sequence[int], *, granted: bool, age: float) -> Allowance:
    """The allowance after a call; `used` are the calls in each slot, the newest last, which began `age` seconds ago."""
    total = sum(used)
    width = rate.period / SLOTS
    # The first moment at which so many old slots have been forgotten that there is room for one more call.
    room = min(total, rate.limit)
    gone = next(number for number in range(len(used) + 1) if sum(used[number:]) < room or not room)
    return Allowance(rate, granted, max(rate.limit - total, 0), max(math.ceil(gone * width - age), 1))
