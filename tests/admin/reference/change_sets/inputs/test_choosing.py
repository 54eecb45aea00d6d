"""What stands in a row stays offered, and codes that nobody moved keep their order."""

from __future__ import annotations

import pytest
from django import forms

from licensing.admin.reference.change_sets.inputs.choosing import build_grouped_field, build_many_field, keep_offered

OPTIONS = [("ML1", "ML1 · Small arms"), ("ML2", "ML2 · Guns"), ("ML10", "ML10 · Aircraft")]


def test_codes_keep_the_order_in_which_they_stood_until_one_is_changed() -> None:
    field = build_many_field("Entries", OPTIONS)
    field.initial = ["ML10", "ML1"]

    assert field.clean(["ML1", "ML10"]) == ["ML10", "ML1"]
    assert field.clean(["ML10", "ML2", "ML1"]) == ["ML1", "ML2", "ML10"]
    with pytest.raises(forms.ValidationError):
        field.clean(["ML99"])


def test_what_its_list_has_no_more_stays_until_somebody_takes_it_out() -> None:
    many = build_many_field("Entries", OPTIONS)
    one = build_grouped_field("Test", [("A heading", OPTIONS)], required=True, empty="-")

    keep_offered(many, ["ML1", "ML99"])
    keep_offered(one, "ML98")

    assert many.clean(["ML99"]) == ["ML99"]
    assert (one.clean("ML98"), one.clean("ML2")) == ("ML98", "ML2")
