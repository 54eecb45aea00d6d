"""A scene from memory is what the acts would make, and memory is not asked where something else was written before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.record.verification import verify_record
from licensing.models import Case, Licence
from tests.by_hand import by_hand
from tests.scenes import SCENES, Rows, _dump, _tables
from tests.world import World, open_world

MARCH = datetime.fromisoformat("2026-03-02T12:00:00+02:00")


def test_two_scenes_from_memory_are_row_by_row_what_the_acts_wrote(db: None) -> None:
    def play() -> Rows:
        with transaction.atomic(), open_world() as world:
            with at_time(MARCH):
                world.granted(title="Remembered")
            world.with_need()
            rows = _dump(_tables(), {})
            assert verify_record().fault is None
            transaction.set_rollback(True)
        return rows

    by_acts, remembered = play(), len(SCENES.kept)
    from_memory = play()

    assert from_memory == by_acts
    assert len(SCENES.kept) == remembered


def test_after_a_row_that_a_test_wrote_the_acts_are_carried_out(world: World) -> None:
    world.licence()
    remembered = len(SCENES.kept)
    with by_hand():
        Licence.objects.update(state_reason="Written by a test.")

    case = world.accepted()

    assert not SCENES.is_untouched
    assert len(SCENES.kept) == remembered
    assert Case.objects.get(pk=case.pk).state == "ministry_review"


def test_a_scene_of_yesterday_is_not_put_back_today(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def play() -> int:
        with transaction.atomic(), open_world() as world:
            world.draft(title="Begun before midnight")
            transaction.set_rollback(True)
        return len(SCENES.kept)

    today, again = play(), play()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert again == today
    assert play() > today


def test_a_scene_is_known_by_its_moment_and_by_what_is_asked(world: World) -> None:
    with at_time(MARCH):
        first = world.filed()
        second = world.filed(title="Another")

    assert [case.submitted_at for case in (first, second)] == [MARCH, MARCH]
    assert [case.title for case in (first, second)] == ["Forty reconnaissance UAVs", "Another"]
    third = world.filed()
    assert third.submitted_at is not None
    assert third.submitted_at > MARCH


def test_a_scene_is_known_by_who_stands_in_whose_place(db: None) -> None:
    def play(*, rita_files: bool) -> str:
        with transaction.atomic(), open_world() as world:
            case = (replace(world, paula=world.rita) if rita_files else world).draft(title="Filed by one of two")
            who = str(case.created_by.name)
            transaction.set_rollback(True)
        return who

    assert [play(rita_files=one) for one in (False, True, False)] == ["Paula", "Rita", "Paula"]
