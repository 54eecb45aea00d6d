"""Of each list the version that was published last is in force."""

from __future__ import annotations

from licensing.acts.assessment.lists import prepare_list
from licensing.models import ListVersion
from tests.acts.assessment.state import LISTED, STRANGER, list_file, publish_list_of
from tests.world import World


def test_one_version_of_each_list_is_in_force(world: World) -> None:
    publish_list_of(world, LISTED)
    second = publish_list_of(world, STRANGER)
    other = publish_list_of(world, LISTED, code="ANOTHER")
    prepare_list(world.pol, list_file())

    assert list(ListVersion.objects.in_force()) == [other, second]
    assert ListVersion.objects.published().count() == 3
    assert str(second) == "TRY, 2"
