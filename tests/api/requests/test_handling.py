"""How a case officer handles a filed request over the API."""

from __future__ import annotations

from tests.acts.assessment.assessed import misfiled_case, uncontrolled_case
from tests.api.calling import Caller, at, code_of
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


def test_an_officer_takes_on_and_accepts_a_file(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)

    taken = otto.post(at(case, "take-on/"))
    accepted = otto.post(at(case, "accept/"), if_match=taken["ETag"])

    assert taken.json()["inside"]["officer"] == {"id": str(world.otto.pk), "name": "Otto"}
    assert (accepted.status_code, accepted.json()["state"]) == (200, "ministry_review")
    assert accepted.json()["inside"]["procedure"]["code"] == "tests"
    assert accepted.json()["stage"]["code"] == "ministries"


def test_a_file_with_unscanned_documents_is_not_accepted_where_the_procedure_takes_none(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    use_procedure(MINISTRIES, GOVERNMENT, requires_scan=True)

    refused = otto.post(at(case, "accept/"), if_match=f'"r{case.revision}"')

    assert code_of(refused) == (422, "incomplete")
    assert {one["code"] for one in refused.json()["errors"]} == {"not_scanned"}
    assert "takes scanned documents only" in refused.json()["errors"][0]["sentence"]


def test_a_request_that_is_sent_back_waits_for_its_applicant(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)

    sent = otto.post(at(case, "send-back/"), {"reason": "Sign it.", "grounds": ["N01"]}, if_match=f'"r{case.revision}"')

    assert (sent.status_code, sent.json()["state"], sent.json()["waits_for"]) == (200, "returned", "applicant")


def test_a_request_of_which_nothing_is_controlled_ends_without_a_licence(world: World) -> None:
    case, otto = uncontrolled_case(world), Caller(world.otto)

    early = otto.post(at(case, "release-goods/"), {"reason": "Toys."})
    ended = otto.post(at(case, "release-goods/"), {"reason": "Toys."}, if_match=otto.get(at(case))["ETag"])
    partner = Caller(world.paula).get(at(case)).json()

    assert early.status_code == 428
    assert (ended.status_code, ended.json()["state"]) == (200, "not_required")
    assert (partner["state"], partner["waits_for"]) == ("not_required", ended.json()["waits_for"])


def test_while_goods_are_controlled_a_licence_is_required(world: World) -> None:
    case, otto = world.accepted(), Caller(world.otto)

    refused = otto.post(at(case, "release-goods/"), {"reason": "Toys."}, if_match=otto.get(at(case))["ETag"])

    assert code_of(refused) == (409, "wrong_state")


def test_a_request_whose_goods_are_others_is_sent_another_way(world: World) -> None:
    case, otto = misfiled_case(world), Caller(world.otto)

    sent = otto.post(at(case, "reroute/"), {"reason": "It is a rocket."}, if_match=otto.get(at(case))["ETag"])
    again = otto.post(at(case, "reroute/"), {"reason": "It is a rocket."}, if_match=sent["ETag"])

    assert (sent.status_code, sent.json()["inside"]["procedure"]["code"]) == (200, "national-military")
    assert code_of(again) == (409, "wrong_state")
