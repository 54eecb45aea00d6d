"""A field of an item that is declared in one line goes everywhere that a request goes: here, its serial numbers."""

from __future__ import annotations

import json

import pytest

from licensing.acts.requests import drafting
from licensing.admin.requests.version_view import build_version_view
from licensing.errors import Invalid
from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from licensing.policy.requests.changes.materiality import Change, compare_requests
from tests.api.calling import Caller, at
from tests.portal.drafts.test_importing import pressed, sent
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import REQUEST, World

SERIALS = "ZV-0001\nZV-0002"


def numbered(serials: str) -> dict[str, object]:
    return REQUEST["items"][0] | {"serial_numbers": serials}


def test_serial_numbers_are_typed_on_the_form_and_read_back(world: World) -> None:
    case, paula = world.draft(), Visitor(world.paula)

    paula.send("change_row", case.pk, "items", 0, serial_numbers="ZV-0001\r\nZV-0002")

    assert build_request_document(Case.objects.get())["items"][0]["serial_numbers"] == SERIALS
    assert "Serial numbers (optional)" in text_of(paula.open("change_row", case.pk, "items", 0))
    assert "Serial numbers ZV-0001" in text_of(paula.open("content", case.pk))


def test_serial_numbers_have_a_column_in_the_spreadsheet(world: World) -> None:
    case, paula = world.draft(items=[]), Visitor(world.paula)
    sheet = 'name,quantity,unit,serial_numbers\nDrone,2,NAR,"ZV-0001\r\nZV-0002"\n'

    pressed(paula, case, sent(paula, case, sheet))

    assert build_request_document(Case.objects.get())["items"][0]["serial_numbers"] == SERIALS


def test_serial_numbers_go_in_and_out_over_the_api(world: World) -> None:
    case, paula = world.draft(), Caller(world.paula)

    answer = paula.patch(at(case), {"items": [numbered(SERIALS)]}, if_match=f'"r{case.revision}"')

    assert (answer.status_code, answer.json()["request"]["items"][0]["serial_numbers"]) == (200, SERIALS)


def test_too_many_serial_numbers_are_refused(world: World) -> None:
    case, paula = world.draft(), Visitor(world.paula)

    page = paula.send("change_row", case.pk, "items", 0, serial_numbers="9" * 501)
    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, {"items": [numbered("9" * 501)]})

    assert summary_of(page) == ["Serial numbers: At most 500 characters."]
    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("too_long", "items.0.serial_numbers")]


def test_the_desk_reads_serial_numbers_beside_the_goods(world: World) -> None:
    version = world.filed(items=[numbered(SERIALS)]).versions.get()

    assert build_version_view(version).goods[0].flags[0] == "Serial numbers: ZV-0001, ZV-0002"
    assert json.loads(version.canonical)["items"][0]["serial_numbers"] == SERIALS


def test_other_serial_numbers_are_a_change(world: World) -> None:
    before = build_request_document(world.draft(items=[numbered("0001")]))
    after = before | {"items": [before["items"][0] | {"serial_numbers": "1"}]}

    assert compare_requests(before, after) == [Change("items.1.serial_numbers", "0001", "1")]


def test_a_request_filed_before_there_was_the_field_has_not_changed(world: World) -> None:
    after = build_request_document(world.draft())
    before = after | {
        "items": [{name: value for name, value in item.items() if name != "serial_numbers"} for item in after["items"]]
    }

    assert compare_requests(before, after) == []
