"""Processes of their own on the database of the test, which a test may kill."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The address of the very database that this test uses."""
    given = connection.settings_dict
    host = urlencode({"host": given["HOST"]})
    password = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    port = f"&port={given['PORT']}" if given["PORT"] else ""
    return f"postgresql://{given['USER']}{password}@/{given['NAME']}?{host}{port}"


def environment(**variables: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"} | variables


def start_python(code: str, **variables: str) -> subprocess.Popen[str]:
    """Run a few lines with Django set up."""
    return start([sys.executable, "-c", f"import django; django.setup()\n{code}"], environment(**variables))


def start(command: list[str], variables: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def wait_for_end(process: subprocess.Popen[str], seconds: float = 60) -> tuple[int, str]:
    """How a process ended by itself, and what it said."""
    said, _ = process.communicate(timeout=seconds)
    return process.returncode, said
