"""What the second person sees: a fresh trial, what of it is new since it was sent, and the trial of then."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse

from licensing.acts.reference.trial_runs import work_on_trials
from licensing.acts.requests.submission import accept_case
from licensing.admin.reference.trials.set_trials import describe_approval, list_stored_trials
from licensing.models import ChangeSet, SplittingRule, User
from licensing.policy.reference.trials import Trial
from tests.admin.conftest import At, open_form, press, text_of
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, approve, draft, exclude, send
from tests.world import World


@pytest.fixture
def pat(world: World) -> User:
    """The second policy officer, beside Pol."""
    return add_policy_officer("pat")


@pytest.mark.walk
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


@pytest.mark.walk
def test_a_trial_that_finds_the_same_is_shown_once(world: World, rf: RequestFactory, pat: User) -> None:
    world.filed()
    sent, request = send(world.pol, exclude("EE")), rf.get("/")
    request.user = pat

    before = describe_approval(request, sent)
    stored = list_stored_trials(request, approve(sent, pat))

    assert (before["others"], before["sent"]) == ([], None)
    assert [one.occasion for one in stored] == ["as it came into force"]


@pytest.mark.walk
def test_on_very_many_cases_the_page_approves_the_trial_of_the_worker(world: World, at: At, pat: User, settings: Any) -> None:
    """The refusal says to try again, and the button for it stands below; what is approved is what the page shows."""
    cases = [world.filed(title=f"Filed {number}") for number in range(3)]
    with by_hand():
        SplittingRule.objects.all().update(active=False)
    sent = send(world.pol, exclude("EE"))
    settings.TRIALS_AT_ONCE = 2
    client, url = at(pat), reverse("admin:licensing_changeset_approve", args=[sent.pk])
    ask = reverse("admin:licensing_changeset_try", args=[sent.pk])

    refused = press(client, url, open_form(client, url))
    assert (refused.status_code, ChangeSet.objects.get(pk=sent.pk).state) == (409, "sent")
    assert "Have it tried again, and go on" in text_of(refused)
    assert f'action="{ask}"' in refused.content.decode()

    client.post(ask, {"back": url})
    work_on_trials()
    accept_case(cases[0], world.otto)
    shown = open_form(client, url)
    assert "3 of the cases tried would be treated otherwise." in text_of(client.get(url))
    for case in cases[1:]:
        accept_case(case, world.otto)
    overtaken = press(client, url, shown)
    assert (overtaken.status_code, ChangeSet.objects.get(pk=sent.pk).state) == (409, "sent")
    assert "Too many cases have moved on since it was tried" in text_of(overtaken)

    client.post(ask, {"back": url})
    work_on_trials()
    assert press(client, url, open_form(client, url)).status_code == 302
    assert ChangeSet.objects.get(pk=sent.pk).state == "in_force"


@pytest.mark.walk
def test_on_very_many_cases_a_draft_is_sent_with_the_trial_of_the_worker(world: World, at: At, settings: Any) -> None:
    settings.TRIALS_AT_ONCE = 0
    world.filed()
    drafted = draft(world.pol, exclude("EE"))
    client, url = at(world.pol), reverse("admin:licensing_changeset_send", args=[drafted.pk])

    refused = press(client, url, open_form(client, url))
    assert (refused.status_code, ChangeSet.objects.get(pk=drafted.pk).state) == (409, "draft")

    client.post(reverse("admin:licensing_changeset_try", args=[drafted.pk]), {"back": url})
    assert "Under way: 0 of 1" in text_of(client.get(url))
    work_on_trials()
    assert press(client, url, open_form(client, url)).status_code == 302
    assert Trial.from_data(ChangeSet.objects.get(pk=drafted.pk).trial or {}).changed == (1, 0)
