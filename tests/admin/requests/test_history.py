"""The history of a case: what happened, in the words of its reader."""

from __future__ import annotations

from licensing.acts.requests import amending
from licensing.acts.signoff import positions
from licensing.admin.requests.history import build_lines
from licensing.models import Case, Event, RoutingRow
from tests.admin.conftest import At, page_of, text_of
from tests.world import REQUEST, World, approve


def test_a_case_says_why_these_bodies_and_what_happened_without_codes(world: World, at: At) -> None:
    RoutingRow.objects.filter(code="tests").update(when={"tier": "europe", "country": "EE"}, flags=["large_value"])
    case = world.accepted()

    page = text_of(at(world.otto).get(page_of(case)))

    expected = (
        "(partner tier: Europe; country: Estonia).",
        "a large value",
        "seats: MoD, General Staff, MFA",
        "stage: Ministries",
    )
    assert [one for one in expected if one not in page] == []


def test_a_case_says_which_change_voided_a_position(world: World, at: At) -> None:
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    items = [REQUEST["items"][0] | {"serial_numbers": "0001", "quantity": "60"}, REQUEST["items"][1]]
    amending.amend_case(Case.objects.get(pk=case.pk), world.paula, {"items": items}, reason="We need more")

    page = text_of(at(world.otto).get(page_of(case)))

    assert "item / 1 / quantity: 40 → 60" in page
    assert "item / 1 / Serial numbers: none → 0001" in page


def test_a_reminder_says_what_it_reminds_of_and_no_code(world: World) -> None:
    reminder = Event(kind="reminder.due", data={"rule": "need_statement_overdue", "about": "need:1"})

    line = build_lines([reminder])[0]

    assert line.details == [("rule", "Statement of domestic need")]
