"""A request filed, accepted, sent back and withdrawn: its clocks, its questions and its route."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.reference.procedures import build_procedure_document, store_procedure
from licensing.acts.requests import questions, submission
from licensing.errors import Invalid
from licensing.models import Case, Reminder
from tests.acts.clocks.local_time import accepted_on, at, due_on
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


def test_the_legal_clock_starts_when_the_file_is_complete(world: World) -> None:
    case = accepted_on(world, "2026-03-02")

    assert due_on(case) == date(2026, 4, 16)


def test_a_request_that_came_back_goes_on_where_its_clock_stood(world: World) -> None:
    case = accepted_on(world, "2026-03-02")
    with at_time(at("2026-03-10")):
        submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")
    with at_time(at("2026-03-20")):
        submission.submit_case(case, world.paula, declared=True)
        submission.accept_case(case, world.otto)

    assert due_on(case) == date(2026, 4, 26)


def test_a_returned_case_does_not_wait_for_its_open_question(world: World) -> None:
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=200))
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")
    submission.submit_case(case, world.paula, declared=True)
    submission.accept_case(case, world.otto)

    assert not case.clocks.get(kind="legal").pauses.filter(until=None).exists()
    assert not Reminder.objects.owed().filter(case=case, question__isnull=False).exists()


def test_a_returned_case_keeps_its_version_of_the_procedure(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT)
    case = world.accepted()
    before = case.procedure
    assert before is not None
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")
    store_procedure(build_procedure_document(before) | {"version": 2})

    submission.submit_case(case, world.paula, declared=True)
    submission.accept_case(case, world.otto)

    assert Case.objects.get(pk=case.pk).procedure == before


def test_a_request_is_returned_on_known_grounds_alone(world: World) -> None:
    case = world.filed()

    with pytest.raises(Invalid) as refused:
        submission.send_back_case(case, world.otto, grounds=["N01", "N99"], reason="The route is missing")

    assert [gap.path for gap in refused.value.gaps] == ["grounds.1"]
    assert Case.objects.get(pk=case.pk).state == "submitted"
