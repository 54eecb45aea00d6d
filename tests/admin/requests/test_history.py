"""The history of a case: what happened, in the words of its reader."""

from __future__ import annotations

from licensing.models import RoutingRow
from tests.admin.conftest import At, page_of, text_of
from tests.world import World


def test_a_case_says_why_these_bodies_and_what_happened_without_codes(world: World, at: At) -> None:
    RoutingRow.objects.filter(code="tests").update(when={"tier": "europe", "country": "EE"}, flags=["large_value"])
    case = world.accepted()

    page = text_of(at(world.otto).get(page_of(case)))

    expected = (
        "(partner tier: Europe; country: Estonia).",
        "a large value",
        "seats: MoD, General Staff, MFA",
        "stage: Ministries",
    )
    assert [one for one in expected if one not in page] == []
