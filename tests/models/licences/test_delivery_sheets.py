"""What has left as a sheet: of one licence, or under an authorisation, for whoever may see it, and as spreadsheets read it."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from licensing.acts.licences import ledger
from licensing.models import Case, Licence, User
from tests.parents import grant_framework, yearly
from tests.signing_in import sign_in
from tests.world import World, clearance


def _deliver_twice(world: World) -> tuple[Case, list[Licence]]:
    """A framework under which two licences have delivered, the first with an entry that was reversed."""
    framework = grant_framework(world)
    granted = [world.granted(title=title, **yearly(framework, quantity="100")) for title in ("First", "Second")]
    licences = [Licence.objects.get(case=case) for case in granted]
    entry = ledger.draw_down_licence(licences[0], world.cus, clearance("m-1", 30))
    ledger.reverse_usage(licences[0], world.cus, entry.pk, message_id="m-2")
    ledger.draw_down_licence(licences[1], world.cus, clearance("=m-3", 20))
    return framework, licences


def _read(user: User, address: str) -> tuple[int, list[dict[str, Any]]]:
    client = Client()
    sign_in(client, user)
    answer = client.get(address)
    assert answer.status_code != 200 or "attachment" in answer["Content-Disposition"]
    return answer.status_code, list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.walk
def test_every_entry_under_a_framework_is_a_line_for_its_holder_and_the_desk(world: World) -> None:
    framework, (first, second) = _deliver_twice(world)

    for user, address in (
        (world.paula, f"/cases/{framework.pk}/deliveries.csv"),
        (world.otto, f"/admin/licensing/case/{framework.pk}/deliveries.csv"),
    ):
        _status, rows = _read(user, address)
        assert [(one["licence"], one["quantity"], one["left_after"], one["reverses"]) for one in rows] == [
            (first.number, "30.000", "70.000", ""),
            (first.number, "-30.000", "100.000", "m-1"),
            (second.number, "20.000", "80.000", ""),
        ]
        assert {(one["year"], one["unit"], one["line"]) for one in rows} == {("2", "NAR", "1")}
        # A text that a spreadsheet program would take for a formula.
        assert rows[2]["message"] == "'=m-3"


def test_a_licence_gives_its_own_entries_alone(world: World) -> None:
    _framework, (first, second) = _deliver_twice(world)

    for user, stem in ((world.paula, "/licences"), (world.otto, "/admin/licensing/licence")):
        assert [one["message"] for one in _read(user, f"{stem}/{first.pk}/deliveries.csv")[1]] == ["m-1", "m-2"]
        assert [one["declaration"] for one in _read(user, f"{stem}/{second.pk}/deliveries.csv")[1]] == ["D-=m-3"]


def test_who_may_not_see_it_and_what_nothing_draws_on_answer_alike(world: World) -> None:
    framework, (first, _second) = _deliver_twice(world)

    assert {
        _read(world.rita, f"/cases/{framework.pk}/deliveries.csv")[0],
        _read(world.rita, f"/licences/{first.pk}/deliveries.csv")[0],
        _read(world.paula, f"/cases/{first.case_id}/deliveries.csv")[0],
        _read(world.otto, f"/admin/licensing/case/{first.case_id}/deliveries.csv")[0],
        _read(world.mira, f"/admin/licensing/licence/{first.pk}/deliveries.csv")[0],
    } == {404}
