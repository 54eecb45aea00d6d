"""The lists a person chooses from are in the order in which that person looks names up."""

from __future__ import annotations

import pytest
from django.utils import translation

from licensing.acts.requests.submission import withdraw_case
from licensing.models import CaseKind, Country
from licensing.portal.forms.code_lists import Lists
from tests.by_hand import by_hand
from tests.world import World

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


def test_a_plan_that_was_withdrawn_is_no_longer_offered(world: World) -> None:
    draft, plan = world.ready(), world.filed()
    with by_hand():
        CaseKind.objects.update(is_plan=True)

    before = Lists(draft).plans
    withdraw_case(plan, world.paula, reason="Another plan is made.")

    assert list(before) == [plan.reference]
    assert Lists(draft).plans == {}
