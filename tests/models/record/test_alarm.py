"""An alarm about the record is raised once for each kept head, and is open until its owner settles it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.models import Alarm


def test_an_alarm_is_open_until_it_is_settled(db: None) -> None:
    alarm = Alarm.objects.create(raised_at=timezone.now(), sentence="Behind.", number=7, digest="a" * 64)
    assert list(Alarm.objects.open()) == [alarm]
    assert str(alarm) == "7 aaaaaaaaaaaa"

    Alarm.objects.open().update(settled_at=timezone.now())

    assert not Alarm.objects.open().exists()


def test_a_head_alarms_once_until_it_is_settled(db: None) -> None:
    Alarm.objects.create(raised_at=timezone.now(), sentence="Behind.", number=7, digest="a" * 64)

    with pytest.raises(IntegrityError, match="open_alarm_once_per_kept_head"), transaction.atomic():
        Alarm.objects.create(raised_at=timezone.now(), sentence="Behind.", number=7, digest="a" * 64)

    Alarm.objects.open().update(settled_at=timezone.now())
    Alarm.objects.create(raised_at=timezone.now(), sentence="Behind again.", number=7, digest="a" * 64)

    assert Alarm.objects.open().count() == 1
