"""What an amendment changes, whether it matters, and whose signature it voids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from licensing.policy.wording import Text


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. The path names things by what they are: `items.1.quantity`, `parties.end_user.0.name`."""

    path: str
    before: Any
    after: Any

    @property
    def text(self) -> Text:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Threshold:
    """From where on a change under `pattern` is material: any change, or a rise or fall beyond a percentage."""

    pattern: str  # dotted, `*` for one step; a pattern covers everything below it
    more_than_percent: Decimal | None = None
    direction: Literal["up", "down", "both"] = "both"


@dataclass(frozen=True, slots=True)
class Amendment:
    changes: tuple[Change, ...]
    material: tuple[Change, ...]

    @property
    def is_material(self) -> bool:
        return bool(self.material)


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Every difference between two request documents, in the order of their paths."""
    raise NotImplementedError


def judge(old: Mapping[str, Any], new: Mapping[str, Any], thresholds: Sequence[Threshold]) -> Amendment:
    """Compare with the version that was signed, never with the last draft: small steps must not add up unseen."""
    raise NotImplementedError


def voided_seats(
    changes: Sequence[Change], depends: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Change, ...]]:
    """The seats whose position rested on something that changed, with the changes that void it."""
    raise NotImplementedError


def covers(pattern: str, path: str) -> bool:
    """Whether a path lies under a pattern."""
    raise NotImplementedError
