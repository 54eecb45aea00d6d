"""The column of texts: its English is always there, and the database reads it in any language."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from licensing.models import CaseKind, Country, Unit
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.reference.alphabet import build_sort_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("names", [{}, {"uk": "кіло"}, {"en": "", "uk": "кіло"}])
def test_the_database_refuses_a_name_without_english(names: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(code="ZZZ", names=names)


def test_a_text_that_may_be_blank_needs_no_language() -> None:
    assert CaseKind.objects.filter(pk="single_permit").update(descriptions={}) == 1


def test_the_database_reads_a_text_in_a_language_or_in_english() -> None:
    Unit.objects.create(code="ZZA", names={"en": "b", "pl": "ą"})
    Unit.objects.create(code="ZZB", names={"en": "a"})
    rows = Unit.objects.filter(pk__startswith="ZZ").order_by("pk")

    assert list(rows.values_list(TextIn("names", "pl"), flat=True)) == ["ą", "a"]
    assert list(rows.order_by(TextIn("names")).values_list("pk", flat=True)) == ["ZZB", "ZZA"]


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_database_has_the_alphabet_of_the_pages(language: str) -> None:
    for number, name in enumerate(
        ["Ямало", "Ґрунт", "Гай", "єнот", "Їжак", "Йод", "Ера", "Åland", "Zug", "Côte", "Cuba", "апорт"]
    ):
        Country.objects.create(code=f"{number:02}", alpha3=f"0{number:02}", names={"en": name, "uk": name})

    with translation.override(language):
        rows = list(Country.objects.order_by(InAlphabet(TextIn("names")), "pk"))
        names = [row.name for row in rows]

    assert names == sorted(names, key=build_sort_key)
    assert names.index("Гай") < names.index("Ґрунт") < names.index("Ера") < names.index("єнот") < names.index("Їжак")


def test_a_declared_column_is_read_in_each_readers_language() -> None:
    Unit.objects.create(code="ZZA", names={"en": "kilo", "uk": "кіло"})
    declared = TextIn("names")

    with translation.override("uk"):
        assert Unit.objects.values_list(declared, flat=True).get(pk="ZZA") == "кіло"
    assert Unit.objects.values_list(declared, flat=True).get(pk="ZZA") == "kilo"
