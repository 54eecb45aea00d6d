"""What a member has before them when they sign."""

from __future__ import annotations

import re
from typing import Any

import pytest

from licensing.acts.signoff import positions
from licensing.models import Case
from tests.admin.conftest import At, act_of, text_of
from tests.world import World, approve, object_to


def words_of(response: Any) -> str:
    """The page without its markup."""
    return " ".join(re.sub("<[^>]*>", " ", text_of(response)).split())


def test_the_form_shows_the_file_and_the_positions_of_the_others(world: World, at: At) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, object_to("Too many for us."), version=1)

    page = text_of(at(world.mira).get(act_of(case, "sign")))

    document = case.documents.first()
    assert document is not None
    assert document.title in page
    assert "Too many for us." in page
    assert "State of the data" in page
    assert "No questions have been asked." in page


@pytest.mark.walk
def test_the_form_says_what_each_choice_would_do(world: World, at: At) -> None:
    case = world.with_need()
    first = words_of(at(world.mira).get(act_of(case, "sign")))
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    last = words_of(at(world.mira).get(act_of(Case.objects.get(pk=case.pk), "sign")))

    assert "0 for, 0 against, 3 not spoken" in first
    assert "1 for, 0 against, 2 not spoken The round stays open." in first
    assert "3 for, 0 against, 0 not spoken Ends the round (passed) and forwards the case to the government" in last
