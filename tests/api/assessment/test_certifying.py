"""The acts on the certificate of a case over the API, each answered with the certificate as it stands after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import Case
from tests.api.calling import Caller, code_of
from tests.certificates import AUTHORITY, NUMBER, take_up
from tests.world import World


def described(case: Case, **changes: Any) -> dict[str, Any]:
    today = to_local_day(now())
    lines = [
        {"name": one.name, "model": one.model, "quantity": "100", "unit": one.unit_id} for one in case.items.order_by("number")
    ]
    fit: dict[str, Any] = {
        "issued_on": str(today - timedelta(days=30)),
        "expires_on": str(today + timedelta(days=150)),
        "end_user": "Fictional Defence Depot Tallinn",
        "template": "military",
        "lines": lines,
    }
    return fit | changes


def recorded(case: Case, **changes: Any) -> dict[str, Any]:
    return {"recorded": {"country": "EE", "authority": AUTHORITY, "number": NUMBER} | described(case, **changes)}


@pytest.mark.walk
def test_a_certificate_is_recorded_checked_verified_and_corrected(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    place = f"cases/{case.pk}/certificate/"

    taken_up = otto.post(place, recorded(case))
    elements = [
        {"element": code, "found": "present"} for code in ("E01", "E02", "E03", "E04", "E05", "E06", "E07", "E08", "E09", "E10")
    ]
    unchecked = otto.post(f"{place}check/", {"elements": elements})
    confirmed = {
        "kind": "embassy",
        "channel": "note",
        "result": "confirms",
        "done_on": str(to_local_day(now())),
        "note": "Asked.",
    }
    verified = otto.post(f"{place}verify/", confirmed)
    corrected = otto.post(f"{place}amend/", described(case, end_user="Another depot", reason="It was misread."))

    assert (taken_up.status_code, taken_up.json()["certificate"]["number"]) == (201, NUMBER)
    assert taken_up.json()["certificate"]["covers"] == {"1": 1, "2": 2}
    assert code_of(unchecked) == (400, "invalid")
    assert (verified.status_code, verified.json()["certificate"]["authenticity"]) == (201, "genuine")
    assert (corrected.status_code, corrected.json()["certificate"]["end_user"]) == (200, "Another depot")
    assert corrected.json()["certificate"]["revision"] == 3


def test_a_correction_says_whether_there_is_a_last_day(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    place = f"cases/{case.pk}/certificate/"
    otto.post(place, recorded(case))
    said = described(case, reason="It was misread.")
    left_out = {name: value for name, value in said.items() if name != "expires_on"}

    refused = otto.post(f"{place}amend/", left_out)
    kept = otto.get(place).json()["certificate"]["expires_on"]
    taken_away = otto.post(f"{place}amend/", left_out | {"expires_on": None})

    assert (code_of(refused), kept) == ((400, "invalid"), said["expires_on"])
    assert (taken_away.status_code, taken_away.json()["certificate"]["expires_on"]) == (200, None)


def test_each_act_may_name_the_revision_that_was_read(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    read = take_up(world, case).certificate.revision
    place = f"cases/{case.pk}/certificate/"
    said = described(case, end_user="Another depot", reason="It was misread.")

    first, late = (otto.post(f"{place}amend/", said | {"revision": read}) for _ in range(2))

    assert first.status_code == 200
    assert code_of(late) == (412, "stale")
    assert late.json()["current"] == first.json()["certificate"]["revision"]


def test_an_unknown_certificate_is_a_mistake_in_its_field(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)

    refused = otto.post(f"cases/{case.pk}/certificate/", {"certificate": str(case.pk)})

    assert code_of(refused) == (400, "invalid")
    assert [(gap["code"], gap["path"]) for gap in refused.json()["errors"]] == [("unknown", "certificate")]


def test_all_required_elements_are_said_at_once(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    required = take_up(world, case).certificate.template.required
    place = f"cases/{case.pk}/certificate/check/"
    said = [{"element": code, "found": "present"} for code in required]

    twice = otto.post(place, {"elements": [*said, said[0]]})
    checked = otto.post(place, {"elements": [*said[:-1], {"element": required[-1], "found": "absent", "note": "Torn off."}]})

    assert code_of(twice) == (400, "invalid")
    assert (checked.status_code, checked.json()["certificate"]["missing"]) == (201, [required[-1]])


def test_one_on_record_is_cited_by_its_id_and_not_recorded_beside(world: World) -> None:
    first, second, otto = world.filed(), world.filed(title="A second sale"), Caller(world.otto)
    certificate = str(take_up(world, first).certificate_id)
    place = f"cases/{second.pk}/certificate/"

    both = otto.post(place, recorded(second, number="X-9") | {"certificate": certificate})
    again = otto.post(place, recorded(second))
    cited = otto.post(place, {"certificate": certificate, "covers": [{"item": 1, "line": 1}]})

    assert (code_of(both), code_of(again)) == ((400, "invalid"), (400, "invalid"))
    assert (cited.status_code, cited.json()["certificate"]["id"]) == (201, certificate)


def test_the_applicant_and_other_offices_do_none_of_it(world: World) -> None:
    case = world.filed()
    take_up(world, case)
    place = f"cases/{case.pk}/certificate/"

    answers = [code_of(Caller(one).post(place, recorded(case, number="X-9"))) for one in (world.paula, world.rhea, world.dora)]

    assert answers == [(403, "conflict_of_duties"), (404, "not_found"), (403, "not_allowed")]
