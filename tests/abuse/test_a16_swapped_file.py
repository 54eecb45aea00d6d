"""A16: a file that is no longer the one that was attached is handed out by no entry point, and somebody hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.abuse.walking import signed_in
from tests.api.calling import Caller
from tests.world import World


def test_no_door_hands_out_a_file_that_was_swapped(
    world: World, settings: LazySettings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MEDIA_ROOT = tmp_path
    case = world.filed()
    document = case.documents.all()[0]
    stored = Path(document.file.path)
    stored.chmod(0o600)
    stored.write_bytes(b"Something else entirely")

    with caplog.at_level("ERROR"):
        answers = [
            signed_in(world.paula).get(f"/cases/{case.pk}/documents/{document.pk}/"),
            signed_in(world.otto).get(f"/admin/licensing/case/{case.pk}/documents/{document.pk}/"),
            Caller(world.paula).get(f"cases/{case.pk}/documents/{document.pk}/"),
        ]

    assert [one.status_code for one in answers] == [409, 409, 409]
    assert not any(b"Something else" in one.content for one in answers)
    alarms = [record for record in caplog.records if record.name == "licensing.acts.documents.files"]
    assert [getattr(record, "document", None) for record in alarms] == [str(document.pk)] * 3
    assert document.file_name not in caplog.text
