"""People at the portal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import translation

from licensing.choices import MembershipRole
from licensing.models import Membership, User
from tests.portal.visiting import Visitor
from tests.world import World


@pytest.fixture(scope="session")
def folder_of_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all, because a scene is only put back where its files are."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(autouse=True)
def _documents_of_a_test(settings: LazySettings, folder_of_files: Path) -> None:
    settings.MEDIA_ROOT = folder_of_files


@pytest.fixture(autouse=True)
def _language_of_a_test() -> Iterator[None]:
    # A page leaves its language active in the thread, and the next test would read it in its own.
    with translation.override("en"):
        yield


@pytest.fixture
def paula(world: World) -> Visitor:
    return Visitor(world.paula)


@pytest.fixture
def rita(world: World) -> Visitor:
    return Visitor(world.rita)


@pytest.fixture
def pavlo(world: World) -> Visitor:
    """A colleague of Paula's, who submits too."""
    return Visitor(_colleague(world, "pavlo", MembershipRole.PREPARER))


@pytest.fixture
def dario(world: World) -> Visitor:
    """A colleague who drafts and does not submit."""
    return Visitor(_colleague(world, "dario", MembershipRole.DRAFTER))


@pytest.fixture
def lena(world: World) -> Visitor:
    """A colleague who may only read."""
    return Visitor(_colleague(world, "lena", MembershipRole.READER))


def _colleague(world: World, name: str, role: MembershipRole) -> User:
    user = User.objects.create_user(email=f"{name}@example.org", password=None, name=name.capitalize())
    Membership.objects.create(user=user, organisation=world.partner, role=role)
    return user
