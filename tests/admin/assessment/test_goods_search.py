"""The desk finds goods by any word for them, in both languages."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.admin.assessment.goods_search import match_goods
from licensing.models import Case
from tests.admin.conftest import At, text_of
from tests.world import REQUEST, World

TANKS = [REQUEST["items"][0] | {"name": "Field kitchen", "name_uk": "Польова кухня", "model": "K-7"}]


@pytest.mark.parametrize(
    ("asked", "number"), [("UAV", 1), ("дрон", 1), ("безпілотник", 1), ("кухня", 1), ("K-7", 1), ("радар", 0)]
)
def test_one_word_finds_what_another_names(world: World, asked: str, number: int) -> None:
    world.filed()
    world.filed(title="Kitchens", items=TANKS)

    assert Case.objects.filter(match_goods(asked)).count() == number


def test_the_list_of_cases_is_searched_so(world: World, at: At) -> None:
    case, other = world.filed(), world.filed(title="Kitchens", items=TANKS)

    page = text_of(at(world.otto).get(reverse("admin:licensing_case_changelist"), {"q": "безпілотник"}))

    assert str(case.reference) in page
    assert str(other.reference) not in page
