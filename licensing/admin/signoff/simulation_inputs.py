"""One thing to fill in on the page that tries a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Input:
    """One thing to fill in: its value as typed, and what is wrong with it.

    `suggestions` is the element of the page that lists what may be typed.
    """

    name: str
    label: Any = ""
    value: str = ""
    options: Sequence[tuple[str, Any]] = ()
    help: Any = ""
    is_flag: bool = False
    suggestions: str = ""
    errors: list[str] = field(default_factory=list)
