"""Lists of codes over the API."""

from __future__ import annotations

from licensing.models import Country, RefusalGround, Unit
from tests.api.calling import Caller, code_of
from tests.by_hand import by_hand
from tests.world import World


def test_every_list_is_named_and_can_be_read(world: World) -> None:
    stella = Caller(world.stella)

    lists = stella.get("reference/").json()

    assert len(lists) == 11
    assert all(stella.get(one["href"]).json() for one in lists)


def test_a_list_is_complete_and_in_both_languages(world: World) -> None:
    units = {row["code"]: row for row in Caller(world.paula).get("reference/units/").json()}

    kilogram = Unit.objects.get(pk="KGM")
    assert len(units) == Unit.objects.count()
    assert units["KGM"] == {
        "code": "KGM",
        "en": kilogram.names["en"],
        "uk": kilogram.names["uk"],
        "more": {"decimals": kilogram.decimals},
    }


def test_the_tier_of_a_country_is_not_published(world: World) -> None:
    answer = Caller(world.paula).get("reference/countries/")

    assert len(answer.json()) == Country.objects.count()
    assert all(set(row["more"]) == {"alpha3"} for row in answer.json())


def test_what_has_ended_is_offered_to_nobody(world: World) -> None:
    with by_hand():
        RefusalGround.objects.filter(pk="R01").update(active=False)

    assert "R01" not in {row["code"] for row in Caller(world.paula).get("reference/refusal-grounds/").json()}


def test_an_unknown_list_is_not_found(world: World) -> None:
    assert code_of(Caller(world.paula).get("reference/secrets/")) == (404, "not_found")
