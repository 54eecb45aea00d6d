"""Django's PostgreSQL backend, with the server started when the first connection is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base

from config.embedded.server import CannotStart, Server


@cache
def get_server(folder: Path) -> Server:
    """The one Server of this process for a folder, because it holds the lock that keeps PostgreSQL running."""
    return Server(folder)


class DatabaseWrapper(base.DatabaseWrapper):
    """Commands that need no database (help, checks) thus never start one."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, after starting the server where need be. Raises OperationalError when it cannot start."""
        try:
            get_server(self.settings_dict["EMBEDDED_FOLDER"]).ensure_running()
        except CannotStart as error:
            raise OperationalError(str(error)) from error
        return super().get_new_connection(conn_params)
