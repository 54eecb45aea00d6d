"""The acts that the stories of the demo name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from licensing.management.command_output import read_toml
from licensing.management.demo.acts import ACTS, StepContext, build_request
from licensing.models import Case, User

FOLDER = Path(__file__).resolve().parents[3] / "seeds" / "demo"
STORIES = {path.stem: read_toml(path) for path in sorted(FOLDER.glob("*.toml")) if path.name != "people.toml"}


def test_every_act_of_a_story_is_known() -> None:
    named = {step["do"] for story in STORIES.values() for step in story["steps"]}

    assert named - {"create"} <= ACTS.keys()


def test_a_resolution_has_the_words_of_its_step() -> None:
    words = {"resolution": "417-r", "valid_until": "2027-05-03", "quantities": {"1": "120"}}
    step = StepContext(lambda email: User(email=email), Case(), User(), words, date(2026, 5, 4))

    said = step.resolution

    assert (said.number, said.on, said.valid_until) == ("417-r", date(2026, 5, 4), date(2027, 5, 3))
    assert said.quantities == {1: Decimal(120)}


def test_a_request_without_papers_is_the_one_of_its_story() -> None:
    story = {"request": {"kind": "single_permit", "title": "Forty UAVs"}}

    assert build_request(story) == story["request"]
