"""What the database itself holds of change sets, whoever writes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from licensing.choices import ChangeSetState
from licensing.models import ChangeLine, ChangeSet, ReleaseHead
from licensing.models.reference.change_sets import hold_release, lock_releases
from tests.change_sets import add_policy_officer, exclude, release, send
from tests.world import World


@pytest.mark.walk
def test_the_release_in_force_is_held(world: World) -> None:
    assert hold_release() is None

    release(world.pol, add_policy_officer("petra"), exclude("EE"))

    assert hold_release() == ReleaseHead.objects.get().number == 1


def test_the_lock_of_releases_is_there_before_anything_was_released(world: World) -> None:
    with transaction.atomic():
        lock_releases()

    assert ReleaseHead.objects.filter(name="releases").exists()


def test_the_database_refuses_what_one_person_alone_would_decide(world: World) -> None:
    sent = send(world.pol, exclude("EE"))
    now = timezone.now()

    for change, name in (
        ({"state": "in_force", "release": 1, "in_force_at": now, "settled_by": world.pol}, "settles_their_own"),
        ({"state": "in_force", "settled_by": world.dora}, "in_force_is_a_release"),
        ({"release": 1, "in_force_at": now}, "in_force_is_a_release"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ChangeSet.objects.filter(pk=sent.pk).update(**change)


def test_what_was_sent_never_changes(world: World) -> None:
    sent = send(world.pol, exclude("EE"))

    for write in (
        lambda: ChangeSet.objects.filter(pk=sent.pk).update(reason="Another"),
        lambda: ChangeLine.objects.filter(change_set=sent).update(after={}),
        lambda: ChangeLine.objects.filter(change_set=sent).delete(),
        lambda: ChangeLine.objects.create(change_set=sent, list="countries", key="LV", action="put"),
    ):
        with pytest.raises(DatabaseError, match="that was sent never changes"), transaction.atomic():
            write()


def test_change_sets_are_found_by_what_they_wait_for(world: World) -> None:
    sent = send(world.pol, exclude("EE"))

    assert list(ChangeSet.objects.waiting()) == [sent]
    assert not ChangeSet.objects.overdue(timezone.now()).exists()
    assert not ChangeSet.objects.to_begin(timezone.now()).exists()
    assert not ChangeSet.objects.in_force().exists()
    assert str(sent.lines.get()) == "countries EE"
    assert ChangeSet.objects.filter(state=ChangeSetState.SENT).count() == 1
