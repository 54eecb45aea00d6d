"""What customs compares with the papers: of the request that was granted, whatever its rows say by now."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.decisions import government
from licensing.models import Licence, Party
from licensing.models.read_models import read_licence
from licensing.models.read_models.licences.shipment import load_granted_request
from tests.acts.record.spoiling import behind_the_back
from tests.models.read_models.reading import read_as
from tests.world import World, resolution


def test_goods_and_parties_are_those_of_the_granted_request(world: World) -> None:
    licence = world.licence()
    with behind_the_back():
        assert Party.objects.filter(case=licence.case, role="consignee").update(name="Somebody else")

    view = read_licence(licence, read_as(world.cus, licence))

    assert view["destination"] == "EE"
    assert [one["name"] for one in view["exporters"]] == ["Zhuravel Vyhadka Aero LLC"]
    assert [(one["name"], one["country"]) for one in view["consignees"]] == [("Fictional Depot", "EE")]
    assert [(one["name"], one["address"]) for one in view["end_users"]] == [("Fictional Defence Depot", "Tallinn")]
    first = view["lines"][0]
    assert (first["control_entries"], first["customs_code"], first["origin"]) == (["ML10"], "8806", "UA")
    assert (Decimal(first["value"] or 0), first["currency"]) == (3_200_000, "EUR")


def test_a_line_finds_its_item_where_others_were_not_granted(world: World) -> None:
    case = world.before_government()
    quantities = {1: Decimal(0), 2: Decimal(3)}
    government.grant_case(case, world.dora, resolution(quantities=quantities, reasons="Stations only."))
    licence = Licence.objects.get(case=case)

    granted = load_granted_request(licence)

    assert {number: item["name"] for number, item in granted.goods.items()} == {1: "Ground station"}
    assert read_licence(licence, read_as(world.cus, licence))["lines"][0]["value"] == "75000"


def test_the_goods_of_a_licence_take_three_statements(world: World, django_assert_num_queries: object) -> None:
    """The decision with its version, what variations have changed of the request since, and which items were granted."""
    licence = Licence.objects.select_related("case").get(pk=world.licence().pk)

    with django_assert_num_queries(3):  # type: ignore[operator]
        load_granted_request(licence)
