"""Fields that are ticked: what was not touched stays as it was written, and what a file names otherwise has a box."""

from __future__ import annotations

import pytest

from licensing.admin.reference.procedures.field_boxes import build_fields_of_one_part, build_relied_fields
from licensing.admin.reference.procedures.fields import FieldGroup, read_values, write_values
from tests.world import World

pytestmark = pytest.mark.django_db


def test_what_was_not_touched_stays_as_it_is_written(world: World) -> None:
    groups = [FieldGroup("", [build_relied_fields("depends_on", "Fields"), build_fields_of_one_part("pattern", "Fields")])]
    piece = {"depends_on": ["items.*.unit|quantity", "items.*.colour"], "pattern": "items.*.unit|quantity"}

    assert write_values(groups, piece, read_values(groups, piece)) == piece
    assert write_values(groups, piece, {"depends_on": ["items.*.unit"], "pattern": ["items.*.name", "items.*.unit"]}) == {
        "depends_on": ["items.*.unit"],
        "pattern": "items.*.name|unit",
    }


def test_what_a_file_names_otherwise_has_a_box_of_its_own(world: World) -> None:
    widget = build_relied_fields("depends_on", "Fields").build().widget

    page = str(widget.render("depends_on", ["items.*.colour"]))
    empty = str(widget.render("depends_on", []))

    assert ('value="items.*.colour"' in page, "checked" in page, "open" in page) == (True, True, True)
    assert ("items.*.colour" in empty, "checked" in empty) == (False, False)
