"""A story of the demo is played whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError

from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people
from licensing.management.demo.stories import play_stories
from licensing.models import Case

FOLDER = Path(__file__).resolve().parents[3] / "seeds" / "demo"


PEOPLE = read_toml(FOLDER / "people.toml")


STORIES = {path.stem: read_toml(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != "people.toml"}


pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_an_unexpected_refusal_is_named_and_leaves_nothing() -> None:
    load_people(PEOPLE)
    story = STORIES["dr-08"] | {"steps": [*STORIES["dr-08"]["steps"], {"do": "submit", "day": -1}]}

    with pytest.raises(CommandError, match=r"DR-08: “submit” by paula@partner\.example was refused"):
        play_stories([story])

    assert not Case.objects.exists()
