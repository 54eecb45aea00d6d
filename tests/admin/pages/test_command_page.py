"""The page of an act that concerns no case: the same press is carried out once, whatever the act is."""

from __future__ import annotations

from django.urls import reverse

from licensing.models import RightProposal, User
from tests.admin.conftest import At, open_form, press
from tests.administrators import today
from tests.world import World

URL = reverse("admin:licensing_rightproposal_propose", args=["appointment"])


def test_the_same_press_is_carried_out_once(world: World, at: At, ada: User) -> None:
    client = at(ada)
    hidden = open_form(client, URL)
    given = {"email": world.stella.email, "role": "auditor", "first_on": today().isoformat(), "reason": "She audits."}

    answers = [press(client, URL, hidden, **given) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert RightProposal.objects.count() == 1
