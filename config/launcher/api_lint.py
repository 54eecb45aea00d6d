"""The published contract held against the recommended rules of two linters, Spectral and Redocly: `./run check API`.

They are programs for Node.js. `npm ci` installs the very versions of `.ci/api-lint/package-lock.json` into var/, once.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from config.launcher.environment import PYTHON, ROOT

RULES: Final = ROOT / ".ci" / "api-lint"
_PACKAGES: Final = ("package.json", "package-lock.json")
_QUIET: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "SCARF_ANALYTICS": "false"}
_WITHOUT_NODE: Final = (
    "The linters of the API's contract need Node.js 18.18 or later with npm, and found none on the path.\n"
    "On Debian and Ubuntu: apt-get install nodejs npm"
)


def main() -> int:
    """Lint the contract of this very code; 0 when nothing is found, 3 when there is no Node.js to do it with."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        print(_WITHOUT_NODE, file=sys.stderr)
        return 3
    folder = install_linters(npm)
    contract = write_contract(folder)
    outcomes = [
        run_linter(folder, "spectral", "lint", "--ruleset", RULES / "spectral.yaml", "--fail-severity", "hint", contract),
        run_linter(folder, "redocly", "lint", "--config", RULES / "redocly.yaml", contract),
    ]
    return max(outcomes)


def install_linters(npm: str) -> Path:
    """The folder under var/ with both linters, installed unless they are there already; named by what is locked."""
    digest = hashlib.sha256(b"".join((RULES / name).read_bytes() for name in _PACKAGES)).hexdigest()[:16]
    folder = ROOT / "var" / "api-lint" / digest
    if not (folder / "installed").exists():
        shutil.rmtree(folder.parent, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in _PACKAGES:
            shutil.copy(RULES / name, folder)
        # Without scripts: some packages would run a program of theirs while they are installed.
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=folder, check=True)
        (folder / "installed").touch()
    return folder


def write_contract(folder: Path) -> Path:
    """The contract as the API serves it, as a file for the linters."""
    contract = folder / "openapi.json"
    command = ["manage.py", "spectacular", "--generator-class", "licensing.api.http.schema.ContractGenerator"]
    options = ["--format", "openapi-json", "--file", str(contract)]
    subprocess.run([PYTHON, *command, *options], cwd=ROOT, check=True)
    return contract


def run_linter(folder: Path, name: str, *arguments: str | Path) -> int:
    """The exit status of a linter; it prints what it finds."""
    program = folder / "node_modules" / ".bin" / name
    return subprocess.run([program, *arguments], cwd=folder, env=os.environ | _QUIET, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
