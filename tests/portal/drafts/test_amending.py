"""Amending a filed request at the portal: what it costs is shown before it is confirmed."""

from __future__ import annotations

import pytest

from licensing.acts.requests.amending import amend_case
from licensing.acts.signoff import positions
from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World, approve


def begin(visitor: Visitor, case: Case) -> None:
    visitor.client.post(f"/cases/{case.pk}/amend/")


def read_cost(visitor: Visitor, case: Case) -> str:
    return text_of(visitor.client.post(f"/cases/{case.pk}/amend/cost/"))


def file(visitor: Visitor, case: Case, **sent: str) -> object:
    return visitor.client.post(f"/cases/{case.pk}/amend/file/", {"key": "one", **sent})


@pytest.mark.walk
def test_an_amendment_is_its_authors_alone_until_it_is_filed(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)

    paula.send("sheet", case.pk, "end_use", end_use__location="Narva")

    assert "You are amending version 1." in text_of(paula.open("draft", case.pk))
    assert "Narva" in paula.open("sheet", case.pk, "end_use").content.decode()
    assert build_request_document(case)["end_use"]["location"] == "Tallinn"
    assert pavlo.open("draft", case.pk).status_code == 302


@pytest.mark.walk
def test_the_cost_is_shown_and_then_the_new_version_is_filed(world: World, paula: Visitor) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    begin(paula, case)
    paula.send("change_row", case.pk, "items", 0, quantity="60")

    cost = read_cost(paula, case)
    answers = [file(paula, case, reason="More are needed.") for _press in range(2)]

    assert "Items 1: Quantity 40 60" in cost
    assert "1 signature rests on what you change and will be asked for again." in cost
    assert "Rhea" not in cost
    assert "Ministry of Defence" not in cost
    assert [answer.status_code for answer in answers] == [302, 302]  # type: ignore[attr-defined]
    assert Case.objects.get().versions.count() == 2
    assert "Request amended : More are needed. ( version 2 )" in text_of(paula.open("case", case.pk))


@pytest.mark.walk
def test_an_overtaken_amendment_is_refused_and_overwrites_nothing(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)
    paula.send("sheet", case.pk, "about", title="Mine")
    amend_case(case, world.paula, {"title": "From the other side"}, reason="")

    cost = read_cost(paula, case)
    answer = file(paula, case)

    assert "Somebody of your organisation has filed version 2 since you began." in cost
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert summary_of(answer) == ["The request was amended in the meantime. Look at that version first."]
    assert Case.objects.get().title == "From the other side"


@pytest.mark.walk
def test_an_incomplete_amendment_says_what_is_missing(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)
    paula.send("sheet", case.pk, "end_use", end_use__location="")

    assert "It cannot be filed yet. This is missing: Say where the goods will be used." in read_cost(paula, case)
    assert file(paula, case).status_code == 422  # type: ignore[attr-defined]
    assert Case.objects.get().versions.count() == 1


def test_bad_input_in_an_amendment_is_refused_like_in_a_draft(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)

    page = paula.send("change_row", case.pk, "items", 0, quantity="many")

    assert summary_of(page) == ["Quantity: Write a number such as 40 or 12.5; at most 3 decimals."]


def test_giving_up_leaves_what_was_filed(world: World, paula: Visitor) -> None:
    case = world.accepted()
    begin(paula, case)
    paula.send("sheet", case.pk, "about", title="Mine")

    paula.client.post(f"/cases/{case.pk}/amend/give-up/")

    assert "Amend the request" in text_of(paula.open("case", case.pk))
    assert paula.open("draft", case.pk).status_code == 302
    assert Case.objects.get().versions.count() == 1


def test_a_reader_cannot_begin_an_amendment(world: World, lena: Visitor) -> None:
    case = world.accepted()
    begin(lena, case)

    assert lena.open("draft", case.pk).status_code == 302
    assert file(lena, case).status_code == 403  # type: ignore[attr-defined]
