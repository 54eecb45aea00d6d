"""The notice of a suspension says since when, by whom and why, what customs holds and how the holder is heard."""

from __future__ import annotations

import json
from typing import Any

import pytest

from licensing.acts.documents.papers.issuing import find_notice_refusal, issue_notice, preview_notice
from licensing.acts.documents.papers.keeping import name_file, print_paper_again
from licensing.acts.licences.changing.suspension import confirm_suspension
from licensing.errors import NotAllowed, WrongState
from licensing.models import Event, Licence, LicenceLine, Paper
from tests.conditions import issue_overdue_licence
from tests.issued_papers import issue_first_notice
from tests.suspensions import issue_suspended_licence
from tests.world import World

# A licence is suspended whose holder has not proved by its day that the goods were destroyed or returned.
SUSPENDING = {"code": "P20", "parameters": {"date": "2026-01-31"}}


def _say(paper: Paper) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(paper.canonical)
    return said


def test_a_notice_says_what_its_holder_was_told_and_names_no_officer_but_its_issuer(world: World) -> None:
    notice = issue_first_notice(world)
    licence, said = Licence.objects.get(), _say(notice)

    since, by, ground = said["head"]
    assert since[1][0]["en"].endswith("(Kyiv time)")
    assert by[1] == [{"en": "A case officer of the authority", "uk": "Відповідальний виконавець уповноваженого органу"}]
    assert ground[1] == ["Urgent need of our own forces."]
    assert (said["number"], name_file(notice)) == (f"{licence.number}/S1", f"{licence.number}-S1.pdf")
    assert "lapses unless a decider of the authority confirms it by" in said["parts"][0]["prose"][0]["en"]
    assert json.dumps(said, ensure_ascii=False).count(world.otto.name) == 1
    assert (said["signed"][0][1][0], Event.objects.latest("number").kind) == (world.otto.name, "licence.notice_issued")


def test_a_notice_says_line_by_line_what_has_left_and_what_is_held(world: World) -> None:
    licence = issue_suspended_licence(world)
    LicenceLine.objects.filter(licence=licence, number=1).update(used=15)

    said = _say(issue_notice(licence, world.otto))

    row = said["parts"][2]["sheet"]["rows"][0]
    assert [cell[0]["en"] for cell in row[2:]] == ["40 pieces", "15 pieces", "25 pieces"]


def test_a_confirmed_suspension_gets_another_notice_and_the_same_one_is_refused(world: World) -> None:
    licence = issue_first_notice(world).licence
    assert licence is not None
    with pytest.raises(WrongState, match="says all this already"):
        issue_notice(licence, world.otto)
    confirm_suspension(licence, world.dora)

    second = issue_notice(Licence.objects.get(), world.otto)

    said = _say(second)
    assert (second.number, said["number"]) == (2, f"{licence.number}/S2")
    assert said["head"][-1][1][0]["en"].startswith("Notice 1 of ")
    assert said["parts"][0]["prose"][0]["en"].startswith("A decider of the authority has confirmed")
    assert find_notice_refusal(Licence.objects.get(), world.otto, at=second.made_at) is not None


@pytest.mark.walk
def test_an_unmet_condition_is_a_ground_and_its_holder_reads_what_ends_it(world: World) -> None:
    licence = issue_overdue_licence(world, SUSPENDING)
    assert licence.__class__.objects.get(pk=licence.pk).state == "suspended"

    said = _say(issue_notice(Licence.objects.get(pk=licence.pk), world.otto))

    assert said["head"][1][1][0]["en"].startswith("By the terms of the licence")
    assert said["head"][2][1][0]["en"].startswith("Condition 1 was due on 31 January 2026 and is not met: ")
    assert said["parts"][0]["prose"][0]["en"].startswith("The licence goes on as soon as")
    assert len(said["parts"][3]["prose"]) == 3


@pytest.mark.walk
def test_a_notice_is_printed_the_same_each_time_and_only_officers_preview_it(world: World) -> None:
    notice = issue_first_notice(world)
    assert notice.licence is not None

    first, again = print_paper_again(notice), print_paper_again(Paper.objects.get())

    assert (first, first[:5]) == (again, b"%PDF-")
    assert preview_notice(notice.licence, world.otto) != first
    for person in (world.dora, world.paula, world.cus):
        with pytest.raises(NotAllowed):
            preview_notice(notice.licence, person)


def test_a_licence_in_force_gets_no_notice(world: World) -> None:
    with pytest.raises(WrongState):
        issue_notice(world.licence(), world.otto)

    assert not Paper.objects.exists()
