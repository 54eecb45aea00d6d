"""The rows of a list: added, changed and removed one by one, in the order of the document, and never over a colleague's."""

from __future__ import annotations

import pytest

from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from tests.portal.visiting import Visitor, count_selects, forms_of, summary_of, text_of
from tests.world import World


def test_bad_input_keeps_everything_typed_and_names_each_field(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    values = {"name": "Drone", "quantity": "1,000", "unit": "", "unit_price": "1234.3456789", "currency": "EUR"}
    page = paula.send("add_row", case.pk, "items", **values)

    assert page.status_code == 422
    assert summary_of(page) == [
        "Quantity: “1,000” may mean 1000 or 1. Write 1000 or 1.",
        "Fill in “Unit”.",
        "Price of one: Write a price such as 80000, 79999.90 or 0.1425; at most 6 decimals.",
    ]
    assert forms_of(page)[0].values["quantity"] == ["1,000"]
    assert 'href="#id_quantity"' in page.content.decode()
    assert build_request_document(Case.objects.get())["items"] == []


def test_rows_are_added_changed_and_removed(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])

    paula.send("add_row", case.pk, "parties", role="buyer", name="Buyer", country="EE", kind="government")
    paula.send("add_row", case.pk, "parties", role="end_user", name="User", country="EE", kind="government")
    paula.send("change_row", case.pk, "parties", 1, name="Real user")
    paula.send("remove_row", case.pk, "parties", 0)

    assert [(one["role"], one["name"]) for one in build_request_document(Case.objects.get())["parties"]] == [
        ("end_user", "Real user")
    ]


def test_a_row_sent_twice_is_added_once(world: World, paula: Visitor) -> None:
    case = world.draft(parties=[])
    page = paula.open("add_row", case.pk, "parties")

    for _press in range(2):
        paula.send("add_row", case.pk, "parties", into=page, role="buyer", name="Buyer", country="EE", kind="government")

    assert len(build_request_document(Case.objects.get())["parties"]) == 1


def test_a_row_that_a_colleague_changed_is_not_written_over(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft()
    page = paula.open("change_row", case.pk, "items", 0)
    pavlo.send("change_row", case.pk, "items", 0, quantity="30")

    conflict = paula.send("change_row", case.pk, "items", 0, into=page, model="Z-41")

    assert conflict.status_code == 409
    assert "Items 1: Quantity 40 30" in text_of(conflict)
    assert forms_of(conflict)[0].values["model"] == ["Z-41"]
    assert forms_of(conflict)[0].values["quantity"] == ["30"]


def test_a_changed_row_pressed_twice_is_no_conflict(world: World, paula: Visitor) -> None:
    case = world.draft()
    page = paula.open("change_row", case.pk, "items", 0)

    answers = [paula.send("change_row", case.pk, "items", 0, into=page, quantity="30") for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url


def test_a_removal_that_a_colleague_overtook_removes_nothing(world: World, paula: Visitor, pavlo: Visitor) -> None:
    case = world.draft()
    page = paula.open("remove_row", case.pk, "items", 0)
    pavlo.send("change_row", case.pk, "items", 0, quantity="30")

    paula.send("remove_row", case.pk, "items", 0, into=page)

    assert [row["quantity"] for row in build_request_document(Case.objects.get())["items"]] == ["30", "4"]


@pytest.mark.walk
def test_forty_rows_are_listed_in_as_many_queries_as_one(world: World, paula: Visitor) -> None:
    item = {"name": "Drone", "quantity": "1", "unit": "NAR"}
    few, many = world.draft(items=[item]), world.draft(items=[item] * 40)

    one = count_selects(lambda: paula.open("table", few.pk, "items"))
    forty = count_selects(lambda: paula.open("table", many.pk, "items"))

    assert one == forty


def test_a_removal_pressed_twice_removes_one_of_two_equal_rows(world: World, paula: Visitor) -> None:
    twice = {"name": "Drone", "quantity": "1", "unit": "NAR"}
    case = world.draft(items=[twice, twice])
    page = paula.open("remove_row", case.pk, "items", 0)

    answers = [paula.send("remove_row", case.pk, "items", 0, into=page) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(build_request_document(Case.objects.get())["items"]) == 1


def test_of_two_equal_rows_two_pages_remove_no_more_than_one_unasked(world: World, paula: Visitor) -> None:
    twice = {"name": "Drone", "quantity": "1", "unit": "NAR"}
    case = world.draft(items=[twice, twice])
    pages = [paula.open("remove_row", case.pk, "items", 0) for _tab in range(2)]

    for page in pages:
        paula.send("remove_row", case.pk, "items", 0, into=page)

    assert len(build_request_document(Case.objects.get())["items"]) == 1
    assert "Please look again" in text_of(paula.open("table", case.pk, "items"))
