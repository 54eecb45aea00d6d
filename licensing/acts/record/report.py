"""What a verification of the record has looked at, and the first thing that it found wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from licensing.policy.record.digests import GENESIS


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong: which row, and a sentence about it."""

    where: str
    sentence: str


@dataclass(slots=True)
class Report:
    """What was looked at, where the chain ends, what must be read beside it, and the first fault, if there is one."""

    looked_at: Counter[str] = field(default_factory=Counter)
    head: tuple[int, str] = (0, GENESIS)
    fault: Fault | None = None
    # What is no fault, but what whoever verifies must read: sentences.
    remarks: list[str] = field(default_factory=list)
    # The row that is being read: an error in reading it is reported under this name.
    at: str = ""

    def look_at(self, what: str, where: str) -> str:
        """Count a row of a kind and remember which one it is; gives its name back."""
        self.looked_at[what] += 1
        self.at = where
        return where
