"""What a test that commits leaves behind: nothing, also where it changed what was seeded."""

from __future__ import annotations

from licensing.models import ChangeSet, Country, Holiday
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, exclude, put, release
from tests.emptying import empty_database
from tests.world import World


def test_a_committed_release_is_gone_with_the_test_that_made_it(real_world: World) -> None:
    seeded = Country.objects.get(code="LT").tier, Holiday.objects.count()
    names = {"en": "Bridge day", "uk": "Перенесений вихідний"}
    bridge = put("holidays", "UA-PEACE:2031-05-02", calendar="UA-PEACE", on="2031-05-02", kind="off", names=names)
    with by_hand():
        petra = add_policy_officer("petra")
    release(real_world.pol, petra, exclude("LT"), bridge)
    assert (Country.objects.get(code="LT").tier, Holiday.objects.count()) == ("excluded", seeded[1] + 1)
    empty_database()
    assert (Country.objects.get(code="LT").tier, Holiday.objects.count()) == seeded
    assert not ChangeSet.objects.exists()
