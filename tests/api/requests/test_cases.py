"""Requests over the API: what goes in, what comes out, and one error of each kind."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from licensing.models import Case
from tests.api.calling import Caller, at, code_of
from tests.old_plans import draft_old_plan
from tests.scenes import carry_out_every_act
from tests.world import REQUEST, World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_a_request_is_begun_edited_and_submitted(world: World, paula: Caller) -> None:
    begun = paula.post("cases/", REQUEST)
    place = begun["Location"]
    edited = paula.patch(place, {"title": "Another title"}, if_match=begun["ETag"])

    assert (begun.status_code, begun["ETag"], begun.json()["state"]) == (201, '"r2"', "draft")
    assert (edited.status_code, edited["ETag"], edited.json()["title"]) == (200, '"r3"', "Another title")
    assert edited.json()["request"]["items"][0]["quantity"] == "40"
    assert edited.json()["actions"] == ["edit", "attach", "submit", "withdraw"]


def test_a_country_plan_is_refused_with_the_operation_that_took_its_place(world: World, paula: Caller) -> None:
    refused = paula.post("cases/", {"kind": "country_plan", "title": "Denmark"})
    old = draft_old_plan(world)
    edited = paula.patch(at(old), {"title": "Another"}, if_match=f'"r{old.revision}"')

    assert code_of(refused) == code_of(edited) == (409, "kind_retired")
    assert refused.json()["instead"] == edited.json()["instead"] == "POST /api/v1/interests/"
    assert "country_plan" not in {one["code"] for one in paula.get("reference/case-kinds/").json()}


def test_submitting_names_everything_that_is_missing(world: World, paula: Caller) -> None:
    begun = paula.post("cases/", {"kind": "single_permit"})
    place = begun["Location"]

    refused = paula.post(f"{place}submit/", {"declared": True}, if_match=begun["ETag"])
    missing = paula.get(f"{place}missing/").json()

    assert code_of(refused) == (422, "incomplete")
    assert missing["complete"] is False
    assert [one["path"] for one in refused.json()["errors"]] == [one["path"] for one in missing["missing"]]
    assert len(missing["missing"]) > 5


def test_a_submitted_request_gets_its_reference_and_version(world: World, paula: Caller) -> None:
    case = world.ready()

    answer = paula.post(at(case, "submit/"), {"declared": True}, if_match=f'"r{case.revision}"')
    body = answer.json()
    version = paula.get(at(case, "versions/1/")).json()

    assert (answer.status_code, body["state"], body["version"]) == (200, "submitted", 1)
    assert body["reference"].startswith("SP/")
    assert [clock["kind"] for clock in body["clocks"]] == ["completeness"]
    assert (version["number"], len(version["digest"]), version["request"]["title"]) == (1, 64, REQUEST["title"])
    assert paula.get(at(case, "versions/")).json()[0]["digest"] == version["digest"]
    assert code_of(paula.get(at(case, "versions/2/"))) == (404, "not_found")


def test_a_copy_is_a_new_draft(world: World, paula: Caller) -> None:
    case = world.filed()

    copy = paula.post(at(case, "copy/"))

    assert (copy.status_code, copy.json()["state"], copy.json()["reference"]) == (201, "draft", None)
    assert copy["Location"] == f"/api/v1/cases/{copy.json()['id']}/"
    assert copy.json()["request"]["items"] == paula.get(at(case)).json()["request"]["items"]


def test_only_what_changed_since_is_listed_on_request(world: World, paula: Caller) -> None:
    world.draft()
    carry_out_every_act()
    since = timezone.now().isoformat().replace("+00:00", "Z")
    later = world.draft()

    changed = paula.get(f"cases/?changed_since={since}").json()["results"]

    assert [row["id"] for row in changed] == [str(later.pk)]


def test_an_unknown_field_is_named_with_its_place(paula: Caller) -> None:
    refused = paula.post("cases/", {"kind": "single_permit", "state": "granted", "items": [{"wanted": 1}]})

    places = {(one["path"], one["code"]) for one in refused.json()["errors"]}
    assert code_of(refused) == (400, "invalid")
    assert {("state", "unknown_field"), ("items.0.wanted", "unknown_field"), ("items.0.name", "required")} <= places
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ([{"name": "UAV", "quantity": "-1", "unit": "NAR"}], "wrong_form"),
        ([{"name": "UAV", "quantity": "0", "unit": "NAR"}], "too_small"),
        ([{"name": "UAV", "quantity": "1.5", "unit": "NAR"}], "too_precise"),
        ([{"name": "UAV", "quantity": "9" * 16, "unit": "NAR"}], "wrong_form"),
        ([{"name": "UAV", "quantity": 40, "unit": "NAR"}], "wrong_type"),
        ([{"name": "UAV", "quantity": "40", "unit": "XXX"}], "unknown_code"),
        ([{"name": "", "quantity": "40", "unit": "NAR"}], "required"),
    ],
)
def test_a_quantity_or_code_that_cannot_be_is_refused(paula: Caller, items: list[dict[str, Any]], code: str) -> None:
    refused = paula.post("cases/", {"kind": "single_permit", "items": items})

    assert (refused.status_code, [one["code"] for one in refused.json()["errors"]]) == (400, [code])


def test_a_system_of_no_organisation_cannot_file(world: World) -> None:
    assert code_of(Caller(world.stella).post("cases/", REQUEST)) == (403, "not_allowed")


def test_one_may_file_only_for_an_organisation_of_ones_own(world: World, paula: Caller) -> None:
    assert code_of(paula.post(f"cases/?organisation={world.rival.pk}", REQUEST)) == (404, "not_found")
    assert paula.post(f"cases/?organisation={world.partner.pk}", REQUEST).status_code == 201


def test_sentences_come_in_the_language_that_is_accepted(paula: Caller) -> None:
    refused = paula.post("cases/", {"kind": "single_permit", "colour": 1}, accept_language="uk")

    assert refused.json()["errors"][0]["sentence"] == "Тут немає поля «colour»."


def test_an_act_that_the_state_does_not_have_is_a_conflict(world: World, paula: Caller) -> None:
    draft, filed, otto = world.draft(), world.filed(), Caller(world.otto)
    withdrawn = at(draft, "withdraw/")

    assert paula.post(withdrawn, {"reason": "Not needed"}).status_code == 200
    refused = paula.post(withdrawn, {"reason": "Not needed"})

    assert (*code_of(refused), refused.json()["state"]) == (409, "wrong_state", "withdrawn")
    assert code_of(paula.post(at(filed, "take-on/"))) == (403, "conflict_of_duties")
    assert code_of(otto.post(at(filed, "withdraw/"), {"reason": "x"})) == (403, "not_allowed")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_of_cases_takes_four_queries_however_long(
    world: World, paula: Caller, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        world.draft()

    # The token, what its person allowed the program, who asks, and the page itself.
    with django_assert_num_queries(4):
        assert len(paula.get("cases/").json()["results"]) == rows


@pytest.mark.parametrize("name", ["paula", "otto"])
def test_a_case_is_read_in_few_statements(world: World, name: str, django_assert_max_num_queries: Any) -> None:
    case, caller = world.granted(), Caller(getattr(world, name))

    # One of them reads the clock of the database, by which everything is judged.
    with django_assert_max_num_queries(15):
        assert caller.get(at(case)).json()["state"] == "granted"
