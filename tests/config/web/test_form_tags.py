"""Every form of every page carries for whom the page was made."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from licensing.acts.forms import read_page_token
from tests.portal.visiting import Visitor
from tests.world import World

TOKEN = 'name="page_token" value="'


def test_each_form_of_a_page_names_its_reader(world: World) -> None:
    page = Visitor(world.paula).open("preferences").content.decode()

    tokens = [part.partition('"')[0] for part in page.split(TOKEN)[1:]]
    assert len(tokens) == page.count("csrfmiddlewaretoken") > 1
    assert {read_page_token(token) for token in tokens} == {world.paula.pk}


def test_a_form_of_the_desk_names_its_reader_too(world: World) -> None:
    desk = Client()
    desk.force_login(world.otto, backend="django.contrib.auth.backends.ModelBackend")

    page = desk.get(reverse("admin:index")).content.decode()

    assert read_page_token(page.split(TOKEN)[1].partition('"')[0]) == world.otto.pk


@pytest.mark.django_db
def test_the_page_of_signing_in_names_nobody(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()

    assert "csrfmiddlewaretoken" in page
    assert TOKEN not in page
