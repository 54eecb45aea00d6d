"""An unclear hit is asked about from its form."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from licensing.models import Question
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of
from tests.config.web.test_kept_forms import browser
from tests.world import World


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
