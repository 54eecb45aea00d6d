"""The state of a licence in words, and its lines with their quantities."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.admin.licences.rows import build_line_row, get_licence_tone, get_state_label
from licensing.choices import LicenceState
from licensing.models import Licence, LicenceLine, Unit


@pytest.mark.parametrize(
    ("state", "dormant", "expected"),
    [
        (LicenceState.ISSUED, False, ("Issued", "good")),
        (LicenceState.ISSUED, True, ("Issued, waits for a condition", "warn")),
        (LicenceState.SUSPENDED, False, ("Suspended", "warn")),
        (LicenceState.REVOKED, False, ("Revoked", "bad")),
        (LicenceState.EXPIRED, False, ("Expired", "mute")),
    ],
)
def test_a_state_has_its_words_and_its_colour(state: LicenceState, dormant: bool, expected: tuple[str, str]) -> None:
    licence = Licence(state=state, valid_from=None if dormant else "2026-03-02")

    assert (get_state_label(licence), get_licence_tone(licence)) == expected


def test_a_line_says_its_quantities_with_their_unit() -> None:
    line = LicenceLine(number=1, authorised=Decimal(40), used=Decimal(15), excess=Decimal(), unit=Unit(code="NAR"))

    row = build_line_row(line, "UAV", Decimal(5))

    said = {name: row[name] for name in ("authorised", "used", "left", "leaving_now", "excess", "percent")}
    assert said == {
        "authorised": "40 pieces",
        "used": "15 pieces",
        "left": "25 pieces",
        "leaving_now": "5 pieces",
        "excess": "",
        "percent": 38,
    }
