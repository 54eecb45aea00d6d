"""What the second person sees: a fresh trial, what of it is new since it was sent, and the trial of then."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import reverse

from licensing.admin.reference.trials.set_trials import describe_approval, list_stored_trials
from licensing.models import ChangeSet, User
from tests.admin.conftest import At, open_form, press, text_of
from tests.change_sets import add_policy_officer, approve, exclude, send
from tests.world import World


@pytest.fixture
def pat(world: World) -> User:
    """The second policy officer, beside Pol."""
    return add_policy_officer("pat")


def test_a_trial_that_finds_something_else_by_now_stands_beside_the_one_of_then(world: World, at: At, pat: User) -> None:
    sent = send(world.pol, exclude("EE"))
    client, url = at(pat), reverse("admin:licensing_changeset_approve", args=[sent.pk])
    hidden = open_form(client, url)
    case = world.filed(title="Filed while the page was open")

    answer = press(client, url, hidden)

    page = text_of(answer)
    assert (answer.status_code, ChangeSet.objects.get(pk=sent.pk).state) == (400, "sent")
    assert "no longer what you have seen" in page
    assert "would be treated otherwise, and would not have been" in page
    assert f"<td>{case.reference}</td>" in page
    assert all(f"Trial on open and past cases, {when}" in page for when in ("as it is now", "as it was sent"))
    assert press(client, url, open_form(client, url)).status_code == 302


def test_a_trial_that_finds_the_same_is_shown_once(world: World, rf: RequestFactory, pat: User) -> None:
    world.filed()
    sent, request = send(world.pol, exclude("EE")), rf.get("/")
    request.user = pat

    before = describe_approval(request, sent)
    stored = list_stored_trials(request, approve(sent, pat))

    assert (before["others"], before["sent"]) == ([], None)
    assert [one.occasion for one in stored] == ["as it came into force"]
