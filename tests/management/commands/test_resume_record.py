"""`resume_record` settles an alarm about the record, with a reason."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from licensing.acts.record.heads import raise_alarm_if_broken
from licensing.models import Alarm


def test_the_alarm_is_settled_with_its_reason(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.RECORD_HEADS = tmp_path
    (tmp_path / "heads.jsonl").write_text(f'{{"number": 700, "digest": "{"a" * 64}"}}\n')
    assert raise_alarm_if_broken()
    out = StringIO()

    call_command("resume_record", because="Restored from Monday's backup.", stdout=out)

    assert out.getvalue() == "Acts are written again. Heads kept outside that were given up: 1.\n"
    assert Alarm.objects.get().settled_because == "Restored from Monday's backup."


def test_a_reason_is_needed(db: None) -> None:
    with pytest.raises(CommandError, match="Say why"):
        call_command("resume_record", because=" ")
