"""Which stage this is, what kind of process, and where its files lie; every other part reads these."""

from __future__ import annotations

import os
from pathlib import Path

from config.env import Environment

ROOT = Path(__file__).resolve().parents[2]
env = Environment(os.environ)

STAGE = env.read_choice("DOZVIL_ENV", ("production", "demo", "test"), "production")
PRODUCTION = STAGE == "production"
DEMO = STAGE == "demo"
TEST = STAGE == "test"
# Set by the entry points of a process (wsgi.py, celery.py): a web request must be quick, a migration may take its time.
PROCESS = env.read_choice("DOZVIL_PROCESS", ("web", "worker", "manage"), "manage")
VAR = env.read_path("DOZVIL_VAR", ROOT / "var")
