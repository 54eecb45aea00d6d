"""The minutes of a sitting: read from what was kept, and printed."""

from __future__ import annotations

import json

import pytest

from licensing.acts.decisions.corrections import correct_decision
from licensing.models import Sitting
from tests.admin.conftest import At, call_sitting, conclude_sitting, sitting_page, text_of
from tests.world import World


def test_minutes_are_read_from_the_kept_text_alone(world: World, at: At) -> None:
    case = world.before_government()
    sitting = conclude_sitting(world, case)
    Sitting.objects.filter(pk=sitting.pk).update(title="Renamed")
    minutes = Sitting.objects.get(pk=sitting.pk).minutes

    page = text_of(at(world.audra).get(sitting_page(sitting, "minutes")))

    expected = (
        "Cabinet, weekly",
        "512-r",
        str(case.reference),
        "Dora",
        minutes.digest,
        json.loads(minutes.canonical)["agenda"][0]["digest"],
    )
    assert [one for one in expected if one not in page] == []
    assert "no longer has this digest" not in page
    assert "Minutes of a sitting · Renamed" not in page


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_same_minutes_give_the_same_printed_bytes(world: World, at: At, language: str) -> None:
    sitting, client = conclude_sitting(world, world.before_government()), at(world.audra)

    papers = [client.get(sitting_page(sitting, "pdf", language)) for _ in range(2)]

    assert [one["Content-Type"] for one in papers] == ["application/pdf"] * 2
    assert papers[0].content[:5] == b"%PDF-"
    assert papers[0].content == papers[1].content


@pytest.mark.walk
def test_minutes_exist_after_the_conclusion_in_known_languages(world: World, at: At) -> None:
    client = at(world.dora)
    called, concluded = call_sitting(world), conclude_sitting(world, world.before_government())

    missing = [sitting_page(called, "minutes"), sitting_page(called, "pdf", "en"), sitting_page(concluded, "pdf", "xx")]

    assert [client.get(url).status_code for url in missing] == [404, 404, 404]


def test_a_decision_corrected_since_is_named_beside_the_minutes(world: World, at: At) -> None:
    case = world.before_government()
    sitting = conclude_sitting(world, case)
    correct_decision(case, world.decider(), resolution_no="521-r", reason="Two digits were exchanged.")

    page = text_of(at(world.audra).get(sitting_page(sitting, "minutes")))
    paper = at(world.audra).get(sitting_page(sitting, "pdf", "uk"))

    assert "by Dmytro; it reads now: resolution 521-r of" in page
    assert "512-r" in page
    assert "no longer has this digest" not in page
    assert paper.content[:5] == b"%PDF-"
