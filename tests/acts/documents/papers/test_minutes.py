"""The extract from the minutes says who sat, what stood for each body and what came of a case, to reviewers alone."""

from __future__ import annotations

import json

import pytest
from django.db import connection

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government, sittings
from licensing.acts.documents.papers.keeping import name_file
from licensing.acts.documents.papers.making import take_case_paper, take_minutes
from licensing.choices import PaperStanding
from licensing.errors import FileAltered, NotFound
from licensing.models import Case, Minutes, Paper
from licensing.models.read_models.papers import read_standing
from tests.admin.conftest import call_sitting, conclude_sitting
from tests.world import World, resolution


def _conclude(world: World) -> tuple[Case, Case]:
    first, second = world.before_government(), world.before_government(title="The other one")
    conclude_sitting(world, first, second)
    return Case.objects.get(pk=first.pk), Case.objects.get(pk=second.pk)


@pytest.mark.walk
def test_an_extract_says_of_its_own_case_alone_who_sat_and_what_came_of_it(world: World) -> None:
    first, second = _conclude(world)

    paper = take_minutes(second, world.audra)

    said = json.loads(paper.canonical)
    titles = [part["title"]["en"] for part in said["parts"]]
    assert (said["number"], said["reference"], said["subtitle"]["en"]) == (
        "512-r",
        second.reference,
        f"point 2 of 2 on the agenda, case {second.reference}",
    )
    assert (titles[0], titles[-1]) == ("Who was there", "What was decided")
    assert titles[1:-1] == ["Positions: Ministries", "Positions: Government"]
    positions = {row[0][0]["en"]: row[1][0]["en"] for row in said["parts"][1]["sheet"]["rows"]}
    assert set(positions.values()) <= {"Approve", "did not speak", "attends without a position"}
    assert "Approve" in positions.values()
    assert said["parts"][-1]["facts"][2][1] == [{"en": "Granted", "uk": "Задоволено"}]
    assert (first.reference or "?") not in paper.canonical
    assert name_file(paper) == f"{(second.reference or '').replace('/', '-')}-minutes.pdf"
    assert read_standing(paper.token, today=to_local_day(now())) == PaperStanding.GENUINE
    assert take_minutes(second, world.dora) == paper
    for person in (world.paula, world.rita):
        with pytest.raises(NotFound):
            take_minutes(second, person)
    with pytest.raises(NotFound):
        take_case_paper(second, world.paula, "minutes")


@pytest.mark.walk
def test_an_extract_on_a_case_that_was_not_decided_says_no_positions(world: World) -> None:
    case = world.before_government()
    sitting = call_sitting(world, case)
    government.refuse_case(case, world.decider(), resolution(grounds=["R10"]))
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    said = json.loads(take_minutes(Case.objects.get(pk=case.pk), world.audra).canonical)

    assert [part["title"]["en"] for part in said["parts"]] == ["Who was there", "What was decided"]
    assert said["parts"][-1]["facts"][2][1][0]["en"] == "Not decided"


def test_a_case_that_no_sitting_decided_has_no_extract(world: World) -> None:
    with pytest.raises(NotFound):
        take_minutes(world.granted(), world.dora)

    assert not Paper.objects.exists()


@pytest.mark.walk
def test_minutes_that_were_changed_give_no_extract(world: World) -> None:
    case, _other = _conclude(world)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Minutes.objects.update(digest="0" * 64)
        cursor.execute("SET LOCAL session_replication_role = origin")

    with pytest.raises(FileAltered):
        take_minutes(case, world.audra)
