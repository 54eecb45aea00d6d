"""The column of texts: its English is always there, and the database reads it in any language."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from licensing.models import CaseKind, Unit
from licensing.models.reference.texts import TextIn

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


def test_a_declared_column_is_read_in_each_readers_language() -> None:
    Unit.objects.create(code="ZZA", names={"en": "kilo", "uk": "кіло"})
    declared = TextIn("names")

    with translation.override("uk"):
        assert Unit.objects.values_list(declared, flat=True).get(pk="ZZA") == "кіло"
    assert Unit.objects.values_list(declared, flat=True).get(pk="ZZA") == "kilo"
