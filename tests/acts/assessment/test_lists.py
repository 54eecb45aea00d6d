"""A list comes into force by two persons, whole or not at all."""

from __future__ import annotations

import pytest

from licensing.acts.assessment.lists import compare_version, decline_list, prepare_list, publish_list
from licensing.choices import ListVersionState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Event, ListVersion
from tests.acts.assessment.state import LISTED, STRANGER, list_file, publish_list_of
from tests.acts.plans.measures.state import second_officer
from tests.world import World


def test_whoever_prepared_a_version_does_not_publish_it(world: World) -> None:
    version = prepare_list(world.pol, list_file(LISTED))

    for user in (world.pol, world.otto, world.audra):
        with pytest.raises(NotAllowed):
            publish_list(version, user)
    published = publish_list(version, second_officer())
    with pytest.raises(WrongState):
        decline_list(version, world.pol, reason="Too late.")

    assert (published.state, published.number, published.entries) == (ListVersionState.PUBLISHED, 1, 1)
    assert list(Event.objects.filter(kind__startswith="list.").values_list("kind", flat=True).order_by("number")) == [
        "list.prepared",
        "list.published",
    ]


def test_a_broken_row_refuses_the_file_whole(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        prepare_list(world.pol, list_file(LISTED, "X-1,both,entity,Second"))

    assert [str(gap.sentence) for gap in refused.value.gaps] == ["Line 3, column 5: The row has 4 columns; 8 belong there."]
    assert not ListVersion.objects.exists()


def test_a_version_says_what_it_changes(world: World) -> None:
    publish_list_of(world, LISTED, STRANGER)
    following = prepare_list(world.pol, list_file(LISTED.replace("EE", "FI"), "X-3,primary,,Third,,,,"))

    changes = compare_version(following)

    assert [one.reference for one in changes.added] == ["X-3"]
    assert [(before.country, after.country) for before, after in changes.changed] == [("EE", "FI")]
    assert [one.reference for one in changes.gone] == ["X-2"]


def test_one_version_waits_at_a_time(world: World) -> None:
    first = prepare_list(world.pol, list_file(LISTED))

    with pytest.raises(WrongState):
        prepare_list(world.pol, list_file(STRANGER))
    declined = decline_list(first, world.pol, reason="The wrong file.")

    assert declined.note == "The wrong file."
    assert prepare_list(world.pol, list_file(STRANGER)).number == 2
