"""Who keeps the rights of people."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.people.rights.keepers import is_keeper
from licensing.models import User
from tests.world import World


def test_only_a_person_in_office_keeps_rights(world: World, ada: User) -> None:
    root = User.objects.create_superuser("root@example.org", name="Root")
    system = User.objects.get(pk=ada.pk)
    system.is_system = True
    closed = User.objects.get(pk=ada.pk)
    closed.is_active = False

    assert [is_keeper(one, at=now()) for one in (ada, world.pol, root, system, closed)] == [True, False, False, False, False]
