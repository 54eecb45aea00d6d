"""Places of a request by the names that the form has for them, and conditions in words of the reader."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from licensing.admin.reference.change_sets.inputs.request_places import describe_condition, list_coded_places, list_places

pytestmark = pytest.mark.django_db


def test_a_place_is_named_as_the_form_names_it() -> None:
    named = {place.path: place.label for place in (*list_places(), *list_coded_places())}

    assert named["cooperation_form"] == "Form of co-operation"
    assert named["terms.financing.repayment"].endswith("How it is paid back")
    assert {"items.control_entries", "parties.country", "documents.type"} <= named.keys()


def test_each_code_of_a_list_stands_behind_its_name() -> None:
    options = [(code, str(label)) for place in list_coded_places() for code, label in place.options]

    assert [one for one in options if not one[1].endswith(f" ({one[0]})")] == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_a_condition_is_told_without_codes(language: str) -> None:
    condition = {
        "cooperation_form": ["financing", "joint_venture"],
        "urgency.urgent": True,
        "parties.country": {"not": ["EE"]},
        "value": {"min": "100"},
    }

    with translation.override(language):
        words = describe_condition(condition, (*list_places(), *list_coded_places()))

    assert not re.search("financing;|joint_venture|urgency|True|parties|cooperation_form|{", words)
    assert "Estonia (EE)" in words or "Естонія (EE)" in words


def test_an_empty_condition_always_applies() -> None:
    assert describe_condition({}, ()) == "always"
