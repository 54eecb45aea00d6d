"""Appeals over the API."""

from __future__ import annotations

from base64 import b64encode

import pytest

from licensing.acts.acting import now, to_local_day
from tests.acts.decisions.contests import STRUCK, filed
from tests.api.calling import Caller, at, code_of
from tests.trial import another_decider, make_case_granted_in_part, make_case_under_conditions, make_refused_case
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_a_refusal_can_be_appealed_against_in_its_time(world: World, paula: Caller) -> None:
    case = make_refused_case(world)
    offered = paula.get(at(case)).json()

    stock = {"file_name": "stock.txt", "content": b64encode(b"The stock of the depot.").decode()}
    empty = paula.post(at(case, "appeal/"), {"reason": "The shortage is over.", "file_name": "stock.txt"})
    appealed = paula.post(at(case, "appeal/"), {"reason": "The shortage is over."} | stock)
    again = paula.post(at(case, "appeal/"), {"reason": "And again."})

    assert offered["actions"] == ["appeal"]
    assert "appeal" in [clock["kind"] for clock in offered["clocks"]]
    assert (appealed.status_code, appealed.json()["state"], appealed.json()["decision"]) == (200, "government_decision", None)
    assert code_of(empty) == (422, "file_refused")
    assert case.documents.filter(file_name="stock.txt", type_id="other").count() == 1
    assert code_of(again) == (409, "wrong_state")


@pytest.mark.walk
def test_an_appeal_against_a_grant_in_part_is_filed_and_decided(world: World, paula: Caller) -> None:
    case, daria = make_case_granted_in_part(world), Caller(another_decider())
    sent = {"resolution_no": "501-r", "resolution_on": str(to_local_day(now())), "quantities": {"1": "40", "2": "4"}}
    offered = paula.get(at(case)).json()["actions"]

    appealed = paula.post(at(case, "appeal/"), {"reason": "The shortage is over."}).json()
    read = daria.get(at(case))
    decided = daria.post(at(case, "decide-appeal/"), sent, if_match=read["ETag"])

    assert offered == ["appeal"]
    assert (appealed["state"], appealed["decision"]["outcome"], appealed["licence"]["state"]) == (
        "government_decision",
        "grant_in_part",
        "issued",
    )
    assert "decide_appeal" in read.json()["actions"]
    assert not {"grant", "refuse"} & set(read.json()["actions"])
    assert (decided.status_code, decided.json()["state"], decided.json()["decision"]["outcome"]) == (200, "granted", "grant")
    lines = paula.get(f"licences/{decided.json()['licence']['id']}/").json()["lines"]
    assert [(one["number"], one["authorised"]) for one in lines] == [(1, "30"), (2, "10"), (3, "4")]
    # Each line keeps the goods of its item, which customs compares.
    assert lines[0]["customs_code"] == lines[1]["customs_code"]
    assert lines[0]["unit_price"] == lines[1]["unit_price"]


def test_an_appeal_against_conditions_is_filed_and_ruled_on(world: World, paula: Caller) -> None:
    case, daria = make_case_under_conditions(world), Caller(another_decider())
    sent = {"resolution_no": "501-r", "resolution_on": str(to_local_day(now())), "reasons": "Weighed again."}

    unnamed = paula.post(at(case, "appeal/"), {"reason": "Lots of thirty."})
    appealed = paula.post(at(case, "appeal/"), {"reason": "Lots of thirty.", "conditions": [1, 3]}).json()
    tag = daria.get(at(case))["ETag"]
    odd = daria.post(at(case, "decide-appeal/"), sent | {"rulings": {"1": {"ruling": "softened"}}}, if_match=tag)
    rulings = {"1": {"ruling": "struck"}, "3": {"ruling": "changed", "text": "The crew is trained in Ukraine."}}
    decided = daria.post(at(case, "decide-appeal/"), sent | {"rulings": rulings}, if_match=tag)

    assert (code_of(unnamed), unnamed.json()["errors"][0]["path"]) == ((400, "invalid"), "conditions")
    assert appealed["decision"]["contested"] == [1, 3]
    assert code_of(odd) == (400, "invalid")
    decision = decided.json()["decision"]
    assert [(one["number"], one["ruling"], one["changed_into"]) for one in decision["rulings"]] == [
        (1, "struck", ""),
        (3, "changed", "The crew is trained in Ukraine."),
    ]
    assert (decision["contested"], len(decision["conditions"])) == ([], 2)
    conditions = paula.get(f"licences/{decided.json()['licence']['id']}/").json()["conditions"]
    assert [(one["number"], one["ended_at"] is None, one["replaces"]) for one in conditions] == [
        (1, False, None),
        (2, True, None),
        (3, False, None),
        (4, True, 3),
    ]


def test_what_becomes_of_conditions_is_put_on_the_agenda_of_a_sitting(world: World) -> None:
    case, daria = filed(world, 1), Caller(another_decider())
    called = {"body": "CMU", "title": "Weekly sitting", "held_on": str(to_local_day(now()))}
    agenda = f"sittings/{daria.post('sittings/', called).json()['id']}/agenda/"
    put = {"case": str(case.pk), "outcome": "grant"}

    odd = daria.post(agenda, put | {"details": {"rulings": {"1": {"ruling": "softened"}}}})
    unsaid = daria.post(agenda, put | {"details": {"rulings": {}}})
    taken = daria.post(agenda, put | {"details": {"rulings": {"1": STRUCK}}})

    assert [one["path"] for one in odd.json()["errors"]] == ["details.rulings.1.ruling"]
    assert (code_of(unsaid), unsaid.json()["errors"][0]["path"].endswith("rulings.1")) == ((400, "invalid"), True)
    assert (taken.status_code, [one["case"] for one in taken.json()["agenda"]]) == (200, [str(case.pk)])
