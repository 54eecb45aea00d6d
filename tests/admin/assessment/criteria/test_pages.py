"""The page of the findings: read by who sees the case at the desk, handed out as a sheet, and by no partner."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import government
from licensing.choices import MembershipRole
from licensing.models import Membership
from tests.acts.assessment.assessed import CLEAR, MITIGATED, keep_weighing
from tests.acts.signoff.cases import reload_case
from tests.admin.conftest import At, text_of
from tests.api.calling import Caller
from tests.by_hand import by_hand
from tests.world import World, resolution


def test_members_read_what_was_found_and_take_it_as_a_sheet(world: World, at: At) -> None:
    before = world.granted()
    keep_weighing(before, world.otto, EU7=MITIGATED)
    case = world.filed(title="Another one")
    keep_weighing(case, world.otto, EU7=CLEAR)
    pages = [reverse(f"admin:licensing_case_{name}", args=[case.pk]) for name in ("criteria", "annex")]

    page, sheet = at(world.otto).get(pages[0]), at(world.otto).get(pages[1])

    shown = text_of(page)
    assert "Is there a risk of diversion" in shown
    assert "version 2025/779" in shown
    assert f"{before.reference} (the same end user" in shown.replace("</a>", "")
    assert "EU7" in sheet.content.decode()
    assert sheet["Content-Type"].startswith("text/csv")
    assert at(world.otto).post(pages[0]).status_code == 405


def test_without_findings_there_is_no_page(world: World, at: At) -> None:
    case = world.filed()
    pages = [reverse(f"admin:licensing_case_{name}", args=[case.pk]) for name in ("criteria", "annex")]

    assert [at(world.otto).get(page).status_code for page in pages] == [404, 404]


def test_the_form_of_a_refusal_offers_the_criteria_found_and_no_others(world: World, at: At) -> None:
    case = world.before_government()
    keep_weighing(case, world.otto, EU7=CLEAR)
    form = reverse("admin:licensing_case_act", args=[case.pk, "refuse"])

    shown = text_of(at(world.dora).get(form))
    government.refuse_case(reload_case(case), world.dora, resolution(grounds=["R05"], criteria=["EU7"]))
    decided = text_of(at(world.dora).get(reverse("admin:licensing_case_change", args=[case.pk])))

    assert "EU7 · Risk of diversion or of unwanted re-export" in shown
    assert "EU2 ·" not in shown
    assert "EU7 · Risk of diversion or of unwanted re-export (2025/779)" in decided


def test_an_officer_reads_no_findings_of_their_own_organisation(world: World, at: At) -> None:
    """The case itself is not theirs to read at the desk, so neither is what was found of it: on no page, form or API."""
    before = world.granted()
    keep_weighing(before, world.otto, EU7=MITIGATED)
    case = replace(world, paula=world.rita).accepted(title="Another one")
    keep_weighing(case, world.otto, EU7=CLEAR)
    pages = [
        reverse("admin:licensing_case_criteria", args=[case.pk]),
        reverse("admin:licensing_case_assess", args=[case.pk, "criteria"]),
    ]
    read_before = [str(before.reference) in text_of(at(world.otto).get(page)) for page in pages]
    with by_hand():
        Membership.objects.create(user=world.otto, organisation=world.partner, role=MembershipRole.READER)

    read_then = [str(before.reference) in text_of(at(world.otto).get(page)) for page in pages]
    told = Caller(world.otto).get(f"cases/{case.pk}/criteria/").json()["precedents"]

    assert (read_before, read_then, told) == ([True, True], [False, False], [])


def test_a_precedent_in_words_alone_is_told_with_its_result(world: World, at: At) -> None:
    keep_weighing(world.granted(), world.otto, details={}, result="absolute")
    case = world.filed(title="Another one")
    keep_weighing(case, world.otto)

    shown = text_of(at(world.otto).get(reverse("admin:licensing_case_criteria", args=[case.pk])))

    note = shown.partition("What was found in decided cases like this one")[2].partition("</ul>")[0]
    assert "Must be refused" in note
    assert "; )" not in " ".join(note.split())


@pytest.mark.walk
def test_the_annex_of_a_decision_has_what_was_found_before_it_and_no_later_findings(world: World, at: At) -> None:
    case = world.granted()
    with at_time(now() - timedelta(days=1)):
        kept = keep_weighing(case, world.otto, EU7=MITIGATED)
    keep_weighing(case, world.otto, EU7=CLEAR)
    page = reverse("admin:licensing_case_criteria", args=[case.pk])
    sheet = reverse("admin:licensing_case_annex", args=[case.pk])

    shown = text_of(at(world.otto).get(page))
    of_decision = at(world.otto).get(f"{sheet}?decision={case.decision_id}").content.decode()
    told = Caller(world.otto).get(f"cases/{case.pk}/criteria/").json()

    assert f"{sheet}?decision={case.decision_id}" in shown
    assert str(kept.pk) in of_decision
    assert "Clear risk" not in of_decision
    assert "Clear risk" in at(world.otto).get(sheet).content.decode()
    assert [(one["decision"], one["assessment"]) for one in told["decided"]] == [(str(case.decision_id), str(kept.pk))]
    assert told["decided"][0]["digest"] == told["decided"][0]["annex"][0]["digest"] != told["annex"][0]["digest"]
    assert at(world.otto).get(f"{sheet}?decision=none").status_code == 404
