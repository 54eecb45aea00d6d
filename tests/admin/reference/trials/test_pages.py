"""The pages of trials: who finds them, and where they lead."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import TrialRun
from tests.admin.conftest import At, text_of
from tests.change_sets import add_policy_officer, draft, exclude, release
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_a_fresh_trial_is_for_those_who_may_try(world: World, at: At) -> None:
    world.filed()
    url = reverse("admin:licensing_changeset_try", args=[draft(world.pol, exclude("EE")).pk])

    pages = {person.name: at(person).get(url) for person in (world.pol, world.audra, world.mira)}

    assert {name: page.status_code for name, page in pages.items()} == {"Pol": 200, "Audra": 200, "Mira": 404}
    assert "the partner is excluded" in text_of(pages["Audra"])


@pytest.mark.walk
def test_a_set_that_is_in_force_leads_to_the_trials_that_stay_with_it(world: World, at: At) -> None:
    world.filed()
    done = release(world.pol, add_policy_officer("petra"), exclude("EE"))

    answer = at(world.pol).get(reverse("admin:licensing_changeset_try", args=[done.pk]))

    assert answer.headers["Location"] == reverse("admin:licensing_changeset_change", args=[done.pk])


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/admin/", "javascript:alert(1)"])
def test_a_button_leads_back_to_pages_of_ours_alone(world: World, at: At, back: str) -> None:
    url = reverse("admin:licensing_changeset_try", args=[draft(world.pol, exclude("EE")).pk])

    answer = at(world.pol).post(url, {"back": back})

    assert answer.headers["Location"] == url


def test_few_cases_are_no_work_for_the_worker(world: World, at: At) -> None:
    world.filed()

    at(world.pol).post(reverse("admin:licensing_changeset_try", args=[draft(world.pol, exclude("EE")).pk]))

    assert not TrialRun.objects.exists()
