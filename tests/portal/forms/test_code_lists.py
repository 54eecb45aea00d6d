"""The lists a person chooses from are in the order in which that person looks names up."""

from __future__ import annotations

import pytest
from django.utils import translation

from licensing.models import Country
from licensing.portal.forms.code_lists import Lists

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uk", ["Ґана", "Єгипет", "Індія", "Йорданія", "Яблуня"]),
        ("en", ["Åland", "Apple", "Egypt", "India", "Jordan"]),
    ],
)
def test_countries_are_in_the_alphabet_of_the_reader(language: str, expected: list[str]) -> None:
    Country.objects.all().delete()
    names = {"Apple": "Яблуня", "Jordan": "Йорданія", "India": "Індія", "Egypt": "Єгипет", "Åland": "Ґана"}
    for number, (english, ukrainian) in enumerate(names.items()):
        Country.objects.create(code=f"X{number}", alpha3=f"XX{number}", names={"en": english, "uk": ukrainian})

    with translation.override(language):
        shown = list(Lists().countries.values())

    assert shown == expected
