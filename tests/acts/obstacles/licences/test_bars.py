"""Who has not met a condition that bars files no further request, until it is met or an officer lifts the bar by name."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.licences import obligations
from licensing.acts.licences.consequences import lift_consequence
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.requests import amending, drafting, submission
from licensing.choices import CaseState
from licensing.errors import BarredFromFiling
from licensing.models import Case, ConditionDuty, DutyConsequence, Event
from tests.conditions import issue_overdue_licence
from tests.reports import report_period
from tests.world import REQUEST, World


def submit(world: World, case: Case) -> Case:
    return submission.submit_case(case, world.paula, declared=True)


@pytest.mark.walk
def test_a_barred_holder_files_and_gets_accepted_nothing_until_the_evidence_is_accepted(world: World) -> None:
    licence = issue_overdue_licence(world)
    draft = world.ready(title="Another")
    duty = DutyConsequence.objects.get().duty

    with pytest.raises(BarredFromFiling) as refused:
        submit(world, draft)
    report_period(world, duty, delivered="0", used="0")
    with pytest.raises(BarredFromFiling):
        submit(world, draft)
    obligations.accept_evidence(licence, world.otto, duty.pk)

    assert refused.value.extra["licence"] == licence.number
    assert Case.objects.get(pk=draft.pk).state == CaseState.DRAFT
    assert submit(world, draft).state == CaseState.SUBMITTED


@pytest.mark.walk
def test_a_bar_is_lifted_by_name(world: World) -> None:
    licence = issue_overdue_licence(world)
    draft = world.ready(title="Another")

    lift_consequence(licence, world.otto, DutyConsequence.objects.get().duty_id, reason="The depot was evacuated.")

    assert submit(world, draft).state == CaseState.SUBMITTED
    assert ConditionDuty.objects.unmet().exists()


@pytest.mark.walk
def test_a_filed_request_waits_and_both_sides_read_why(world: World) -> None:
    filed = world.filed(title="Filed before")
    licence = issue_overdue_licence(world)

    [told] = [one for one in list_obstacles(filed, at=now()) if one.code == "barred_from_filing"]
    with pytest.raises(BarredFromFiling):
        submission.accept_case(filed, world.otto)

    assert licence.number in str(told.message)
    assert (told.for_applicant, told.is_note) == (told.message, False)


def name_end_user(name: str) -> dict[str, Any]:
    parties = [one | ({"name": name} if one["role"] == "end_user" else {}) for one in REQUEST["parties"]]
    return REQUEST | {"parties": parties}


@pytest.mark.walk
def test_whoever_else_names_its_end_user_is_barred_and_reads_nothing_of_the_licence(world: World) -> None:
    name = next(one["name"] for one in REQUEST["parties"] if one["role"] == "end_user")
    other = drafting.create_case(world.rita, name_end_user(f" {name.upper()}"))
    licence = issue_overdue_licence(world)

    [told] = [one for one in list_obstacles(other, at=now()) if one.code == "barred_from_filing"]
    lift_consequence(licence, world.otto, DutyConsequence.objects.get().duty_id, reason="The depot was evacuated.")

    assert licence.number in str(told.message)
    assert str(told.for_applicant).startswith("A condition of an earlier licence for the end user “")
    assert licence.number not in f"{told.for_applicant}{told.data}"
    assert "barred_from_filing" not in [one.code for one in list_obstacles(other, at=now())]


@pytest.mark.walk
def test_it_bars_neither_another_organisation_nor_what_is_accepted(world: World) -> None:
    accepted, other = world.accepted(title="Accepted before"), drafting.create_case(world.rita, name_end_user("Another depot"))
    issue_overdue_licence(world)
    own = world.draft(title="Mine")

    barred = [
        one.title
        for one in (accepted, other, own)
        if "barred_from_filing" in [found.code for found in list_obstacles(one, at=now())]
    ]

    assert barred == ["Mine"]


@pytest.mark.walk
def test_no_amendment_brings_in_an_end_user_who_is_barred_and_every_other_goes_on(world: World) -> None:
    kept = world.accepted(title="Named before")
    case = world.accepted(**name_end_user("Another depot") | {"title": "Clean"})
    issue_overdue_licence(world)
    filed = [one for one in REQUEST["parties"] if one["role"] == "end_user"]
    mistyped = [one | ({"register_no": "9"} if one in filed else {}) for one in REQUEST["parties"]]
    before = Event.objects.count()

    for parties in (REQUEST["parties"], mistyped):
        with pytest.raises(BarredFromFiling) as refused:
            amending.amend_case(case, world.paula, {"parties": parties}, reason="Another buyer")
    left = (Event.objects.count(), case.versions.count())
    amending.amend_case(case, world.paula, {"title": "Cleaner"}, reason="A better title")
    amending.amend_case(kept, world.paula, {"parties": mistyped}, reason="The number as it is now")

    assert str(refused.value.first_sentence).startswith("A condition of an earlier licence for the end user “")
    assert left == (before, 1)
    assert (case.versions.count(), kept.versions.count()) == (2, 2)
