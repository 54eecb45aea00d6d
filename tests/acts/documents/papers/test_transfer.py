"""Parties, destination and route on a paper are those of the request as it was granted; owners of parties stay out."""

from __future__ import annotations

from licensing.acts.documents.papers.transfer import build_parties, build_route, build_use, describe_organisation
from licensing.models import Organisation

COUNTRIES = {"EE": "Естонія / Estonia", "UA": "Україна / Ukraine"}
HOLDER = Organisation(name="Holder Ltd", name_original="ТОВ «Утримувач»", register_no="1", country_id="UA", address="Kyiv")


def test_parties_stand_by_their_roles_and_owners_are_left_out() -> None:
    parties = [
        {"role": "owner", "name": "Hidden", "country": "EE"},
        {
            "role": "end_user",
            "name": "Depot",
            "name_original": "Ладу",
            "country": "EE",
            "address": "Tallinn",
            "register_no": "9",
        },
        {"role": "buyer", "name": "Ministry", "country": "EE"},
    ]

    part = build_parties(HOLDER, {"parties": parties}, COUNTRIES)

    register = {"uk": "реєстраційний номер 9", "en": "register number 9"}
    assert [label if isinstance(label, str) else label["en"] for label, _lines in part.facts] == [
        "Holder of the licence",
        "Buyer",
        "End user",
    ]
    assert part.facts[2][1] == ["Depot", "Ладу", register, "Tallinn", "Естонія / Estonia"]
    assert describe_organisation(HOLDER, COUNTRIES)[:2] == ["Holder Ltd", "ТОВ «Утримувач»"]


def test_a_route_is_a_table_and_left_out_where_there_is_none() -> None:
    leg = {"mode": "road", "from_place": "Lviv", "from_country": "UA", "to_place": "Tallinn", "to_country": "EE"}

    [part] = build_route({"route": [leg | {"carrier": "Carrier"}, leg]}, COUNTRIES)

    assert part.sheet is not None
    assert [row[0] for row in part.sheet.rows] == [["1"], ["2"]]
    assert [row[4] for row in part.sheet.rows] == [["Carrier"], ["–"]]
    assert build_route({}, COUNTRIES) == []


def test_destination_and_contract_leave_out_what_was_not_said() -> None:
    part = build_use(
        {"partner_country": "EE", "terms": {"contract_date": "2026-01-15", "incoterm": "FCA", "place": "Lviv"}}, COUNTRIES
    )

    assert [lines for _label, lines in part.facts] == [
        ["Естонія / Estonia (EE)"],
        [{"uk": "15 січня 2026", "en": "15 January 2026"}],
        ["FCA Lviv"],
    ]
