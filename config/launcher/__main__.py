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
# One more than there are processors: some tests wait for a program, a lock or a slow receiver.
_WORKERS: Final = str((os.cpu_count() or 2) + 1)
# loadgroup keeps tests marked with one xdist_group in one worker, and those of one file but for walks (tests/conftest.py). The
# plugins left out come with libraries of other suites, and every worker would take half a second to load them.
_IN_PARALLEL: Final = ("-n", _WORKERS, "--dist", "loadgroup", "-p", "no:schemathesis", "-p", "no:anyio")
# One resolution for Python 3.11 and later on every system; an older lock keeps its versions unless --upgrade is given.
_LOCK: Final = (
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-annotate", "--custom-compile-command", "./run lock"),
)
_LOCKS: Final[dict[str, tuple[str, ...]]] = {
    "requirements.txt": ("pyproject.toml",),
    "requirements-dev.txt": ("--extra", "dev", "--constraints", "requirements.txt", "pyproject.toml"),
    "requirements-uv.txt": ("--group", "installer"),
}
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
    """Run a verb, `demo` where none is given; returns the exit status, 2 for an unknown verb."""
    name, *rest = arguments if arguments and not arguments[0].startswith("-") else ["demo", *arguments]
    if name == "help" or arguments[:1] in (["-h"], ["--help"]):
        return _print_help()
    if name not in VERBS:
        print(f"There is no verb {name!r}.\n", file=sys.stderr)
        _print_help()
        return 2
    verb = VERBS[name]
    environment.prepare(DEVELOPMENT if verb.needs == "development" else RUNTIME)
    return verb.does(rest)


def _print_help() -> int:
    print("./run [VERB] [arguments]\n")
    for name, verb in VERBS.items():
        print(f"  ./run {name:<8} {verb.help}")
    print(f"  ./run {'help':<8} list these verbs")
    return 0


def run_demo(arguments: Sequence[str]) -> int:
    return _replace_process(["-m", "config.launcher.demo", *arguments], DOZVIL_ENV="demo")


def run_alarms(arguments: Sequence[str]) -> int:
    return _replace_process(["-m", "config.launcher.alarms", *arguments])


def run_manage(arguments: Sequence[str]) -> int:
    return _replace_process(["manage.py", *arguments], DOZVIL_ENV=os.environ.get("DOZVIL_ENV", "demo"))


def run_tests(arguments: Sequence[str]) -> int:
    return _run_pytest([*_IN_PARALLEL, "-m", "not walk", *arguments])


def run_walks(arguments: Sequence[str]) -> int:
    """Run the tests that take longest: walks through every page, row or day, stories, programs; and properties anew, harder."""
    profile = os.environ.get("HYPOTHESIS_PROFILE", "walk")
    return _run_pytest([*_IN_PARALLEL, "-m", "walk or hypothesis", *arguments], HYPOTHESIS_PROFILE=profile)


def run_races(arguments: Sequence[str]) -> int:
    """Run acts against each other in real threads, each race a few times, or RACES times."""
    return _run_pytest(["tests/races", *_IN_PARALLEL, *arguments])


def run_checks(arguments: Sequence[str]) -> int:
    """Run every static check, or those whose name holds one of the words given; none is skipped after a failure."""
    wanted = [one for one in _list_checks() if not arguments or any(word in one[0] for word in arguments)]
    if not wanted:
        print("There is no such check. The checks are:\n  " + "\n  ".join(name for name, *_ in _list_checks()), file=sys.stderr)
        return 2
    outcomes = [_run_check(*command) for command in wanted]
    print("\n" + "\n".join(f"{'ok    ' if good else 'FAILED'}  {what}" for what, good in outcomes))
    return 0 if all(good for _, good in outcomes) else 1


def run_browser_tests(arguments: Sequence[str]) -> int:
    """Run the tests in a real browser; status 3 when there is no Chromium on the path or in CHROMIUM."""
    chromium = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        return _report_missing("a Chromium browser", "chromium")
    return _run_pytest(["tests/browser", "-n", str(os.cpu_count() or 2), *arguments], CHROMIUM=chromium)


def run_fault_tests(arguments: Sequence[str]) -> int:
    """Run the fault injection; status 3 when there is no redis-server, which it kills like everything else."""
    if shutil.which("redis-server") is None:
        return _report_missing("redis-server", "redis-server")
    return _replace_process(["-m", "tests.faults", *arguments], **_keep_bytecode())


def run_fuzz_tests(arguments: Sequence[str]) -> int:
    return _run_pytest(["tests/fuzz", "-n", _WORKERS, *arguments])


def run_benchmarks(arguments: Sequence[str]) -> int:
    """Measure pages beside many cases, and how long acts hold the chain: one by one, or they would measure each other."""
    return _run_pytest(["tests/size", "-n", "0", "-q", "-s", "-p", "no:logging", *arguments])


def build_docs(arguments: Sequence[str]) -> int:
    """Run mkdocs with these arguments; without any, build and fail on every warning, broken links included."""
    return _replace_process(["-m", "mkdocs", *(arguments or ["build", "--strict"])], NO_MKDOCS_2_WARNING="1")


def lock_requirements(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml into requirements*.txt, with the hash of every file that may be installed."""
    uv = environment.find_uv()
    if uv is None:
        return _report_missing("uv", "pipx, then pipx install uv")
    for name, options in _LOCKS.items():
        command = [uv, *_LOCK, *options, "--output-file", name, *arguments]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            return 1
    return 0


VERBS: Final = {
    "demo": Verb(run_demo, "runtime", "start the demo and print its address (also without a verb); --port N, --empty"),
    "test": Verb(run_tests, "development", "the default test suite, in parallel; arguments go to pytest"),
    "walks": Verb(run_walks, "development", "the tests that walk the site or many days, play stories, or start real programs"),
    "races": Verb(run_races, "development", "acts that meet each other, in threads of their own; RACES=200 for many times"),
    "check": Verb(
        run_checks,
        "development",
        "format, lint, layers, types, migrations, API contract, production settings; or those you name",
    ),
    "browser": Verb(run_browser_tests, "development", "end-to-end tests: real programs, real pages in Chromium, accessibility"),
    "faults": Verb(
        run_fault_tests, "development", "kill processes at random and verify that nothing was lost or doubled; --planted"
    ),
    "fuzz": Verb(run_fuzz_tests, "development", "generated calls against the API's contract, and hostile sheets"),
    "bench": Verb(run_benchmarks, "development", "what pages and acts cost beside 10,000 cases, or BENCH_CASES of them"),
    "docs": Verb(build_docs, "development", "build the documentation into var/site and check its links; or: ./run docs serve"),
    "lock": Verb(lock_requirements, "development", "write requirements*.txt, with hashes, from pyproject.toml; --upgrade"),
    "alarms": Verb(run_alarms, "runtime", "Celery worker and beat with the settings of the environment, until Ctrl-C"),
    "manage": Verb(run_manage, "runtime", "manage.py with the demo's settings, for example: ./run manage verify"),
}


def _list_checks() -> list[tuple[str, list[str], dict[str, str]]]:
    test_settings = {"DOZVIL_ENV": "test"}
    return [
        ("formatting (ruff format)", ["python", "-m", "ruff", "format", "--check", "."], {}),
        ("templates (djangofmt)", ["djangofmt", "--check", "templates"], {}),
        ("lint (ruff)", ["python", "-m", "ruff", "check", "."], {}),
        (
            "layers (import-linter)",
            ["python", "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"],
            {},
        ),
        ("types (mypy --strict)", ["python", "-m", "mypy"], test_settings),
        ("migrations match the models", ["python", "manage.py", "makemigrations", "--check", "--dry-run"], test_settings),
        ("API contract (spectral, redocly)", ["python", "-m", "config.launcher.api_lint"], test_settings),
        ("production settings", ["python", "manage.py", "check", "--deploy", "--fail-level", "WARNING"], _PRODUCTION),
    ]


def _run_check(what: str, command: Sequence[str], variables: dict[str, str]) -> tuple[str, bool]:
    print(f"\n== {what}", flush=True)
    program, *arguments = command
    done = subprocess.run([PYTHON.parent / program, *arguments], cwd=ROOT, env=os.environ | variables, check=False)
    return what, done.returncode == 0


def _run_pytest(arguments: Sequence[str], **variables: str) -> int:
    return _replace_process(["-m", "pytest", *arguments], DOZVIL_ENV="test", **_keep_bytecode(), **variables)


def _keep_bytecode() -> dict[str, str]:
    """Variables that let every worker of a test run, and every program it starts, share what one of them has compiled."""
    # Python takes an empty PYTHONDONTWRITEBYTECODE for an unset one; set, each of the workers would compile all libraries.
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / "var" / "pycache")}


def _replace_process(command: Sequence[str], **variables: str) -> int:
    """Take the place of this process, so that signals reach the program itself."""
    os.chdir(ROOT)
    os.execve(PYTHON, [str(PYTHON), *command], os.environ | variables)  # noqa: S606 (never returns)


def _report_missing(what: str, package: str) -> int:
    print(f"This needs {what} on the path. On Debian and Ubuntu: apt-get install {package}", file=sys.stderr)
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
