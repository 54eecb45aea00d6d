"""The list and the page of licences at the desk."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.licences import ledger
from licensing.models import Licence
from tests.admin.conftest import At, text_of
from tests.conditions import MONTHLY, issue_bound_licence
from tests.size.lengthening import fill_ledger
from tests.world import World, clearance

LICENCES = reverse("admin:licensing_licence_changelist")


def _page(licence: Licence) -> str:
    return reverse("admin:licensing_licence_change", args=[licence.pk])


def test_licence_page_shows_lines_ledger_and_history(world: World, at: At) -> None:
    licence = world.licence()
    ledger.draw_down_licence(licence, world.cus, clearance("m-1", 15))

    page = text_of(at(world.audra).get(_page(licence)))

    expected = (licence.number, "Reconnaissance UAV", "D-m-1", "m-1", "Licence issued", "Quantity drawn down", ">25 pieces<")
    assert [one for one in expected if one not in page] == []


def test_licence_is_not_for_members_and_answers_like_a_missing_one(world: World, at: At) -> None:
    licence = world.licence()
    missing = Licence(pk=uuid4())

    answers = [at(world.mira).get(_page(one)) for one in (licence, missing)]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_sheet_of_what_has_left_is_read_and_nothing_is_sent_to_it(world: World, at: At) -> None:
    url = reverse("admin:licensing_licence_deliveries", args=[world.licence().pk])

    assert [at(world.audra).get(url).status_code, at(world.audra).post(url).status_code] == [200, 405]


@pytest.mark.walk
def test_list_takes_as_many_statements_for_three_rows_as_for_one(world: World, at: At) -> None:
    world.licence()
    client = at(world.otto)
    client.get(LICENCES)
    with CaptureQueriesContext(connection) as one:
        client.get(LICENCES)
    world.licence(title="Second")
    world.licence(title="Third")

    with CaptureQueriesContext(connection) as three:
        client.get(LICENCES)

    assert len(three) == len(one)


@pytest.mark.walk
def test_a_long_ledger_is_read_page_by_page(world: World, at: At) -> None:
    licence = world.licence()
    fill_ledger(licence, world.cus, 210)
    otto = at(world.otto)

    first, last = otto.get(_page(licence)), otto.get(_page(licence), {"ledger": "5"})

    assert "Lines 1–50 of 210" in text_of(first)
    assert "Lines 201–210 of 210" in text_of(last)
    assert len(first.context["usages"]) == 50


@pytest.mark.walk
def test_no_two_columns_of_a_table_have_one_heading_in_ukrainian(world: World, at: At) -> None:
    licence = issue_bound_licence(world, MONTHLY)
    world.otto.language = "uk"
    world.otto.save(update_fields=["language"])

    page = at(world.otto).get(_page(licence)).content.decode()

    heads = [re.findall(r"<th scope=\"col\"[^>]*>\s*([^<]+?)\s*</th>", head) for head in page.split("<thead>")[1:]]
    assert any("Умова" in one for one in heads)
    assert [one for one in heads if len(set(one)) < len(one)] == []
