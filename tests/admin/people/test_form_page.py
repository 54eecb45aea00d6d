"""The page of an act on rights: who keeps none does not find it, and only GET and POST are answered."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import RightProposal, User
from tests.admin.conftest import At
from tests.world import World

URL = reverse("admin:licensing_rightproposal_propose", args=["appointment"])


def test_other_methods_and_other_people_do_nothing(world: World, at: At, ada: User) -> None:
    assert at(ada).put(URL).status_code == 405
    assert at(world.otto).get(URL).status_code == 404
    assert RightProposal.objects.count() == 0
