"""Stored facts that no longer agree with their events or with each other are found."""

from __future__ import annotations

from pathlib import Path

from django.conf import LazySettings
from django.core.files.storage import default_storage

from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.record.report import Fault
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import drafting, submission
from licensing.models import Clock
from tests.acts.record.spoiling import find_fault, spoil
from tests.acts.requests.test_advice import ELSEWHERE, ROUTE
from tests.world import World, clearance


def test_a_moved_deadline_is_found(world: World) -> None:
    world.accepted()
    clock = Clock.objects.get(kind="legal")

    spoil("UPDATE licensing_clock SET due_at = due_at + interval '1 day' WHERE kind = 'legal'")

    fault = find_fault()
    assert fault is not None
    assert fault.where == f"clock {clock.pk}"


def test_a_state_without_its_event_is_found(world: World) -> None:
    case = world.granted()

    spoil("UPDATE licensing_case SET state = 'refused'")

    fault = find_fault()
    assert fault is not None
    assert str(case.reference) in fault.where
    assert fault.sentence == "It stands at “refused”, but its events lead to “granted”."


def test_a_ledger_that_does_not_add_up_is_found(world: World) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("1", 3))

    spoil("UPDATE licensing_licenceline SET used = 2 WHERE number = 1")

    fault = find_fault()
    assert fault is not None
    assert fault.where == f"line 1 of licence {licence}"


def test_an_explanation_that_was_changed_afterwards_is_found(world: World) -> None:
    case = world.ready()
    drafting.edit_case(case, world.paula, {"route": ROUTE})
    submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: "Our depot is in Riga."})
    assert find_fault() is None

    spoil("UPDATE licensing_filedfinding SET explanation = 'Nothing to explain'")

    fault = find_fault()
    assert fault is not None
    assert fault.where == f"version 1 of case {case.pk}"


def test_a_swapped_file_is_found_when_files_are_read(world: World, settings: LazySettings, tmp_path: Path) -> None:
    # A store of its own: other tests of this process read the files of the common scenes.
    settings.MEDIA_ROOT = tmp_path
    document = world.ready(title="Stored apart").documents.order_by("pk")[0]
    default_storage.delete(document.file.name)

    report = verify_record(with_files=True)

    assert find_fault() is None
    assert report.fault == Fault(f"document {document.pk}", "The stored file is gone.")
