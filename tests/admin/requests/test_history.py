"""The history of a case: what happened, in the words of its reader."""

from __future__ import annotations

import pytest

from licensing.acts.acting import at_time
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.origin import Origin, from_origin
from licensing.acts.requests import amending, submission
from licensing.acts.signoff import positions
from licensing.admin.requests.history import build_lines, fold_reminders
from licensing.models import Case, Event, RoutingRow
from licensing.policy.record.event_kinds import EventKind
from tests.acts.clocks.local_time import at as on
from tests.admin.conftest import At, page_of, text_of
from tests.api.calling import new_account, new_system
from tests.world import REQUEST, World, approve


@pytest.mark.walk
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


@pytest.mark.walk
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


def test_reminders_in_a_row_are_one_line_that_opens(world: World, at: At) -> None:
    with at_time(on("2026-03-02")):
        case = world.accepted()
    for day in ("2026-04-09", "2026-04-16", "2026-04-27"):
        with at_time(on(day)):
            send_due_reminders()

    page = text_of(at(world.otto).get(page_of(case)))

    number = Event.objects.filter(case=case, kind=EventKind.REMINDER_DUE).count()
    assert number > 2
    assert f'<span class="dz-strong">{number} reminders</span>' in page
    assert "Legal time limit" in page[page.index("<summary>") : page.index("</summary>")]


def test_a_reminder_between_two_acts_stands_by_itself() -> None:
    kinds = ["case.accepted", "reminder.due", "case.edited", "reminder.due", "reminder.due", "case.submitted"]
    events = [Event(kind=kind, number=9 - place, data={}) for place, kind in enumerate(kinds)]

    lines = fold_reminders(build_lines(events))

    assert [(line.event.number, line.oldest.number, len(line.folded)) for line in lines] == [
        (9, 9, 0),
        (8, 8, 0),
        (7, 7, 0),
        (6, 5, 2),
        (4, 4, 0),
    ]


def test_a_case_says_which_program_did_something(world: World, at: At) -> None:
    case, program = world.ready(), new_system(account=new_account(world.partner), name="Order book")
    with from_origin(Origin(client=program.client_id)):
        submission.submit_case(case, world.paula, declared=True)

    assert "by the program <bdi>Order book</bdi>" in text_of(at(world.otto).get(page_of(case)))
    named = {line.event.kind: line.program for line in build_lines(Event.objects.filter(case=case))}
    assert (named["case.submitted"], named["document.attached"]) == ("Order book", "")
