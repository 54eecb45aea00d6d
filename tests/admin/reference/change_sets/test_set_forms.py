"""What is typed of a change set is read by the clock of the authority, and said in words again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from licensing.admin.reference.change_sets.set_forms import OpenForm, describe_moment
from licensing.models import ChangeSet, User

TYPED = {"title": "New tiers", "reason": "So decided."}


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ({}, None),
        ({"day": "2030-01-15"}, datetime(2030, 1, 14, 22, tzinfo=UTC)),
        ({"day": "2030-07-15", "time": "09:30"}, datetime(2030, 7, 15, 6, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_that_of_the_authority(given: dict[str, str], moment: datetime | None) -> None:
    form = OpenForm(TYPED | given, user=User(), back="/")

    assert form.errors == {}
    assert form.read_words()["in_force_from"] == moment


@pytest.mark.parametrize(("given", "field"), [({"time": "09:30"}, "day"), ({"day": "soon"}, "day"), ({"time": "late"}, "time")])
def test_a_moment_that_is_none_is_refused_beside_its_field(given: dict[str, str], field: str) -> None:
    assert set(OpenForm(TYPED | given, user=User(), back="/").errors) == {field}


def test_from_when_it_holds_is_said_in_words() -> None:
    at = datetime(2030, 7, 15, 6, 30, tzinfo=UTC)

    assert describe_moment(ChangeSet()) == "as soon as it is approved"
    assert describe_moment(ChangeSet(in_force_from=at)).startswith("from 15 Jul 2030")
    assert describe_moment(ChangeSet(in_force_at=at, release=7)).endswith("as release 7")
