"""Settings of the tests and of mypy: the same file, told that nothing here is real."""

import os

os.environ["DOZVIL_ENV"] = "test"

from config.settings import *  # noqa: F403

# Databases of tests come and go: no process may find the heads of another's.
RECORD_HEADS = VAR / "heads" / str(os.getpid())  # noqa: F405
