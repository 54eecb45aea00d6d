"""One panel of the page of a case says what stands, who makes what is missing and until when, and why one lapsed."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.urls import reverse

from licensing.acts.requests import amending
from licensing.choices import AssessmentKind
from tests.acts.assessment.assessed import record, waiting_case
from tests.acts.assessment.test_lapsing import ROUTED
from tests.admin.conftest import At, page_of, text_of
from tests.world import World


def read(response: HttpResponse) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def test_the_panel_names_what_is_missing_with_its_owner_and_its_day(world: World, at: At) -> None:
    case = waiting_case(world)

    page = read(at(world.otto).get(page_of(case)))

    assert "Classification of goods Missing" in page
    assert "due by" in page
    assert "a case officer" in page


@pytest.mark.walk
def test_the_panel_says_what_was_found_and_why_it_lapsed(world: World, at: At) -> None:
    case = waiting_case(world)
    record(case, world.mira)
    record(case, world.otto, AssessmentKind.ROUTE)
    amending.amend_case(case, world.paula, {"route": ROUTED}, reason="Another crossing")

    page = read(at(world.rhea).get(page_of(case)))

    assert "Classification of goods Done" in page
    assert "Catalogue of the maker, Z-40, sheet 3" in page
    assert "Check of the route Lapsed the request says something else now" in page
    assert "Krakovets → Shehyni" in page


def test_the_partner_reads_nothing_but_that_it_is_assessed(world: World, at: At) -> None:
    case = waiting_case(world)
    record(case, world.mira, findings="A word for the authority alone.")

    page = text_of(at(world.paula).get(reverse("portal:case", args=[case.pk])))

    assert "The request is being assessed." in page
    assert "A word for the authority alone." not in page


@pytest.mark.walk
def test_criteria_that_nobody_asked_for_are_offered_to_officers_and_shown_once_found(world: World, at: At) -> None:
    case = world.accepted()
    offered, kept_from = read(at(world.otto).get(page_of(case))), read(at(world.rhea).get(page_of(case)))
    record(case, world.otto, AssessmentKind.CRITERIA)

    shown = read(at(world.rhea).get(page_of(case)))

    assert "Assessment criteria Not asked for" in offered
    assert "Not asked for" not in kept_from
    assert "Assessment criteria Done No risk found" in shown
