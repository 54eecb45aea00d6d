"""If-Match is compared on every operation that changes a case or a licence, and refused where there is nothing to compare."""

from __future__ import annotations

import json
import socket
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from licensing.acts.acting import now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.requests import drafting
from licensing.acts.signoff import positions
from licensing.api.http.preconditions import SUBJECTS
from licensing.models import Case, Event
from tests.api.calling import Caller, Operation, at, code_of, every_operation
from tests.world import World, approve

CHANGES = [one for one in every_operation() if one.spec.takes is not None]


def call(caller: Caller, operation: Operation, tag: str, **ids: object) -> Any:
    body = json.dumps(operation.spec.example or {}) if operation.method != "DELETE" else ""
    return caller.raw(operation.method, operation.path(**ids), body, if_match=tag)


@pytest.mark.walk
def test_another_revision_is_never_passed_over(world: World) -> None:
    """The revision is looked at before the person and the state: nobody may do all of these things to a licensed case."""
    licence = world.licence()
    callers = [Caller(person) for person in (world.otto, world.paula, world.cus)]
    ids = {"case_id": licence.case_id, "licence_id": licence.pk}
    before = Event.objects.count()

    answers = {
        str(operation): {code_of(call(caller, operation, '"r999"', **ids)) for caller in callers}
        for operation in CHANGES
        if "case_id" in operation.route or "licence_id" in operation.route
    }

    assert {name for name, codes in answers.items() if (412, "stale") not in codes} == set()
    assert Event.objects.count() == before
    assert len(answers) > 30


def test_what_has_no_revision_refuses_the_header(world: World) -> None:
    dora = Caller(world.dora)
    others = [one for one in CHANGES if not any(name in one.route for name in SUBJECTS)]

    refused = [call(dora, one, '"r1"', sitting_id=UUID(int=7), endpoint_id=UUID(int=7)) for one in others]

    assert {code_of(one) for one in refused} == {(400, "invalid")}
    assert {(error["path"], error["code"]) for one in refused for error in one.json()["errors"]} == {
        ("If-Match", "not_compared")
    }


def test_the_right_revision_and_a_star_pass(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    due_on = str(to_local_day(now()) + timedelta(days=9))

    taken = otto.post(at(case, "take-on/"), if_match=f'"r{case.revision}"')
    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due_on}, if_match="*")

    assert (taken.status_code, asked.status_code) == (200, 201)


def test_a_repeat_of_a_command_gets_its_answer_although_its_revision_is_old_by_now(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)
    sent = {"if_match": f'"r{case.revision}"', "idempotency_key": "once"}

    first, again = otto.post(at(case, "take-on/"), **sent), otto.post(at(case, "take-on/"), **sent)

    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")


def test_a_file_is_scanned_before_the_case_is_locked(real_world: World, settings: Settings, tmp_path: Path) -> None:
    case, tried = real_world.draft(), list[bool]()
    settings.MEDIA_ROOT = tmp_path
    sent = {"title": "A letter", "type": "other", "content": b64encode(b"I certify this.").decode(), "file_name": "a.txt"}
    with socket.create_server(("127.0.0.1", 0)) as scanner:
        settings.CLAMAV_ADDRESS = f"tcp://127.0.0.1:{scanner.getsockname()[1]}"
        thread = Thread(target=lambda: tried.append(_may_lock(case, scanner)))
        thread.start()
        answer = Caller(real_world.paula).post(at(case, "documents/"), sent, if_match=f'"r{case.revision}"')
        thread.join(30)

    assert (answer.status_code, tried) == (201, [True])


def _may_lock(case: Case, scanner: socket.socket) -> bool:
    """Whether somebody else gets the row of a case at once while the scanner reads a file, and then leaves it unread."""
    wire, _address = scanner.accept()
    with wire, transaction.atomic():
        free = Case.objects.filter(pk=case.pk).select_for_update(no_key=True, skip_locked=True).exists()
    connection.close()
    return free


def test_an_applicant_is_told_nothing_of_the_deliberation(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    refused = Caller(world.paula).post(at(case, "withdraw/"), {"reason": "x"}, if_match='"r1"')

    assert code_of(refused) == (412, "stale")
    assert {"current", "changed", "changes"} & refused.json().keys() == set()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_says_what_has_changed_since(real_world: World) -> None:
    """Acts are told apart by their transactions, so these are real ones."""
    world, case = real_world, real_world.draft()
    for sections in ({"title": "Another title"}, {"title": "A third", "end_use": {"purpose": "Training"}}):
        drafting.edit_case(case, world.paula, sections)

    refused = Caller(world.paula).patch(at(case), {"title": "Mine"}, if_match=f'"r{case.revision + 1}"').json()
    of_all = Caller(world.paula).patch(at(case), {"title": "Mine"}, if_match=f'"r{case.revision}"').json()

    assert (refused["current"], refused["changed"]) == (case.revision + 2, ["end_use", "title"])
    assert [(one["kind"], one["fields"]) for one in refused["changes"]] == [("case.edited", ["end_use", "title"])]
    assert [one["fields"] for one in of_all["changes"]] == [["title"], ["end_use", "title"]]


@pytest.mark.django_db(transaction=True)
def test_no_reminder_hides_what_changed_and_no_applicant_reads_the_deliberation(real_world: World) -> None:
    world, case = real_world, real_world.granted()
    reminders.send_due_reminders()

    mine = Caller(world.paula).post(at(case, "copy/"), if_match='"r1"').json()
    latest = Caller(world.otto).post(at(case, "take-on/"), if_match=f'"r{case.revision - 1}"').json()

    assert {"current", "changes"} & mine.keys() == set()
    assert "case.granted" in {one["kind"] for one in latest["changes"]}
