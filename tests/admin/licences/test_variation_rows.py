"""What a variation changes is said from what to what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.admin.licences.variation_rows import build_variation_rows, list_changes
from licensing.models import Licence
from tests.variations import issue_asked_licence
from tests.world import World


def test_a_granted_one_is_told_against_the_version_before_it(world: World) -> None:
    subject = issue_asked_licence(world)
    grant_variation(subject, world.dora)
    later = Licence.objects.get(pk=subject.pk)
    asked = ask_variation(
        later,
        world.paula,
        reason="Earlier.",
        valid_until=later.valid_until - timedelta(days=1),
        quantities={1: Decimal(20)},
    )

    first = build_variation_rows(later)[1]["changes"]

    assert first == ["Line 1. Reconnaissance UAV: 40 → 30"]
    assert [one.partition(":")[0] for one in list_changes(asked, later)] == ["Last day", "Line 1. Reconnaissance UAV"]
    assert list_changes(asked, later)[1].endswith("30 → 20")
