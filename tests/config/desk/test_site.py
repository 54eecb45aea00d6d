"""The desk: whose rows are edited there, and a search whose page of results is not there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest
from unfold.sites import UnfoldAdminSite

from config.desk.site import Desk
from licensing.models import Unit


def test_a_page_of_results_that_is_not_there_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_no_page(site: UnfoldAdminSite, request: HttpRequest) -> None:
        raise EmptyPage("That page contains no results")

    monkeypatch.setattr(UnfoldAdminSite, "search", find_no_page)

    with pytest.raises(Http404):
        Desk().search(HttpRequest())


def test_only_our_own_rows_are_edited_at_the_desk() -> None:
    site = Desk()

    site.register([Group, Unit])

    assert [model for model, _ in site._registry.items()] == [Unit]
