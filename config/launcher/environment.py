"""The project's own Python environment, made on the first start and remembered by a digest afterwards. Stdlib only."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = ROOT / ".venv" / "bin" / "python"
RUNTIME: Final = ROOT / "requirements.txt"
DEVELOPMENT: Final = ROOT / "requirements-dev.txt"
# uv installs the rest four times faster than pip does; where it cannot be fetched, pip installs the same files.
_UV: Final = ROOT / "requirements-uv.txt"
_HELP: Final = """
The Python environment could not be made. On Debian and Ubuntu, `apt-get install python3-venv` gives what is missing.
"""


def prepare(requirements: Path) -> None:
    """Make `.venv` hold exactly what the requirements say, unless it already does."""
    with (ROOT / ".venv.lock").open("wb") as lock:
        # Two first starts at once would both install into the same folder.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_working():
            _say("Making the Python environment in .venv")
            _make_environment()
        if not _is_installed(requirements):
            _say(f"Installing what {requirements.name} names (once)")
            started = time.monotonic()
            _install(requirements)
            _stamp(requirements).write_text(_digest(requirements), encoding="utf-8")
            _say(f"Installed in {time.monotonic() - started:.0f} s")


def _is_working() -> bool:
    """False also when the Python it was made with has been replaced or removed."""
    if not PYTHON.exists():
        return False
    answer = subprocess.run([PYTHON, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, check=False)
    return answer.stdout.decode().strip() == str(sys.version_info[:2])


def _make_environment() -> None:
    shutil.rmtree(ROOT / ".venv", ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", ROOT / ".venv"], check=False)
    if made.returncode:
        shutil.rmtree(ROOT / ".venv", ignore_errors=True)
        raise SystemExit(_HELP)


def _is_installed(requirements: Path) -> bool:
    """The development set holds the runtime set too."""
    return any(
        stamp.exists() and stamp.read_text(encoding="utf-8") == _digest(wanted)
        for wanted in {requirements, DEVELOPMENT}
        for stamp in [_stamp(wanted)]
    )


def _stamp(requirements: Path) -> Path:
    return ROOT / ".venv" / f"{requirements.stem}.installed"


def _digest(requirements: Path) -> str:
    # With the platform, since a checkout may be shared with a container, where other wheels are needed.
    content = requirements.read_bytes() + sysconfig.get_platform().encode()
    return hashlib.sha256(content).hexdigest()


def find_uv() -> str | None:
    """The path of a working uv, installed into `.venv` where the machine has none; None where it cannot be fetched."""
    for uv in (shutil.which("uv"), shutil.which(PYTHON.parent / "uv")):
        if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
            return uv
    fetched = subprocess.run(_pip_install(_UV), capture_output=True, check=False)
    return str(PYTHON.parent / "uv") if fetched.returncode == 0 else None


def _install(requirements: Path) -> None:
    for command in _install_commands(requirements):
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            return
    raise SystemExit("The libraries could not be installed; the lines above say why. Is the package index reachable?")


def _install_commands(requirements: Path) -> list[list[str]]:
    """The commands to try in turn; each refuses a file whose hash is not among those that the requirements name."""
    by_pip = _pip_install(requirements)
    if os.environ.get("DOZVIL_INSTALLER") == "pip" or (uv := find_uv()) is None:
        return [by_pip]
    by_uv = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--require-hashes", "-r", str(requirements)]
    return [by_uv, by_pip]


def _pip_install(requirements: Path) -> list[str]:
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    return [*pip, "--require-hashes", "-r", str(requirements)]


def _say(sentence: str) -> None:
    print(f"[dozvil] {sentence}", file=sys.stderr, flush=True)
