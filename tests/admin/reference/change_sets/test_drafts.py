"""A proposed row goes into a draft of the person's own, or into a new one, which needs a title and a reason."""

from __future__ import annotations

import pytest

from licensing.admin.reference.change_sets.drafts import NEW, get_set_url, list_drafts
from licensing.admin.reference.change_sets.row_forms import RowForm, RowSubject
from licensing.models import User
from tests.change_sets import draft, exclude, send
from tests.world import World

TYPED = {"alpha3": "EST", "tier": "excluded", "title": "", "reason": ""}


def build_form(user: User, **given: str) -> RowForm:
    row = {"code": "EE", "alpha3": "EST", "tier": "europe", "names": {"en": "Estonia"}, "note": ""}
    return RowForm(TYPED | given, user=user, subject=RowSubject("countries", "EE", row), back="/")


@pytest.mark.walk
def test_only_ones_own_drafts_are_offered_and_the_newest_first(world: World, pat: User) -> None:
    first, second = draft(world.pol, title="First"), draft(world.pol, title="Second")
    draft(pat)
    send(world.pol, exclude("EE"))

    assert [one.pk for one in list_drafts(world.pol)] == [second.pk, first.pk]
    assert build_form(world.pol).fields["into"].initial == str(second.pk)


def test_only_a_new_change_set_asks_for_its_words(world: World) -> None:
    assert set(build_form(world.pol).errors) == {"title", "reason"}
    one = draft(world.pol)

    assert build_form(world.pol, into=str(one.pk)).errors == {}
    assert set(build_form(world.pol, into=NEW).errors) == {"title", "reason"}
    assert "into" in build_form(world.pol, into="of somebody else").errors
    assert str(one.pk) in get_set_url(one)
