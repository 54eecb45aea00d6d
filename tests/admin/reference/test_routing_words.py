"""The decision table in words."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from licensing.admin.reference.routing_words import ConditionFormatter, describe_routing_row

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


def test_a_row_of_a_draft_is_told_in_terms() -> None:
    values = {
        "code": "heard",
        "priority": 40,
        "procedure_code": "",
        "when": {"country": ["EE"]},
        "extra_seats": ["GS"],
        "flags": ["technology"],
        "reasons": {"en": "Heard", "uk": "Заслуховують"},
        "valid_from": "2026-12-01",
        "retired_on": None,
    }

    with override("uk"):
        told = dict(describe_routing_row(values))

    assert told["Пріоритет"] == "40"
    assert told["Коли"] == "Країна: Естонія"
    assert told["Додає"].startswith("Генеральний штаб")
    assert (told["Тому що"], "Закінчено" in told) == ("Заслуховують", False)
