"""An unclear hit is asked about from its form, and a strong one is cleared there by whoever has proved who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from licensing.acts.acting import now, to_local_day
from licensing.models import Disposition, Question
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of
from tests.config.accounts.test_step_up import prove, where_it_leads
from tests.config.web.test_kept_forms import browser, read_form
from tests.world import World


@pytest.mark.walk
def test_a_question_goes_to_the_applicant_with_an_unclear_hit(world: World) -> None:
    publish_list_of(world, LISTED)
    world.accepted()
    place = f"/admin/licensing/screeninghit/{one_hit().pk}/dispose/"
    otto = browser(world.otto)
    due_on = (to_local_day(now()) + timedelta(days=9)).isoformat()
    unclear = {"verdict": "unclear", "reason": "No address.", "due_on": due_on}

    unasked = otto.post(place, unclear)
    asked = otto.post(place, unclear | {"question": "Where is the carrier registered?"})

    assert (unasked.status_code, asked.status_code) == (400, 302)
    assert "Ask the applicant what would make it clear" in unasked.content.decode()
    assert Question.objects.get().text == "Where is the carrier registered?"


@pytest.mark.walk
def test_clearing_a_strong_hit_asks_who_it_is_and_keeps_the_reason(world: World, settings: Settings) -> None:
    settings.STEP_UP = True
    publish_list_of(world, LISTED)
    world.accepted()
    place = f"/admin/licensing/screeninghit/{one_hit().pk}/dispose/"
    otto = browser(world.otto)
    prove(otto, world.otto, minutes_ago=6)

    sent = read_form(otto.get(place), having="reason") | {"verdict": "false", "reason": "Another register number."}
    asked = otto.post(place, sent, headers={"Referer": f"http://testserver{place}"})
    before = Disposition.objects.count()
    prove(otto, world.otto)
    kept = read_form(otto.get(where_it_leads(asked)[1], follow=True), having="reason")
    otto.post(place, kept)

    assert (where_it_leads(asked)[0], before) == ("/accounts/confirm/", 0)
    assert (kept["reason"], Disposition.objects.get().reason) == ("Another register number.",) * 2
