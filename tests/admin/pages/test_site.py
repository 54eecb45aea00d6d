"""The search of the desk: a page of results that is not there is missing, and no fault of ours."""

from __future__ import annotations

import pytest
from django.contrib.admin import AdminSite
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest
from django.urls import reverse

from licensing.admin.pages.site import set_up_site
from tests.admin.conftest import At
from tests.world import World


class BrokenSite(AdminSite):
    """A site whose search finds no such page."""

    def search(self, request: HttpRequest) -> None:
        raise EmptyPage("That page contains no results")


def test_a_page_of_results_that_is_not_there_is_missing() -> None:
    site = BrokenSite()
    set_up_site(site)

    with pytest.raises(Http404):
        site.search(HttpRequest())


def test_the_desk_opens_on_what_waits_for_its_reader(world: World, at: At) -> None:
    assert "waiting" in at(world.otto).get(reverse("admin:index")).context
