"""Reports and evidence over the API: filed by the holder, reviewed by the authority, hidden from customs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from licensing.acts.acting import at_time
from licensing.acts.licences.licence import surrender_licence
from licensing.models import ConditionDuty, Licence
from tests.acts.licences.test_obligations import TRIAL, at, issued
from tests.api.calling import Caller, code_of
from tests.reports import issue_reporting_licence, list_duties
from tests.world import World

REPORT = {
    "kind": "use",
    "period": 1,
    "outcome": "in_full",
    "lines": [
        {"line": 1, "quantity": "40", "actual_use": "As declared"},
        {"line": 2, "quantity": "4", "actual_use": "As declared"},
    ],
}


@pytest.fixture(autouse=True)
def _a_day_in_november() -> Iterator[None]:
    with at_time(at("2026-11-20")):
        yield


def place(licence: Licence, rest: str = "") -> str:
    return f"licences/{licence.pk}/{rest}"


@pytest.mark.walk
def test_a_report_is_read_beside_what_customs_cleared(world: World) -> None:
    licence = issued(world, "2026-03-02")
    surrender_licence(licence, world.paula, reason="The contract has ended")
    paula = Caller(world.paula)

    filed = paula.post(place(licence, "reports/"), REPORT | {"outcome": "in_part"})
    period = paula.get(place(licence)).json()["reports"][0]

    assert filed.status_code == 201
    assert (period["missing"], [one["kind"] for one in period["reports"]]) == (["fact"], ["use"])
    assert period["reports"][0]["lines"][0] == {
        "line": 1,
        "unit": "NAR",
        "quantity": "40",
        "actual_use": "As declared",
        "cleared": "0",
    }


@pytest.mark.walk
def test_a_report_too_early_or_contradictory_is_refused_by_field(world: World) -> None:
    running = issued(world, "2026-11-01", until="2027-11-01")
    ended = issued(world, "2026-03-02")
    surrender_licence(ended, world.paula, reason="The contract has ended")
    paula = Caller(world.paula)

    early = paula.post(place(running, "reports/"), REPORT)
    contrary = paula.post(place(ended, "reports/"), REPORT | {"outcome": "not_at_all"})

    assert [(code_of(one)[0], one.json()["errors"][0]["path"]) for one in (early, contrary)] == [
        (400, "period"),
        (400, "outcome"),
    ]


@pytest.mark.walk
def test_evidence_is_filed_returned_filed_again_and_accepted(world: World) -> None:
    licence = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()
    paula, otto = Caller(world.paula), Caller(world.otto)
    here = f"duties/{duty.pk}/"

    filed = paula.post(place(licence, f"{here}evidence/"), {"text": "Returned to Lviv"})
    returned = otto.post(place(licence, f"{here}return/"), {"reason": "The act is missing"})
    again = paula.post(
        place(licence, f"{here}evidence/"), {"text": "Here it is", "content": "QW4gYWN0", "file_name": "act.txt"}
    )
    accepted = otto.post(place(licence, f"{here}accept/"), {})

    states = [one.json()["conditions"][0]["due"][0]["state"] for one in (filed, returned, again, accepted)]
    assert states == ["filed", "open", "filed", "met"]
    assert code_of(paula.post(place(licence, f"{here}accept/"), {})) == (403, "not_allowed")
    assert code_of(Caller(world.rita).post(place(licence, f"{here}evidence/"), {"text": "x"})) == (404, "not_found")


def test_customs_reads_a_licence_without_its_reports_and_evidence(world: World) -> None:
    licence = issued(world, "2026-03-02", TRIAL)

    read = Caller(world.cus).get(place(licence)).json()

    assert (read["reports"], read["conditions"][0]["due"]) == ([], [])


@pytest.mark.walk
def test_a_condition_takes_a_report_line_by_line_and_an_officer_settles_what_differs(world: World) -> None:
    with at_time(at("2026-11-29")):
        licence = issue_reporting_licence(world)
        duty = list_duties(licence)[0]
        paula, otto = Caller(world.paula), Caller(world.otto)
        lines = [{"line": 1, "delivered": "9", "used": "8"}, {"line": 2, "delivered": "0", "used": "0"}]
        said = {"text": "As enclosed.", "until": str(duty.due_on), "lines": lines}

        bare = paula.post(place(licence, f"duties/{duty.pk}/evidence/"), {"text": "All is well."})
        filed = paula.post(place(licence, f"duties/{duty.pk}/evidence/"), said).json()
        settle = place(licence, f"differences/{filed['differences'][0]['id']}/settle/")
        too_early = code_of(otto.post(place(licence, f"duties/{duty.pk}/accept/")))
        proposed = otto.post(settle, {"outcome": "suspension", "reason": "One is unaccounted for."}).json()
        read = paula.get(place(licence)).json()

    due = filed["conditions"][0]["due"][0]
    assert code_of(bare) == (400, "invalid")
    assert (due["wants_report"], due["reported"]) == (True, {"until": str(duty.due_on), "lines": lines})
    assert [(one["measure"], one["reported"], one["cleared"]) for one in filed["differences"][0]["lines"]] == [
        ("delivered", "9", "10")
    ]
    assert too_early == (409, "wrong_state")
    assert proposed["differences"][0]["outcome"] == "suspension"
    assert (read["differences"][0]["outcome"], read["differences"][0]["reason"]) == (None, "")
