"""An applicant downloads the receipt and, once there is one, the decision; nobody else's, and no other word."""

from __future__ import annotations

import pytest

from tests.portal.visiting import Visitor
from tests.world import World


@pytest.mark.walk
def test_an_applicant_downloads_receipt_and_decision(world: World, paula: Visitor) -> None:
    case, filed = world.granted(), world.filed(title="Only filed")

    files = [paula.open("case_paper", case.pk, kind) for kind in ("receipt", "decision")]
    missing = [
        paula.open("case_paper", filed.pk, "decision"),
        paula.open("case_paper", filed.pk, "licence"),
        Visitor(world.rita).open("case_paper", case.pk, "receipt"),
    ]

    assert [(one.status_code, one.content[:5]) for one in files] == [(200, b"%PDF-")] * 2
    assert [one.status_code for one in missing] == [404, 404, 404]
