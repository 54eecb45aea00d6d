"""The list of irregular clearances at the desk, and how a ledger shows them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.ledger import draw_down_licence, report_clearance, reverse_usage, review_clearance
from licensing.acts.licences.licence import suspend_licence
from licensing.models import Licence, Usage
from tests.admin.conftest import At, text_of
from tests.world import World, clearance

IRREGULAR = reverse("admin:licensing_usage_changelist")


def _report(world: World, licence: Licence, message: str, quantity: int = 45) -> Usage:
    return report_clearance(licence, world.cus, clearance(message, quantity, cleared_on=to_local_day(now())))


def test_list_holds_what_waits_and_nothing_else(world: World, at: At) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("ordinary", 1))
    looked_at, undone = _report(world, licence, "looked-at"), _report(world, licence, "undone")
    review_clearance(licence, world.otto, looked_at.pk, note="Known.")
    reverse_usage(licence, world.cus, undone.pk, message_id="undo")
    suspend_licence(licence, world.otto, reason="Need.")
    _report(world, licence, "waits", 1)

    waiting = text_of(at(world.otto).get(IRREGULAR))
    every = text_of(at(world.audra).get(f"{IRREGULAR}?waiting=no"))

    declared = ("D-ordinary", "D-looked-at", "D-undone", "D-waits")
    assert [one for one in declared if one in waiting] == ["D-waits"]
    assert [one for one in declared if one in every] == ["D-looked-at", "D-undone", "D-waits"]
    assert "a draw-down would have been refused: The licence is not in force: Suspended." in waiting
    assert "Known." in every


def test_ledger_of_a_licence_leads_to_the_look(world: World, at: At) -> None:
    licence = world.licence()
    entry = _report(world, licence, "m-1")
    page = reverse("admin:licensing_licence_change", args=[licence.pk])
    look = reverse("admin:licensing_licence_usage_act", args=[licence.pk, entry.pk, "review_clearance"])

    officers, auditors = text_of(at(world.otto).get(page)), text_of(at(world.audra).get(page))

    assert "5 pieces beyond what is authorised" in officers
    assert "and 5 pieces beyond it" in officers
    assert (look in officers, look in auditors) == (True, False)


@pytest.mark.walk
def test_the_page_of_a_licence_asks_no_more_for_more_entries(world: World, at: At) -> None:
    licence = world.licence()
    page, counts = reverse("admin:licensing_licence_change", args=[licence.pk]), []
    for messages in (("m-1",), ("m-2", "m-3")):
        for message in messages:
            draw_down_licence(licence, world.cus, clearance(message, 1))
        otto = at(world.otto)
        otto.get(page)
        with CaptureQueriesContext(connection) as queries:
            otto.get(page)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.walk
def test_officers_find_on_their_desk_how_many_wait(world: World, at: At) -> None:
    licence, desk = world.licence(), reverse("admin:index")
    before = text_of(at(world.otto).get(desk))
    for message in ("m-1", "m-2", "m-3"):
        _report(world, licence, message)

    officers, deciders = text_of(at(world.otto).get(desk)), text_of(at(world.dora).get(desk))

    assert "wait for a look" not in before
    assert "3 irregular clearances wait for a look" in officers
    assert f'href="{IRREGULAR}">Look' in officers
    assert "wait for a look" not in deciders


def test_list_is_not_for_members_of_bodies(world: World, at: At) -> None:
    _report(world, world.licence(), "m-1")

    assert at(world.mira).get(IRREGULAR).status_code == 403
    assert IRREGULAR not in text_of(at(world.mira).get(reverse("admin:index")))


@pytest.mark.walk
def test_list_takes_as_many_statements_for_three_rows_as_for_one(world: World, at: At) -> None:
    licence = world.licence()
    _report(world, licence, "m-1")
    client = at(world.otto)
    client.get(IRREGULAR)
    with CaptureQueriesContext(connection) as one:
        client.get(IRREGULAR)
    _report(world, licence, "m-2")
    _report(world, licence, "m-3")

    with CaptureQueriesContext(connection) as three:
        client.get(IRREGULAR)

    assert len(three) == len(one)
