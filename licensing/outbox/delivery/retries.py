"""When a delivery that failed is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Seconds to wait after the first, the second ... try; after the last of them, always _LONGEST.
_STEPS: Final = (5, 30, 120, 600, 1_800)
_LONGEST: Final = 3_600
# Jitter only ever lengthens a pause, so that the pauses of a delivery never add up to less than we promise.
_JITTER: Final = 0.2

# A message that cannot even be made is a fault of ours: a deployment half-way may pass, a poisoned event does not.
TRIES_TO_COMPOSE: Final = 5
FEWEST_TRIES: Final = 10
PATIENCE: Final = timedelta(hours=75)


def pause_after(tries: int, *, chance: float) -> timedelta:
    """How long to wait after so many tries; `chance` between 0 and 1 keeps those that failed together from meeting again."""
    seconds = _STEPS[tries - 1] if tries <= len(_STEPS) else _LONGEST
    return timedelta(seconds=seconds * (1 + _JITTER * chance))


def is_hopeless(tries: int, since: timedelta) -> bool:
    """Whether to give up: only after enough tries, and never within the time that a receiver may need to come back."""
    return tries >= FEWEST_TRIES and since >= PATIENCE
