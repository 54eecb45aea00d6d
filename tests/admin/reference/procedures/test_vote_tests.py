"""A rule of several tests in a draft: built of fields, read in words, and told what it lacks."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from licensing.admin.reference.procedures.vote_tests import (
    list_rule_rows,
    read_typed_share,
    write_typed_number,
    write_typed_share,
)
from licensing.models import Body, ChangeSet
from tests.admin.conftest import At, text_of
from tests.change_sets import draft
from tests.world import World

pytestmark = pytest.mark.django_db


def _type_in(client: Client, change_set: ChangeSet, place: str, **changes: Any) -> Any:
    url = reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, "fast-lane", place])
    form = client.get(url).context["form"]
    typed = {name: form[name].value() for name in form.fields} | changes
    return client.post(url, {name: value for name, value in typed.items() if value not in (None, False)})


def _begin(client: Client, change_set: ChangeSet) -> None:
    client.post(reverse("admin:licensing_procedure_draft", args=[change_set.pk]), {"code": "fast-lane", "as_code": ""})


def _stage(change_set: ChangeSet) -> dict[str, Any]:
    stage: dict[str, Any] = change_set.lines.get(list="procedures").after["stages"][0]
    return stage


@pytest.mark.walk
def test_a_rule_of_several_tests_is_built_of_fields(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    seats = [seat["body"] for seat in _stage(change_set)["seats"]]

    answers = [
        _type_in(client, change_set, "stages.0", **{"rule.kind": "tests"}),
        _type_in(client, change_set, "stages.0.groups.0", code="few", name_en="The few", seats=seats[:2]),
        _type_in(client, change_set, "stages.0.tests.0", share="55 %", name_en="Members"),
        _type_in(client, change_set, "stages.0.tests.1", counted="against", bound="at_most", number="1", way="2"),
        _type_in(client, change_set, "stages.0.quorum_tests.0", counted="spoke", number="2", group="few"),
    ]
    page = client.get(reverse("admin:licensing_procedure_draft_one", args=[change_set.pk, "fast-lane"]))

    assert [answer.status_code for answer in answers] == [302] * 5
    rule = _stage(change_set)["rule"]
    assert rule["groups"] == [{"code": "few", "name_en": "The few", "seats": seats[:2]}]
    assert rule["tests"] == [
        {"counted": "for", "bound": "at_least", "share": "11/20", "name_en": "Members"},
        {"counted": "against", "bound": "at_most", "number": 1, "way": 2},
    ]
    assert rule["quorum_tests"] == [{"counted": "spoke", "bound": "at_least", "number": 2, "group": "few"}]
    words = text_of(page)
    assert "Way 1: Members (seats for): at least 55 % of all who may vote" in words
    assert "Way 2: seats against: at most 1" in words
    assert "Way 1: seats that spoke, The few: at least 2" in words


def test_a_group_is_named_in_the_language_of_the_reader() -> None:
    mod, staff = ({body.pk: body for body in Body.objects.all()}[code] for code in ("MOD", "GS"))
    group = {"code": "few", "name_en": "The few", "name_uk": "Небагато", "seats": ["MOD"]}
    stage = {"rule": {"kind": "tests", "tests": [], "groups": [group, {"code": "rest", "seats": ["GS"]}]}}

    with override("uk"):
        rows = list_rule_rows(stage, "stages.0")[-1].rows
        names = mod.name, staff.name

    assert [words for words, _place in rows] == [f"Небагато: {names[0]}", f"rest: {names[1]}"]


@pytest.mark.walk
def test_a_list_that_can_never_pass_is_named_with_the_form_that_mends_it(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    _type_in(client, change_set, "stages.0", **{"rule.kind": "tests"})
    _type_in(client, change_set, "stages.0.tests.0", number="40")
    _type_in(client, change_set, "stages.0.tests.1", counted="for", bound="at_most", number="3")

    page = client.get(reverse("admin:licensing_procedure_draft_one", args=[change_set.pk, "fast-lane"]))
    mending = reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, "fast-lane", "stages.0.tests.1"])

    assert "So a vote for would do harm." in text_of(page)
    assert mending in page.content.decode()
    assert client.get(mending.replace("tests.1", "tests.9")).status_code == 404


TOO_LARGE = [("stages.0", "rule.k"), ("stages.0", "rule.quorum"), ("stages.0.tests.0", "number"), ("stages.0.tests.0", "way")]


@pytest.mark.walk
def test_a_number_that_no_digest_takes_is_refused_beside_its_field(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    _type_in(client, change_set, "stages.0", **{"rule.kind": "tests"})
    before = _stage(change_set)

    for place, name in TOO_LARGE:
        answer = _type_in(client, change_set, place, **{"number": "2", name: "9" * 17})

        assert (answer.status_code, list(answer.context["form"].errors)) == (400, [name])
        assert "This number is too large" in text_of(answer), name
    assert _stage(change_set) == before


def test_only_a_rule_of_several_tests_has_tests(world: World, at: At) -> None:
    change_set, client = draft(world.pol), at(world.pol)
    _begin(client, change_set)
    place = reverse("admin:licensing_procedure_draft_piece", args=[change_set.pk, "fast-lane", "stages.0.tests.0"])

    assert client.get(place).status_code == 404
    assert list_rule_rows(_stage(change_set), "stages.0") == []


@pytest.mark.parametrize(
    ("typed", "written", "shown"),
    [
        ("2/3", "2/3", "2/3"),
        ("55 %", "11/20", "55 %"),
        ("55%", "11/20", "55 %"),
        ("12,5 %", "1/8", "12.5 %"),
        ("half", "half", "half"),
        ("", "", ""),
    ],
)
def test_a_share_is_typed_in_per_cent_or_as_two_numbers(typed: str, written: str, shown: str) -> None:
    assert (write_typed_share(typed), read_typed_share(written)) == (written, shown)


@pytest.mark.parametrize(("typed", "written"), [("15", 15), ("7,5", "7.5"), ("many", "many"), ("", None)])
def test_a_number_that_is_none_is_left_for_the_rule_to_refuse(typed: str, written: Any) -> None:
    assert write_typed_number(typed) == written
