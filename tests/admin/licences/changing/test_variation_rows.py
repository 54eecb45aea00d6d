"""The variations of a licence at the desk, the newest first, each with what it changes."""

from __future__ import annotations

from licensing.acts.licences.changing.variation import grant_variation
from licensing.admin.licences.changing.variation_rows import build_variation_rows
from licensing.models import Licence
from tests.variations import issue_asked_licence
from tests.world import World


def test_each_stands_with_what_it_changed(world: World) -> None:
    subject = issue_asked_licence(world)
    grant_variation(subject, world.dora)

    [row] = build_variation_rows(Licence.objects.get(pk=subject.pk))

    assert (row["variation"].version, [str(one) for one in row["changes"]]) == (
        2,
        ["Line 1. Reconnaissance UAV: 40 pieces → 30 pieces"],
    )
