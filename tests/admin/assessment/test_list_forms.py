"""A version that is declined says why."""

from __future__ import annotations

from licensing.acts.assessment.lists import prepare_list
from licensing.admin.assessment.list_forms import get_list_url
from licensing.models import ListVersion
from tests.acts.assessment.state import LISTED, list_file
from tests.config.web.test_kept_forms import browser
from tests.world import World


def test_a_version_is_taken_back_with_a_reason(world: World) -> None:
    version = prepare_list(world.pol, list_file(LISTED))
    pol = browser(world.pol)

    answer = pol.post(f"/admin/licensing/listversion/{version.pk}/decline/", {"reason": "The wrong file."})

    assert answer.headers["Location"] == get_list_url(version)
    assert ListVersion.objects.get().note == "The wrong file."
