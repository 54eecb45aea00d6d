"""A procedure in a draft, at the desk: begun, written piece by piece, put in order, and told what it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from licensing.models import ChangeSet
from tests.admin.conftest import At, text_of
from tests.change_sets import draft
from tests.world import World

pytestmark = pytest.mark.django_db


def _url(change_set: ChangeSet, what: str = "", *of: str) -> str:
    return reverse(f"admin:licensing_procedure_draft{what}", args=[change_set.pk, *of])


def _piece(change_set: ChangeSet, place: str) -> str:
    return _url(change_set, "_piece", "fast-lane", place)


def _begin(client: Client, change_set: ChangeSet) -> dict[str, Any]:
    client.post(_url(change_set), {"code": "fast-lane", "as_code": ""})
    return _document(change_set)


def _document(change_set: ChangeSet) -> dict[str, Any]:
    document: dict[str, Any] = change_set.lines.get(list="procedures").after
    return document


# Ticked in any order; they are written in that of the form.
UNITS = ["items.*.unit", "items.*.quantity"]


def _order(client: Client, change_set: ChangeSet, place: str, do: str, **sent: str) -> Any:
    """Press one of the buttons beside a piece, on the page as it is now."""
    digest = client.get(_url(change_set, "_one", "fast-lane")).context["digest"]
    return client.post(_url(change_set, "_order", "fast-lane", place), {"do": do, "digest": digest} | sent)


def _type_in(client: Client, url: str, **changes: Any) -> Any:
    """Send the form of a piece as it stands, with some fields typed otherwise."""
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in (typed | changes).items() if value not in (None, False)}
    return client.post(url, sent)


@pytest.mark.walk
def test_a_new_version_is_begun_and_written_piece_by_piece(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    before = _begin(client, change_set)
    thresholds = len(before["thresholds"])

    answers = [
        _type_in(client, _piece(change_set, "head"), **{"term.amount": "12", "name_uk": "Процедура"}),
        _type_in(client, _piece(change_set, "stages.0"), **{"rule.kind": "majority_cast", "rule.quorum": "2/3"}),
        _type_in(client, _piece(change_set, "stages.0.seats.0"), chair="on"),
        _type_in(client, _piece(change_set, "stages.0.seats.3"), body="SBU", depends_on=["items", "terms"]),
        _type_in(
            client, _piece(change_set, f"thresholds.{thresholds}"), pattern=["items.*.unit", "items.*.quantity"], beyond="typo"
        ),
        _order(client, change_set, "stages.0.seats.3", "up"),
        _order(client, change_set, "stages.0.seats.0", "remove"),
    ]

    assert [answer.status_code for answer in answers] == [302] * 7
    after = _document(change_set)
    assert (after["version"], after["term"]) == (before["version"], {"amount": 12, "unit": "calendar"})
    rule = {"kind": "majority_cast", "quorum": "2/3", "silence": "block", "abstention": "ignored"}
    assert after["stages"][0]["rule"] == rule
    seats = after["stages"][0]["seats"]
    assert ([seat["body"] for seat in seats], seats[1]["depends_on"]) == (["GS", "SBU", "MFA"], ["items", "terms"])
    assert after["thresholds"][-1] == {"pattern": "items.*.quantity|unit", "beyond": "typo"}


@pytest.mark.walk
def test_fields_of_a_request_are_ticked_by_name_and_never_typed(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    before = _begin(client, change_set)
    seat, line = _piece(change_set, "stages.0.seats.0"), _piece(change_set, "thresholds.0")

    pages = [client.get(url).content.decode() for url in (seat, line)]
    kept = [_type_in(client, seat), _type_in(client, line)]
    apart = _type_in(client, line, pattern=["items.*.unit", "route.*.mode"])
    unknown = _type_in(client, seat, depends_on=["items.*.colour"])

    boxes = [('name="depends_on"', 'value="items.*.quantity"'), ('name="pattern"', 'value="documents.euc.*.sha256"')]
    assert [[one in page for one in named] for page, named in zip(pages, boxes, strict=True)] == [[True, True]] * 2
    assert not any('<textarea name="depends_on"' in page or 'type="text" name="pattern"' in page for page in pages)
    assert ([answer.status_code for answer in kept], _document(change_set)) == ([302, 302], before)
    assert (apart.status_code, "Tick fields of one part of the request" in text_of(apart)) == (400, True)
    assert (unknown.status_code, "items.*.colour" in text_of(unknown)) == (400, True)
    assert _document(change_set) == before


@pytest.mark.walk
def test_what_it_lacks_is_listed_with_the_form_that_mends_it(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    _order(client, change_set, "stages.1", "remove")

    page = client.get(_url(change_set, "_one", "fast-lane"), {"try": "1"})

    assert "The last stage that every case reaches must be" in text_of(page)
    assert _piece(change_set, "head") in page.content.decode()


@pytest.mark.walk
def test_what_is_wrong_in_a_piece_is_said_beside_its_field(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)

    answer = _type_in(client, _piece(change_set, "stages.0"), **{"deadline.amount": "0", "name_uk": "М"})

    assert answer.status_code == 400
    assert answer.context["form"].errors["deadline.amount"] == ["At least 1."]
    assert answer.context["form"]["name_uk"].value() == "М"


@pytest.mark.walk
def test_what_was_pressed_on_an_older_page_is_not_done(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    before = _begin(client, change_set)

    refused = _order(client, change_set, "stages.0", "remove", digest="older").wsgi_request
    typed = _type_in(client, _piece(change_set, "stages.0"), digest="older", name_uk="Інша")

    assert "has changed since you opened this page" in " ".join(str(one) for one in get_messages(refused))
    assert (typed.status_code, "has changed since" in text_of(typed)) == (400, True)
    assert _document(change_set) == before


@pytest.mark.walk
def test_a_place_that_there_is_not_is_no_page(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    places = ("stages", "stages.9", "stages.0.seats.9", "code.0", "stages.x", "stages.0.rule.0", "9")

    assert {client.get(_piece(change_set, place)).status_code for place in places} == {404}
    assert _order(client, change_set, "stages.9", "up").status_code == 404


def test_only_the_drafter_writes_a_procedure(world: World, at: At) -> None:
    change_set = draft(world.pol)
    _begin(at(world.pol), change_set)
    auditor = at(world.audra)

    assert auditor.get(_url(change_set, "_one", "fast-lane")).status_code == 200
    assert auditor.get(_piece(change_set, "head")).status_code == 403
    auditor.post(_url(change_set, "_drop", "fast-lane"))
    assert change_set.lines.exists()
    at(world.pol).post(_url(change_set, "_drop", "fast-lane"))
    assert not change_set.lines.exists()
