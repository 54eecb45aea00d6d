"""One way to edit a part of a request: sections and rows, in drafts and in amendments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from licensing.errors import Invalid
from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from licensing.portal.drafts.editing import (
    Edit,
    EditConflict,
    RowPart,
    Saved,
    SectionPart,
    load_draft,
    save_part,
    serialize_snapshot,
)
from licensing.portal.drafts.working_copy import begin_working_copy
from licensing.portal.forms.sections import FORM_SECTIONS, LIST_SECTIONS
from tests.portal.visiting import Visitor
from tests.world import World

Post = Callable[..., HttpRequest]

PLACE_OF_USE = SectionPart(FORM_SECTIONS["end_use"])
FIRST_ITEM = RowPart(LIST_SECTIONS["items"], 0)


@pytest.fixture
def post(world: World) -> Post:
    """A request by Paula that sends these fields."""

    def build(**fields: str) -> HttpRequest:
        request = RequestFactory().post("/somewhere/", fields)
        request.user = world.paula
        return request

    return build


def amended(request: HttpRequest, case: Case) -> HttpRequest:
    begin_working_copy(request, case, 1)
    return request


def item(case: Case, **changes: str) -> dict[str, Any]:
    return build_request_document(case)["items"][0] | changes


@pytest.mark.parametrize("part", [PLACE_OF_USE, FIRST_ITEM])
def test_a_part_is_saved_when_it_is_still_what_was_read(world: World, post: Post, part: SectionPart | RowPart) -> None:
    draft = load_draft(post(), world.draft().pk)
    snapshot = part.read(draft.document)

    result = save_part(post(seen=serialize_snapshot(snapshot)), draft, part, part.unpack_snapshot(snapshot))

    assert isinstance(result, Saved)


@pytest.mark.parametrize("part", [PLACE_OF_USE, FIRST_ITEM])
def test_a_part_that_somebody_changed_is_a_conflict(world: World, post: Post, part: SectionPart | RowPart) -> None:
    draft = load_draft(post(), world.draft().pk)

    result = save_part(post(seen='{"title": "Another"}'), draft, part, {})

    assert isinstance(result, EditConflict)
    assert result.theirs


def test_a_part_that_is_not_compared_is_written_over(world: World, post: Post) -> None:
    case = world.draft()
    draft = load_draft(post(), case.pk)

    result = save_part(post(), draft, FIRST_ITEM, item(case, quantity="7"))

    assert isinstance(result, Saved)
    assert item(case)["quantity"] == "7"


def test_an_amendment_is_saved_aside_and_compared_alike(world: World, post: Post) -> None:
    case = world.accepted()
    request = amended(post(), case)
    draft = load_draft(request, case.pk)

    saved = save_part(request, draft, FIRST_ITEM, item(case, quantity="7"))

    assert isinstance(saved, Saved)
    assert saved.draft.document["items"][0]["quantity"] == "7"
    assert item(case)["quantity"] == "40"


def test_a_new_row_is_added_after_those_of_a_colleague(world: World, post: Post, pavlo: Visitor) -> None:
    case = world.draft(parties=[])
    draft = load_draft(post(), case.pk)
    pavlo.send("add_row", case.pk, "parties", role="buyer", name="First", country="EE", kind="government")
    party = {"role": "end_user", "name": "Second", "country": "EE", "kind": "government"}

    save_part(post(), draft, RowPart(LIST_SECTIONS["parties"]), party)

    assert [one["name"] for one in build_request_document(Case.objects.get())["parties"]] == ["First", "Second"]


def test_what_the_act_refuses_is_put_to_its_field(world: World, post: Post) -> None:
    case = world.draft()
    edit = Edit.load(post(), case.pk, FIRST_ITEM)
    form = edit.build_form()
    form = FIRST_ITEM.section.form({**form.initial, "quantity": "many"}, part=edit.content)

    result = edit.write(form)

    assert isinstance(result, Invalid)
    assert list(form.errors) == ["quantity"]
    assert item(case)["quantity"] == "40"


def test_a_refused_row_counts_after_the_rows_that_a_colleague_added_meanwhile(world: World, post: Post, pavlo: Visitor) -> None:
    case = world.draft(parties=[])
    edit = Edit.load(post(), case.pk, RowPart(LIST_SECTIONS["parties"]))
    pavlo.send("add_row", case.pk, "parties", role="buyer", name="First", country="EE", kind="government")
    typed = {"role": "end_user", "name": "Second", "country": "XX", "kind": "government"}
    form = edit.part.section.form(typed, lists=edit.lists)

    result = edit.write(form)

    assert isinstance(result, Invalid)
    assert list(form.errors) == ["country"]


def test_merging_takes_theirs_where_nothing_was_typed(world: World, post: Post) -> None:
    case = world.draft()
    edit = Edit.load(post(), case.pk, FIRST_ITEM)
    mine = FIRST_ITEM.section.form({**edit.build_form().initial, "model": "Z-41"}, part=edit.content)
    mine.build_part()
    theirs = {**edit.draft.document, "items": [item(case, quantity="30")]}
    conflict = EditConflict(replace(edit.draft, document=theirs), FIRST_ITEM.read(edit.draft.document), ())

    fresh, merged = edit.merge(mine, conflict)

    assert fresh.content == item(case, quantity="30")
    assert (merged["model"].value(), merged["quantity"].value()) == ("Z-41", "30")
