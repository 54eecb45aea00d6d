"""Days off and days worked are chosen in the picture of a year, several at once, and put into a draft or given back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import ChangeLine, Holiday, User
from tests.admin.conftest import At, execute_act, text_of
from tests.change_sets import draft
from tests.world import World

YEAR = 2031
PAGE = reverse("admin:licensing_calendar_change", args=["UA-PEACE"]) + f"?year={YEAR}"
DAYS = reverse("admin:licensing_calendar_days", args=["UA-PEACE", YEAR])
NAMES = {"names_en": "Bridge day", "names_uk": "Перенесений вихідний"}
WORDS = {"title": "Days off", "reason": "The order of the Cabinet."}


def drafted() -> dict[str, tuple[str, object]]:
    return {one.key: (one.action, one.after and one.after["kind"]) for one in ChangeLine.objects.all()}


@pytest.mark.walk
def test_several_days_become_days_off_under_one_name(world: World, at: At) -> None:
    client = at(world.pol)

    done = execute_act(client, DAYS, days=["2031-05-02", "2031-05-05"], becomes="off", **NAMES, **WORDS)

    assert done.status_code == 302
    assert drafted() == {"UA-PEACE:2031-05-02": ("put", "off"), "UA-PEACE:2031-05-05": ("put", "off")}
    assert "2 May 2031: worked → day off (Bridge day)" in text_of(client.get(PAGE))
    assert not Holiday.objects.filter(on__year=YEAR, names__en="Bridge day").exists()


@pytest.mark.walk
def test_a_day_is_given_back_to_its_week(world: World, at: At) -> None:
    client = at(world.pol)
    change_set = draft(world.pol)
    execute_act(client, DAYS, days=["2031-05-05"], becomes="off", into=str(change_set.pk), **NAMES)

    execute_act(client, DAYS, days=["2031-05-05"], becomes="week", into=str(change_set.pk))
    refused = execute_act(client, DAYS, days=["2031-05-06"], becomes="week", into=str(change_set.pk))

    assert drafted() == {}
    assert "These days are as the week has them already: 2031-05-06." in text_of(refused)


def test_a_refused_form_keeps_the_days_that_were_chosen(world: World, at: At) -> None:
    answer = execute_act(at(world.pol), DAYS, days=["2031-05-02"], becomes="off", names_en="", names_uk="", **WORDS)

    page = text_of(answer)
    assert answer.status_code == 400
    assert "this text is needed" in page or "cannot be blank" in page
    assert 'value="2031-05-02" checked' in page


@pytest.mark.walk
def test_nothing_chosen_and_past_days_are_refused_in_words(world: World, at: At) -> None:
    client, past = at(world.pol), reverse("admin:licensing_calendar_days", args=["UA-PEACE", 2024])

    nothing = execute_act(client, DAYS, becomes="off", **NAMES, **WORDS)
    gone = execute_act(client, past, days=["2024-03-05"], becomes="off", **NAMES, **WORDS)

    assert "Choose at least one day in the picture." in text_of(nothing)
    assert "A row of a past day stays as it is." in text_of(gone)


def test_others_look_at_the_year_without_a_form(world: World, at: At, pat: User) -> None:
    draft(pat)
    page = at(world.otto).get(PAGE)

    assert page.status_code == 200
    assert 'name="days"' not in page.content.decode()
    assert at(world.otto).post(DAYS, {}).status_code == 404
    assert at(pat).get(PAGE.replace(str(YEAR), "99999")).status_code == 200
