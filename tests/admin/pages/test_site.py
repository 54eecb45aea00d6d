"""The search of the desk: a page of results that is not there is missing, and no fault of ours."""

from __future__ import annotations

import re

import pytest
from django.contrib.admin import AdminSite
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest
from django.urls import reverse

from licensing.admin.pages.site import set_up_site
from tests.admin.conftest import At, text_of
from tests.world import World

NEXT = re.compile(r'name="next" value="([^"]*)"')
LANGUAGE = re.compile(r'name="language" value="([^"]*)"')


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


def test_the_desk_changes_its_language_where_its_reader_is(world: World, at: At) -> None:
    client, url = at(world.otto), reverse("admin:licensing_unit_changelist") + "?q=kilo"
    page = client.get(url).content.decode()
    [form] = re.findall(r'<form method="post" action="/language/".*?</form>', page, re.DOTALL)

    answer = client.post("/language/", {"next": NEXT.findall(form)[0], "language": LANGUAGE.findall(form)[0]}, follow=True)

    assert LANGUAGE.findall(form) == ["uk"]
    assert answer.redirect_chain == [(url, 302)]
    assert '<html lang="uk"' in text_of(answer)
