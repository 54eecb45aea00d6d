"""The form on which an officer records what is behind an irregular entry of a ledger."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.ledger import draw_down_licence, report_clearance
from licensing.models import Licence, Usage, UsageReview
from tests.admin.conftest import At, execute_act, text_of
from tests.world import World, clearance


@pytest.fixture
def entry(world: World) -> Usage:
    return report_clearance(world.licence(), world.cus, clearance("m-1", 45, cleared_on=to_local_day(now())))


def _url(licence: Licence, usage: Usage) -> str:
    return reverse("admin:licensing_licence_usage_act", args=[licence.pk, usage.pk, "review_clearance"])


@pytest.mark.walk
def test_what_was_found_is_recorded_once(world: World, at: At, entry: Usage) -> None:
    client, url = at(world.otto), _url(entry.line.licence, entry)

    page = text_of(client.get(url))
    empty = execute_act(client, url, note=" ")
    done = execute_act(client, url, note="Two declarations for one shipment.")
    again = text_of(client.get(url))

    assert "5 pieces beyond what is authorised" in page
    assert (empty.status_code, done.status_code) == (400, 302)
    assert UsageReview.objects.get().note == "Two declarations for one shipment."
    assert "somebody has looked at it already" in again


def test_only_an_officer_is_let_through(world: World, at: At, entry: Usage) -> None:
    url = _url(entry.line.licence, entry)

    page = text_of(at(world.dora).get(url))

    assert "Only a case officer may record a look" in page
    assert at(world.mira).get(url).status_code == 404


@pytest.mark.walk
def test_an_ordinary_entry_and_one_of_another_licence_have_no_form(world: World, at: At, entry: Usage) -> None:
    other = world.licence(title="Other")
    drawn = draw_down_licence(other, world.cus, clearance("m-2", 1))

    assert "This entry is not irregular" in text_of(at(world.otto).get(_url(other, drawn)))
    assert at(world.otto).get(_url(other, entry)).status_code == 404
