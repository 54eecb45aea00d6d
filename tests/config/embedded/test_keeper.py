from __future__ import annotations

import fcntl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.embedded import keeper
from config.embedded.server import KEEPER_LOCK, USERS_LOCK
from tests.waiting import wait_until_file_is_awaited


def test_it_stays_until_the_last_user_has_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "_LINGER_SECONDS", 0)
    with ThreadPoolExecutor(1) as elsewhere, (tmp_path / USERS_LOCK).open("wb") as user:
        fcntl.flock(user, fcntl.LOCK_SH)

        ended = elsewhere.submit(keeper.stop_when_unused, tmp_path)
        wait_until_file_is_awaited(tmp_path / USERS_LOCK)
        stayed = not ended.done()
        fcntl.flock(user, fcntl.LOCK_UN)

        ended.result(timeout=10)
    assert stayed


def test_a_second_keeper_of_a_folder_ends_at_once(tmp_path: Path) -> None:
    with (tmp_path / KEEPER_LOCK).open("wb") as first, (tmp_path / USERS_LOCK).open("wb") as user:
        fcntl.flock(first, fcntl.LOCK_EX)
        fcntl.flock(user, fcntl.LOCK_SH)

        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(keeper.stop_when_unused, tmp_path).result(timeout=10)
