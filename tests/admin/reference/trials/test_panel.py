"""The trial beside every editor of a draft: of the draft as it stands, or with what is filled in on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.drafting import put_change_lines
from licensing.acts.reference.procedures import build_procedure_document
from licensing.acts.reference.trial_runs import work_on_trials
from licensing.choices import TrialState
from licensing.models import ChangeSet, Clock, Procedure, Requirement, TrialRun
from tests.admin.conftest import At, text_of
from tests.change_sets import draft, exclude, put
from tests.world import World

pytestmark = pytest.mark.django_db

FOUND = "1 of the cases tried would be treated otherwise."


def _list_editors(change_set: ChangeSet) -> Mapping[str, str]:
    """The page of each editor of a draft."""
    return {
        "the change set": reverse("admin:licensing_changeset_change", args=[change_set.pk]),
        "the table": reverse("admin:licensing_routingrow_draft", args=[change_set.pk]),
        "a row of the table": reverse("admin:licensing_routingrow_draft_add", args=[change_set.pk]),
        "a procedure": reverse("admin:licensing_procedure_draft_one", args=[change_set.pk, "tests"]),
        "a piece of it": reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, "tests", "head"]),
        "a new row": reverse("admin:licensing_country_propose"),
        "a row": reverse("admin:licensing_country_propose_row", args=["EE"]),
        "the end of a row": reverse("admin:licensing_requirement_end_row", args=[Requirement.objects.earliest("pk").pk]),
        "a sheet": reverse("admin:licensing_country_import"),
        "a calendar": reverse("admin:licensing_calendar_change", args=["UA"]),
    }


@pytest.mark.walk
def test_every_editor_has_the_trial_of_the_draft_with_its_cases(world: World, at: At) -> None:
    case = world.filed()
    change_set = draft(world.pol, exclude("EE"))
    document = build_procedure_document(Procedure.objects.get(code="tests"))
    stages = [{**stage, "name_uk": "Етап"} for stage in document["stages"]]
    more = {"version": 2, "valid_from": to_local_day(now()).isoformat(), "name_uk": "Процедура", "stages": stages}
    put_change_lines(change_set, world.pol, [put("procedures", "tests", **document | more)])

    without = {
        name: url
        for name, url in _list_editors(change_set).items()
        for page in [at(world.pol).get(url)]
        if FOUND not in text_of(page) or f"/admin/licensing/case/{case.pk}/change/" not in page.content.decode()
    }

    assert without == {}


def test_a_draft_without_rows_says_that_its_trial_will_stand_here(world: World, at: At) -> None:
    change_set = draft(world.pol)

    page = text_of(at(world.pol).get(reverse("admin:licensing_changeset_change", args=[change_set.pk])))

    assert "As soon as a row is in the draft, what it would do to cases stands here." in page


def test_a_draft_that_changes_no_case_says_how_many_were_looked_at(world: World, at: At) -> None:
    world.filed()
    change_set = draft(world.pol, exclude("LV"))

    page = text_of(at(world.pol).get(reverse("admin:licensing_changeset_try", args=[change_set.pk])))

    assert "No case would be treated otherwise; 1 looked at." in page


def _try_row(client: Client, world: World) -> Any:
    return client.post(
        reverse("admin:licensing_country_propose_row", args=["EE"]),
        {"alpha3": "EST", "tier": "excluded", "title": "T", "reason": "R", "try": "1"},
    )


def _try_days(client: Client, world: World) -> Any:
    day = Clock.objects.running().get(kind="completeness").due_on
    return client.post(
        reverse("admin:licensing_calendar_days", args=["UA", day.year]),
        {"days": [day.isoformat()], "becomes": "off", "names_en": "Rest", "title": "T", "reason": "R", "try": "1"},
    )


def _try_sheet(client: Client, world: World) -> Any:
    sheet = "code,alpha3,name_en,name_uk,tier,note\nEE,EST,Estonia,Естонія,excluded,EU member state.\n"
    sent = {"sheet": sheet, "import": "1", "title": "T", "reason": "R", "try": "1"}
    return client.post(reverse("admin:licensing_country_import"), sent)


@pytest.mark.walk
@pytest.mark.parametrize("fill", [_try_row, _try_days, _try_sheet])
def test_what_is_filled_in_is_tried_and_nothing_is_written(world: World, at: At, fill: Callable[[Client, World], Any]) -> None:
    world.filed()

    page = fill(at(world.pol), world)

    assert page.status_code == 200
    assert FOUND in text_of(page)
    assert "with what is filled in here" in text_of(page)
    assert not ChangeSet.objects.filter(drafted_by=world.pol).exists()


def test_what_is_filled_in_wrong_is_refused_as_it_would_be_when_kept(world: World, at: At) -> None:
    sent = {"alpha3": "EST", "tier": "nowhere", "title": "T", "reason": "R", "try": "1"}

    page = at(world.pol).post(reverse("admin:licensing_country_propose_row", args=["EE"]), sent)

    assert (page.status_code, TrialRun.objects.count()) == (400, 0)


@pytest.mark.walk
def test_of_many_cases_the_page_says_how_far_the_worker_is(world: World, at: At, settings: Any) -> None:
    settings.TRIALS_AT_ONCE = 0
    case = world.filed()
    change_set = draft(world.pol, exclude("EE"))
    editor = reverse("admin:licensing_routingrow_draft", args=[change_set.pk])
    ask = reverse("admin:licensing_changeset_try", args=[change_set.pk])
    assert "too many to wait for here" in text_of(at(world.pol).get(editor))

    answer = at(world.pol).post(ask, {"back": editor})

    assert answer.headers["Location"] == f"{editor}#trial"
    run = TrialRun.objects.get()
    shown = at(world.pol).get(editor)
    assert "Under way: 0 of 1 cases looked at." in text_of(shown)
    assert f'data-poll="/admin/licensing/changeset/trials/{run.pk}/?part=1"' in shown.content.decode()
    assert "Under way: 0 of 1" in text_of(at(world.pol).get(f"/admin/licensing/changeset/trials/{run.pk}/?part=1"))

    work_on_trials()

    done = at(world.pol).get(editor)
    assert FOUND in text_of(done)
    assert str(case.reference) in text_of(done)


def test_a_trial_that_was_stopped_or_overtaken_says_so(world: World, at: At, settings: Any) -> None:
    settings.TRIALS_AT_ONCE = 0
    world.filed()
    change_set = draft(world.pol, exclude("EE"))
    at(world.pol).post(reverse("admin:licensing_changeset_try", args=[change_set.pk]))
    run = TrialRun.objects.get()
    page = reverse("admin:licensing_changeset_trial", args=[run.pk])
    stop = reverse("admin:licensing_changeset_trial_stop", args=[run.pk])

    assert at(world.audra).post(stop).status_code == 404
    assert at(world.mira).get(page).status_code == 404
    assert at(world.pol).get(stop).status_code == 405
    at(world.pol).post(stop)

    assert "The trial was stopped." in text_of(at(world.audra).get(page))
    TrialRun.objects.update(state=TrialState.DONE)
    put_change_lines(change_set, world.pol, [put("countries", "LV", tier="other")])
    assert "has changed since it was tried" in text_of(at(world.pol).get(page))


def test_what_somebody_was_typing_is_seen_by_nobody_else(world: World, at: At, settings: Any) -> None:
    settings.TRIALS_AT_ONCE = 0
    world.filed()

    page = _try_row(at(world.pol), world)

    run = TrialRun.objects.get()
    assert "Under way: 0 of 1" in text_of(page)
    url = reverse("admin:licensing_changeset_trial", args=[run.pk])
    assert (at(world.pol).get(url).status_code, at(world.audra).get(url).status_code) == (200, 404)
