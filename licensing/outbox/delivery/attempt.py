"""How an attempt to send can end badly."""

from __future__ import annotations


class Undeliverable(Exception):
    """A message that cannot be made, however often we try; the sentence is stored as the reason of the dead letter."""


class NoLongerEntitled(Exception):
    """A message that its recipient may not have any more, or need not; nothing is wrong, and nobody is alarmed."""


class AttemptFailed(Exception):
    """An attempt that failed: `away` when the receiver as a whole did not answer, `gone` when it wants nothing any more."""

    def __init__(self, reason: str, *, away: bool = False, gone: bool = False) -> None:
        self.away, self.gone = away, gone
        super().__init__(reason)
