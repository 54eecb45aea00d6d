"""Only what differs counts as changed, whatever else is handed in."""

from __future__ import annotations

from licensing.models import Organisation
from licensing.models.record.columns import find_changed, write_changed


def test_only_the_columns_that_differ_are_changed() -> None:
    row = Organisation(name="Harrow", register_no="1", country_id="PL")

    changed = write_changed(row, {"name": "Harrow Ltd", "register_no": "1", "country_id": "PL"})

    assert changed == ["name"]
    assert (row.name, row.register_no, row.country_id) == ("Harrow Ltd", "1", "PL")


def test_what_would_change_is_told_before_anything_does() -> None:
    row = Organisation(name="Harrow", country_id="PL")

    assert find_changed(row, {"name": "Harrow", "country_id": "DE"}) == {"country_id": "DE"}
    assert row.country_id == "PL"
