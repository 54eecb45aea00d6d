"""Who must have a second factor: staff, and whoever may bind a partner organisation by what they submit."""

from __future__ import annotations

from collections.abc import Iterable

from licensing.choices import SUBMITTING_ROLES
from licensing.messages import Message


def needs_second_factor(*, is_staff: bool, is_system: bool, roles: Iterable[str]) -> bool:
    """Whether a person signs or decides, by the desk or by the roles that they have in organisations. Programs never do."""
    return not is_system and (is_staff or any(role in SUBMITTING_ROLES for role in roles))


def find_removal_refusal(*, needed: bool, left: int) -> Message | None:
    """Why a second factor may not be removed, of which so many would be left."""
    if needed and not left:
        return Message("Your account needs a second factor. Add another one before you remove this one.")
    return None
