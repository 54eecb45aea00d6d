"""`./run VERB`: make the environment, then hand over to the program that does the work. Stdlib only."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from config.launcher import environment
from config.launcher.environment import DEVELOPMENT, PYTHON, ROOT, RUNTIME

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PRODUCTION: Final = {
    "DOZVIL_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "dozvil.example.org",
    "DATABASE_URL": "postgresql://dozvil:unused@localhost/dozvil",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_HOST": "localhost",
}


@dataclass(frozen=True)
class Verb:
    """One thing that ./run can do."""

    does: Callable[[Sequence[str]], int]
    needs: str
    help: str


def main(arguments: list[str]) -> int:
    name, *rest = arguments if arguments and not arguments[0].startswith("-") else ["demo", *arguments]
    if name == "help" or arguments[:1] in (["-h"], ["--help"]):
        return _help()
    if name not in VERBS:
        print(f"There is no verb {name!r}.\n", file=sys.stderr)
        _help()
        return 2
    verb = VERBS[name]
    environment.prepare(DEVELOPMENT if verb.needs == "development" else RUNTIME)
    return verb.does(rest)


def _help() -> int:
    print("./run [VERB] [arguments]\n")
    for name, verb in VERBS.items():
        print(f"  ./run {name:<8} {verb.help}")
    return 0


def demo(arguments: Sequence[str]) -> int:
    return _become(["-m", "config.launcher.demo", *arguments], DOZVIL_ENV="demo")


def alarms(arguments: Sequence[str]) -> int:
    return _become(["-m", "config.launcher.alarms", *arguments])


def manage(arguments: Sequence[str]) -> int:
    return _become(["manage.py", *arguments], DOZVIL_ENV=os.environ.get("DOZVIL_ENV", "demo"))


def test(arguments: Sequence[str]) -> int:
    # One more than there are processors: some tests wait for a program, a lock or a slow receiver.
    workers = str((os.cpu_count() or 2) + 1)
    return _become(["-m", "pytest", "-n", workers, "--dist", "loadgroup", *arguments], DOZVIL_ENV="test")


def check(arguments: Sequence[str]) -> int:
    """Everything that a machine can say about the code without running it; nothing is skipped after a fault."""
    outcomes = [_checked(*command) for command in _checks()]
    print("\n" + "\n".join(f"{'ok    ' if good else 'FAILED'}  {what}" for what, good in outcomes))
    return 0 if all(good for _, good in outcomes) else 1


def browser(arguments: Sequence[str]) -> int:
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        return _missing("a Chromium browser", "chromium")
    return _folder("tests/browser", arguments, CHROMIUM=chromium)


def faults(arguments: Sequence[str]) -> int:
    if shutil.which("redis-server") is None:
        return _missing("redis-server", "redis-server")
    if not (ROOT / "tests" / "faults").is_dir():
        return _absent("tests/faults")
    return _become(["-m", "tests.faults", *arguments])


def fuzz(arguments: Sequence[str]) -> int:
    return _folder("tests/fuzz", arguments)


def bench(arguments: Sequence[str]) -> int:
    if not (ROOT / "bench").is_dir():
        return _absent("bench")
    return _become(["-m", "bench", *arguments], DOZVIL_ENV="test")


VERBS: Final = {
    "demo": Verb(demo, "runtime", "start the demo and print its address (also without a verb); --port N"),
    "test": Verb(test, "development", "the default tests, in parallel; arguments go to pytest"),
    "check": Verb(check, "development", "format, lint, import floors, types, migrations, production settings"),
    "alarms": Verb(alarms, "runtime", "worker and beat together, by the settings of the environment, until Ctrl-C"),
    "manage": Verb(manage, "runtime", "manage.py, such as: ./run manage verify"),
    "browser": Verb(browser, "development", "journeys through the real pages in Chromium"),
    "faults": Verb(faults, "development", "kill -9 anything at random, and check that nothing was lost or doubled; --planted"),
    "fuzz": Verb(fuzz, "development", "inputs made up from the published API contract"),
    "bench": Verb(bench, "development", "what speed costs, as ratios to a floor"),
}


def _checks() -> list[tuple[str, list[str], dict[str, str]]]:
    test_settings = {"DOZVIL_ENV": "test"}
    return [
        ("formatting (ruff format)", ["python", "-m", "ruff", "format", "--check", "."], {}),
        ("templates (djangofmt)", ["djangofmt", "--check", "templates"], {}),
        ("lint (ruff)", ["python", "-m", "ruff", "check", "."], {}),
        (
            "floors of the house (import-linter)",
            ["python", "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"],
            {},
        ),
        ("types (mypy --strict)", ["python", "-m", "mypy"], test_settings),
        ("migrations match the models", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], test_settings),
        ("production settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], _PRODUCTION),
    ]


def _checked(what: str, command: Sequence[str], variables: dict[str, str]) -> tuple[str, bool]:
    print(f"\n== {what}", flush=True)
    program, *arguments = command
    done = subprocess.run([PYTHON.parent / program, *arguments], cwd=ROOT, env=os.environ | variables, check=False)
    return what, done.returncode == 0


def _folder(folder: str, arguments: Sequence[str], **variables: str) -> int:
    if not (ROOT / folder).is_dir():
        return _absent(folder)
    return _become(["-m", "pytest", folder, *arguments], DOZVIL_ENV="test", **variables)


def _become(command: Sequence[str], **variables: str) -> int:
    """Take the place of this process, so that signals reach the program itself."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], os.environ | variables)  # noqa: S606 (never returns)


def _missing(what: str, package: str) -> int:
    print(f"This needs {what} on the path. On Debian and Ubuntu: apt-get install {package}", file=sys.stderr)
    return 3


def _absent(folder: str) -> int:
    print(f"This copy of Dozvil has no {folder}/ to run.", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
