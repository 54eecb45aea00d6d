"""Further people of the partner's organisation, with less than the one of the world may do."""

from __future__ import annotations

from licensing.choices import MembershipRole
from licensing.models import Membership, User
from tests.world import World


def add_reader(world: World, name: str = "ria") -> User:
    """Somebody who may only read what the partner's organisation files."""
    reader = User.objects.create_user(f"{name}@example.org", name=name.title())
    Membership.objects.create(user=reader, organisation=world.partner, role=MembershipRole.READER)
    return reader
