"""Settings of the tests and of mypy: the same file, told that nothing here is real."""

import os

os.environ["DOZVIL_ENV"] = "test"

from config.settings import *  # noqa: F403
