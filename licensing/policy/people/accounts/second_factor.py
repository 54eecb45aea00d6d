"""Who must have a second factor: staff, whoever holds a mandate or an office, and whoever submits for an organisation."""

from __future__ import annotations

from collections.abc import Iterable

from licensing.choices import SUBMITTING_ROLES
from licensing.messages import Message


def needs_second_factor(*, is_staff: bool, is_system: bool, has_duty: bool, roles: Iterable[str]) -> bool:
    """Whether a person signs or decides: at the desk, by a mandate or an office, or by their roles in organisations.

    Programs never do. A mandate counts wherever its holder signs, and somebody without the desk signs over the API.
    """
    return not is_system and (is_staff or has_duty or any(role in SUBMITTING_ROLES for role in roles))


def find_removal_refusal(*, needed: bool, left: int) -> Message | None:
    """Why a second factor may not be removed, of which so many would be left."""
    if needed and not left:
        return Message("Your account needs a second factor. Add another one before you remove this one.")
    return None
