"""My preferences, my language."""

from __future__ import annotations

from licensing.models import User
from tests.portal.visiting import Visitor, summary_of
from tests.world import World


def test_preferences_are_kept_and_nonsense_is_not(world: World, paula: Visitor) -> None:
    refused = paula.send("preferences", time_zone="Mars/Olympus", language="tlh")
    paula.send("preferences", time_zone="Europe/Tallinn", language="uk", wants_digest="yes")

    kept = User.objects.get(pk=world.paula.pk)
    assert summary_of(refused) == ["Choose a time zone from the list.", "Choose a language from the list."]
    assert (kept.time_zone, kept.language, kept.wants_digest) == ("Europe/Tallinn", "uk", True)


def test_a_chosen_language_is_kept_and_leads_only_to_our_pages(world: World, paula: Visitor) -> None:
    back = paula.client.post("/language/", {"language": "uk", "next": "/licences/"})
    away = paula.client.post("/language/", {"language": "uk", "next": "https://evil.example/"})
    strange = paula.client.post("/language/", {"language": "xx", "next": "/"})

    assert (back.url, away.url, strange.url) == ("/licences/", "/", "/")
    assert User.objects.get(pk=world.paula.pk).language == "uk"
    assert '<html lang="uk"' in paula.open("home").content.decode()


def test_a_visitor_reads_the_sign_in_page_in_the_chosen_language(db: None) -> None:
    visitor = Visitor(None)
    visitor.client.post("/language/", {"language": "uk", "next": "/accounts/login/"})

    assert '<html lang="uk"' in visitor.client.get("/accounts/login/").content.decode()
