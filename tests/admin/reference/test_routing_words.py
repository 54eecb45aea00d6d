"""The decision table in words."""

from __future__ import annotations

import pytest

from licensing.admin.reference.routing_words import ConditionFormatter, RoutingNames
from licensing.models import RoutingRow

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({}, "always"),
        ({"tier": "europe"}, "Partner tier: Europe"),
        ({"form": ["direct_sale", ""]}, "Form of co-operation: Direct sale, none named"),
        ({"mtcr": {"not": ["I", "II"]}}, "MTCR category: not MTCR Category I, MTCR Category II"),
        ({"value": {"min": "5000", "max": "10000.50"}}, "Value: at least EUR 5,000, at most EUR 10,000.50"),
    ],
)
def test_a_condition_reads_as_people_say_it(when: dict[str, object], words: str) -> None:
    assert ConditionFormatter().format_condition(when) == words


def test_a_row_names_its_procedure_and_what_it_adds() -> None:
    row = RoutingRow(procedure_code="fast-lane", extra_seats=["GS", "GONE"], flags=["technology", "own"])

    names = RoutingNames.from_rows([row])

    assert names.format_procedure(row) == "Fast lane for treaty partners (sample)"
    assert names.format_procedure(RoutingRow()) == "–"
    assert names.list_additions(row) == [
        "General Staff of the Armed Forces of Ukraine",
        "GONE",
        "technology leaves the country",
        "own",
    ]
