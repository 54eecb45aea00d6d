"""Heads of the chain that are kept outside the database, and what happens when the chain no longer holds one."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from licensing.acts.acting import database_now
from licensing.acts.record.heads import (
    KeptHead,
    check_place,
    find_broken_head,
    keep_head,
    raise_alarm_if_broken,
    read_heads,
    resume_record,
)
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import drafting
from licensing.errors import ReadOnly
from licensing.models import Alarm, Event
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind
from tests.acts.record.spoiling import spoil
from tests.world import World


@pytest.fixture
def outside(settings: LazySettings, tmp_path: Path) -> Path:
    settings.RECORD_HEADS = tmp_path / "heads"
    return tmp_path / "heads" / "heads.jsonl"


def test_each_head_is_appended_once(world: World, outside: Path) -> None:
    world.filed()

    first, again = keep_head(), keep_head()
    world.draft()
    second = keep_head()

    last = Event.objects.order_by("-number")[0]
    assert again is None
    assert read_heads() == [first, second] == [first, KeptHead(last.number, last.digest)]
    assert outside.stat().st_mode & 0o077 == 0


def test_an_empty_chain_has_no_head_to_keep(db: None, outside: Path) -> None:
    assert keep_head() is None
    assert read_heads() == []


def test_a_line_that_was_cut_off_is_passed_over(world: World, outside: Path) -> None:
    world.draft()
    kept = keep_head()
    with outside.open("a") as file:
        file.write('{"number": 12, "dig')

    assert read_heads() == [kept]


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe",
        b"[]",
        b'{"number": Infinity, "digest": "a"}',
        b'{"number": 99999999999999999999, "digest": "%s"}' % (b"a" * 64),
        b'{"number": 1, "digest": 7}',
        b'{"given_up": 1}',
        b'{"given_up": "1", "digest": "", "at": "", "because": ""}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_was_damaged_spoils_no_other(world: World, outside: Path, line: bytes) -> None:
    world.draft()
    kept = keep_head()
    outside.write_bytes(line + b"\n" + outside.read_bytes())

    assert read_heads() == [kept]
    assert not raise_alarm_if_broken()


def test_a_place_is_tried_without_leaving_anything_there(outside: Path) -> None:
    check_place()

    assert list(outside.parent.iterdir()) == []
    outside.mkdir()
    with pytest.raises(IsADirectoryError):
        check_place()


def test_a_chain_that_was_rewritten_is_found_by_verification_and_stops_every_act(world: World, outside: Path) -> None:
    case = world.filed()
    kept = keep_head()
    assert kept is not None
    spoil("UPDATE licensing_event SET digest = repeat('0', 64) WHERE number = %s", kept.number)

    assert find_broken_head(read_heads()) == kept
    assert raise_alarm_if_broken()
    assert Alarm.objects.get().sentence == "This event is not the one whose digest was kept outside."
    assert keep_head() is None
    with pytest.raises(ReadOnly):
        drafting.create_case(world.paula, {"kind": case.kind_id})


def test_verification_names_a_head_that_the_chain_does_not_reach(world: World, outside: Path) -> None:
    world.draft()
    number = Event.objects.count()
    outside.parent.mkdir()
    outside.write_text(f'{{"number": {number + 7}, "digest": "{"a" * 64}"}}\n')

    fault = verify_record().fault

    assert fault is not None
    assert fault.where == f"event {number + 7}"
    assert fault.sentence == f"The chain ends at {number}, but went to {number + 7} when its head was kept outside."


def test_after_the_owner_has_settled_it_acts_are_written_again_and_the_loss_stays_on_record(
    world: World, outside: Path
) -> None:
    world.draft()
    outside.parent.mkdir()
    outside.write_text(f'{{"number": 700, "digest": "{"a" * 64}"}}\n')
    assert raise_alarm_if_broken()

    assert resume_record(because="Restored from the backup of Monday.") == 1

    world.draft()
    event = Event.objects.get(kind="record.resumed")
    assert event.data == {"heads": [f"700:{'a' * 64}"], "reason": "Restored from the backup of Monday."}
    assert not raise_alarm_if_broken()
    report = verify_record()
    assert report.fault is None
    [remark] = report.remarks
    assert remark.startswith(f"The head 700:{'a' * 64} was given up at ")
    assert remark.endswith(": Restored from the backup of Monday.")


def test_an_event_inside_a_rewritten_chain_gives_no_kept_head_up(world: World, outside: Path) -> None:
    world.filed()
    kept = keep_head()
    assert kept is not None
    spoil("UPDATE licensing_event SET digest = repeat('0', 64) WHERE number = %s", kept.number)
    by_forger = PendingEvent(EventKind.RECORD_RESUMED, data={"heads": [str(kept)], "reason": "Nothing to see."})
    with transaction.atomic():
        Event.objects.chain([by_forger], None, at=database_now())

    assert find_broken_head(read_heads()) == kept
    assert raise_alarm_if_broken()


def test_a_head_that_is_kept_again_after_it_was_given_up_counts_again(world: World, outside: Path) -> None:
    outside.parent.mkdir()
    kept = f'{{"number": 700, "digest": "{"a" * 64}"}}\n'
    given_up = f'{{"given_up": 700, "digest": "{"a" * 64}", "at": "2026-11-29", "because": "A backup."}}\n'

    outside.write_text(kept + given_up)
    assert read_heads() == []

    outside.write_text(kept + given_up + kept)
    assert read_heads() == [KeptHead(700, "a" * 64)]
