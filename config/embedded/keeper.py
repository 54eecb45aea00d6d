"""`python -m config.embedded.keeper FOLDER`: stop the embedded PostgreSQL when nobody uses it any more."""

from __future__ import annotations

import fcntl
import sys
import time
from pathlib import Path

from config.embedded.server import KEEPER_LOCK, USERS_LOCK, Server

# Commands often follow one another; stopping between them would cost each a start.
_LINGER_SECONDS = 3


def stop_when_unused(folder: Path) -> None:
    """Wait until no process uses the server of a folder, and stop it. Returns at once if another keeper waits already."""
    with (folder / KEEPER_LOCK).open("wb") as mine:
        try:
            fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        server = Server(folder)
        while folder.exists():
            _wait_for_the_last_user(folder)
            time.sleep(_LINGER_SECONDS)
            if server.stop_if_unused():
                return


def _wait_for_the_last_user(folder: Path) -> None:
    # Users hold a shared lock on this file; an exclusive one is granted when the last of them has ended, however it ended.
    with (folder / USERS_LOCK).open("wb") as users:
        fcntl.flock(users, fcntl.LOCK_EX)


if __name__ == "__main__":
    stop_when_unused(Path(sys.argv[1]))
