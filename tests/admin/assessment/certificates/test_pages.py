"""A certificate at the desk: its list, its page with the cases that cite it, and its box on the page of a case."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.choices import StepResult
from tests.admin.conftest import At, page_of, text_of
from tests.certificates import NUMBER, check, cite_again, take_up, verify
from tests.world import World

PAGES = "/admin/licensing/certificate/"


@pytest.mark.walk
def test_its_page_names_goods_elements_steps_and_the_cases_that_cite_it(world: World, at: At) -> None:
    first, second = world.before_government(), world.filed(title="A second sale")
    citation = take_up(world, first)
    cite_again(world, second, citation)
    check(world, first, E13="absent")
    verify(world, first, StepResult.DENIES)

    page = text_of(at(world.otto).get(f"{PAGES}{citation.certificate_id}/change/"))

    assert NUMBER in text_of(at(world.otto).get(PAGES))
    assert all(one in page for one in (str(first.reference), str(second.reference), "A second sale"))
    assert "it was found to be false; required elements are not there: E13" in page
    assert "Line 1: 40 pieces asked for, before the government" in page
    assert "400 pieces" in page


@pytest.mark.walk
def test_the_page_of_a_case_offers_the_acts_to_its_officer_alone(world: World, at: At) -> None:
    case = world.accepted()
    before = at(world.otto).get(page_of(case)).content.decode()
    take_up(world, case)

    officer, member = (at(one).get(page_of(case)).content.decode() for one in (world.otto, world.mira))

    assert "act/cite_certificate/" in before
    assert "act/check_certificate/" not in before
    assert all(f"act/{verb}_certificate/" in officer for verb in ("cite", "check", "verify", "amend"))
    assert NUMBER in member
    assert "_certificate/" not in member


def test_nobody_of_a_body_reads_the_list_of_all(world: World, at: At) -> None:
    citation = take_up(world, world.filed())

    places = [PAGES, f"{PAGES}{citation.certificate_id}/change/"]

    assert [at(world.mira).get(one).status_code for one in places] == [403, 403]
    assert at(world.otto).get(f"{PAGES}nonsense/change/").status_code == 404


@pytest.mark.walk
def test_many_cases_cost_its_page_no_more_statements(world: World, at: At) -> None:
    citation = take_up(world, world.filed())
    place = f"{PAGES}{citation.certificate_id}/change/"
    otto = at(world.otto)
    cite_again(world, world.filed(title="A second sale"), citation)

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            otto.get(place)
        return len(queries)

    count()
    before = count()
    for number in range(2):
        cite_again(world, world.filed(title=f"Sale {number}"), citation)

    assert count() == before
