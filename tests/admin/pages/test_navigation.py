"""The sidebar leads each person to what they may open, and to nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import RequestFactory
from django.urls import reverse

from licensing.admin.pages.navigation import build_sidebar, get_environment_label
from licensing.models import User
from tests.admin.conftest import At, text_of
from tests.world import World

TRIALS = [reverse("admin:licensing_procedure_try"), reverse("admin:licensing_routingrow_try")]


NEXT = re.compile(r'name="next" value="([^"]*)"')
LANGUAGE = re.compile(r'name="language" value="([^"]*)"')


def _request(user: User, path: str = "/admin/") -> Any:
    request: Any = RequestFactory().get(path)
    request.user = user
    return request


def _items(user: User, path: str = "/admin/") -> list[dict[str, Any]]:
    return [item for group in build_sidebar(_request(user, path)) for item in group["items"]]


@pytest.mark.walk
def test_every_link_of_the_sidebar_opens(world: World, at: At) -> None:
    for user in (world.otto, world.mira, world.pol, world.audra):
        client = at(user)

        refused = [item["link"] for item in _items(user) if client.get(item["link"]).status_code != 200]

        assert refused == [], user


def test_only_those_who_publish_are_led_to_trials(world: World) -> None:
    led = {user.name: [item["link"] in TRIALS for item in _items(user)].count(True) for user in (world.pol, world.otto)}

    assert led == {"Pol": 2, "Otto": 0}


def test_only_the_list_that_is_open_is_marked(world: World) -> None:
    for path in ("/admin/", TRIALS[0], reverse("admin:licensing_procedure_changelist")):
        assert [item["link"] for item in _items(world.pol, path) if item.get("active")] == ([] if path in TRIALS else [path])


def test_only_a_demonstration_is_labelled_as_one(world: World, settings: LazySettings) -> None:
    request = _request(world.otto)
    settings.DEMO = True
    labelled = get_environment_label(request)
    settings.DEMO = False

    assert labelled == ["Demonstration", "warning"]
    assert get_environment_label(request) is None


def test_the_desk_changes_its_language_where_its_reader_is(world: World, at: At) -> None:
    client, url = at(world.otto), reverse("admin:licensing_unit_changelist") + "?q=kilo"
    page = client.get(url).content.decode()
    [form] = re.findall(r'<form method="post" action="/language/".*?</form>', page, re.DOTALL)

    answer = client.post("/language/", {"next": NEXT.findall(form)[0], "language": LANGUAGE.findall(form)[0]}, follow=True)

    assert LANGUAGE.findall(form) == ["uk"]
    assert answer.redirect_chain == [(url, 302)]
    assert '<html lang="uk"' in text_of(answer)
