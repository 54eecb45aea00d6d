"""Hits at the desk: the list of those that wait, the page of a case with what is alike, and the officer's word."""

from __future__ import annotations

import pytest

from licensing.choices import HitStanding
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of, second_case_officer
from tests.admin.conftest import page_of
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/screeninghit/"


@pytest.mark.walk
def test_two_officers_clear_a_hit_from_the_page_of_its_case(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.accepted()
    hit = one_hit()
    first, second = browser(world.otto), browser(second_case_officer())
    place = f"{PAGES}{hit.pk}/"

    shown = first.get(page_of(case)).content.decode()
    assert f"{place}dispose/" in shown
    assert "Invented list" in shown
    assert "Word of the list" in first.get(f"{place}dispose/").content.decode()
    assert first.post(f"{place}dispose/", {"verdict": "false", "reason": "Another address."}).status_code == 302
    assert first.post(f"{place}dispose/", {"verdict": "false", "reason": "Again."}).status_code == 403
    assert "Invented Carrier" in second.get(PAGES).content.decode()
    assert second.post(f"{place}dispose/", {"verdict": "false", "reason": "It is another firm."}).status_code == 302

    assert one_hit().standing == HitStanding.CLEARED
    assert "It is another firm." in first.get(f"{place}change/").content.decode()
    assert "Invented Carrier" not in first.get(PAGES).content.decode()
    assert "Invented Carrier" in first.get(f"{PAGES}?standing=cleared").content.decode()
    assert "Invented Carrier" in first.get(f"{PAGES}?standing=all").content.decode()


def test_others_of_the_authority_read_hits_and_say_nothing(world: World) -> None:
    publish_list_of(world, LISTED)
    world.accepted()
    place = f"{PAGES}{one_hit().pk}/"
    audra = browser(world.audra)

    assert f"{place}dispose/" not in audra.get(f"{place}change/").content.decode()
    assert audra.post(f"{place}dispose/", {"verdict": "false", "reason": "Mine."}).status_code == 403
    assert one_hit().standing == HitStanding.WAITING
