"""A licence and its lines in words: the state with its colour, and each line with its quantities."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from licensing.choices import LicenceState
from licensing.models import Licence, LicenceLine
from licensing.policy.licences.counted import describe_quantity


def get_state_label(licence: Licence) -> str:
    """The state in words. A licence that waits for a condition is stored as issued, though nothing may leave under it."""
    if licence.state == LicenceState.ISSUED and licence.is_dormant:
        return str(_("Issued, waits for a condition"))
    return str(LicenceState(licence.state).label)


def get_licence_tone(licence: Licence) -> str:
    """The colour of the state; its label says the same in words."""
    if licence.state == LicenceState.ISSUED:
        return "warn" if licence.is_dormant else "good"
    return {LicenceState.SUSPENDED: "warn", LicenceState.REVOKED: "bad"}.get(LicenceState(licence.state), "mute")


def build_line_row(line: LicenceLine, name: object, leaving_now: Decimal) -> dict[str, Any]:
    """A line with its quantities in words; `leaving_now` is what of it the gate would let pass."""
    share = line.used / line.authorised if line.authorised else 0

    def count(quantity: Decimal) -> str:
        return describe_quantity(quantity, line.unit_id, line.unit.name)

    return {
        "line": line,
        "name": name,
        "authorised": count(line.authorised),
        "used": count(line.used),
        "left": count(line.left),
        "leaving_now": count(leaving_now),
        "excess": count(line.excess) if line.excess else "",
        "percent": round(share * 100),
    }
