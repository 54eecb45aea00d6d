"""A request document in words: read out section by section, and compared with another."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.models.requests.composition import build_request_document
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.sections import LIST_SECTIONS
from licensing.portal.requests.reading import (
    Difference,
    build_table_heads,
    build_table_rows,
    compare_documents,
    read_out,
)
from tests.world import REQUEST, World

# A comparison names countries and units, which are rows of the database.
pytestmark = pytest.mark.django_db


def test_a_request_is_read_out_without_its_empty_fields(world: World) -> None:
    case = world.draft(terms={})

    chapters = {chapter.section.slug: chapter.blocks for chapter in read_out(case, build_request_document(case))}

    assert [block.heading for block in chapters["items"]] == ["Item 1", "Item 2"]
    assert ("Quantity", "40 pieces") in [(line.label, line.value) for line in chapters["items"][0].lines]
    assert chapters["terms"] == ()


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"title": "Another"}, Difference("About the request: Title", "Forty reconnaissance UAVs", "Another")),
        ({"partner_country": "LV"}, Difference("About the request: Partner country", "Estonia", "Latvia")),
        ({"parties": REQUEST["parties"][1:]}, Difference("Parties Exporter", "Zhuravel Vyhadka Aero LLC", "nothing")),
    ],
)
def test_a_difference_names_its_place_as_the_forms_do(change: dict[str, Any], difference: Difference) -> None:
    found = compare_documents(REQUEST, REQUEST | change, Lists())

    assert difference in found


def test_documents_that_say_the_same_do_not_differ() -> None:
    assert compare_documents(REQUEST, dict(REQUEST), Lists()) == []


def test_a_row_has_a_cell_under_each_head() -> None:
    section = LIST_SECTIONS["items"]

    rows = build_table_rows(section, REQUEST["items"], Lists())

    assert build_table_heads(section)[:2] == ["Name", "Quantity"]
    assert [row[:2] for row in rows] == [["Reconnaissance UAV", "40"], ["Ground station", "4"]]
