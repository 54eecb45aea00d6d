"""One run: a deployment, clients, kills; then quiet, and the checker's verdict."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from tests.faults.clients import Client, Table
from tests.faults.deployment import BEATS, ROOT, WORKERS, Deployment
from tests.faults.history import History
from tests.faults.killer import VICTIMS, Killer

# How often a receiver refuses, stays silent until the caller gives up, and pauses before it answers; and which share of the
# letters it refuses every time, until somebody has looked after it.
TROUBLE: Final[Mapping[str, float]] = {"refuse": 0.05, "silent": 0.01, "pause": 0.03, "seconds": 0.7, "stubborn": 0.02}
# What is still to come: unread events, messages, reminders of this run, clocks that should have rung.
_UNSETTLED: Final = """
    SELECT (SELECT number FROM licensing_chainhead) - (SELECT number FROM licensing_bookmark WHERE name = 'outbox'),
           (SELECT count(*) FROM licensing_delivery WHERE state = 'due'),
           (SELECT count(*) FROM licensing_reminder WHERE sent_at IS NULL AND cancelled_at IS NULL
                   AND due_at < clock_timestamp() + interval '1 hour'),
           (SELECT count(*) FROM licensing_clock WHERE ended_at IS NULL AND wake_at < clock_timestamp() - interval '1 second')
"""
_GIVEN_UP: Final = """
    SELECT (SELECT count(*) FROM licensing_delivery WHERE state = 'dead')
         + (SELECT count(*) FROM licensing_endpoint WHERE disabled_at IS NOT NULL)
"""
# Where nothing has moved for so long, longer than any lease or pause between attempts, nothing will.
_STILL_SECONDS: Final = 25.0
_REST_SECONDS: Final = 180.0


@dataclass(frozen=True)
class Plan:
    """How large a run is, what is killed in it, and which bug is planted.

    Reminders come due over its first seconds. `patience` is how long a client asks for an answer; `strict` asks for the
    least counts.
    """

    ops: int
    kills: int
    seed: int
    victims: tuple[str, ...] = VICTIMS
    trouble: Mapping[str, float] = field(default_factory=lambda: TROUBLE)
    bug: str = ""
    patience: float = 150
    reminders_within: float = 10
    strict: bool = True


@dataclass(frozen=True)
class Verdict:
    counts: Mapping[str, int]
    violations: list[Mapping[str, str]]
    seconds: float

    @property
    def invariants(self) -> Counter[str]:
        return Counter(one["invariant"] for one in self.violations)


def make_template(folder: Path) -> Path:
    """A database that is migrated and has the reference data, to be copied for each run."""
    deployment = Deployment(folder)
    try:
        deployment.make_database()
        for command in (["migrate", "--no-input", "--verbosity", "0"], ["createcachetable"], ["seed"]):
            deployment.run("manage.py", *command)
        deployment.running["postgres"].terminate()
        deployment.running["postgres"].wait(60)
    finally:
        deployment.stop()
    return deployment.data


def run_plan(plan: Plan, folder: Path, template: Path, say: Callable[[str], None] = print) -> Verdict:
    began = time.monotonic()
    deployment = Deployment(folder, bug=plan.bug)
    try:
        _prepare(deployment, plan, template)
        table, fault = _play(deployment, plan, say)
        _wait_until_idle(deployment, say)
        if _given_up(deployment):
            (folder / "relented").touch()
            deployment.run("-m", "tests.faults.caretaker", str(folder))
            _wait_until_idle(deployment, say)
        verdict = _check_invariants(deployment, plan)
        if fault:
            verdict["violations"].append({"invariant": "the killer could do its work", "what": str(fault)})
        if table.done < plan.ops:
            verdict["violations"].append({"invariant": "every client gets an answer", "what": f"{table.done} operations ended"})
    finally:
        deployment.stop()
    return Verdict(verdict["counts"], verdict["violations"], time.monotonic() - began)


def _prepare(deployment: Deployment, plan: Plan, template: Path) -> None:
    deployment.take_database(template)
    deployment.start_receivers(seed=plan.seed, trouble=plan.trouble)
    about = {"seed": plan.seed, "seconds": max(plan.reminders_within, plan.ops * 0.08), "http": deployment.receivers["http"]}
    (deployment.folder / "run.json").write_text(json.dumps(about))
    deployment.start("redis")
    deployment.run("-m", "tests.faults.setting", str(deployment.folder))
    if plan.bug:
        # The table of bugs imports the product, which this process does without.
        deployment.run("-c", "from tests.faults import alarms; alarms.tempo.change_database()")
    for name in ("web", *WORKERS, *BEATS):
        deployment.start(name)
    deployment.wait_for_web()


def _play(deployment: Deployment, plan: Plan, say: Callable[[str], None]) -> tuple[Table, Exception | None]:
    setting = json.loads((deployment.folder / "setting.json").read_text())
    history = History(deployment.folder / "history.jsonl")
    table = Table(deployment.address, setting["source"], [*setting["cases"], *setting["late"]], plan.ops, plan.patience)
    clients = [Client(number, who, table, history, seed=plan.seed) for number, who in enumerate(setting["clients"])]
    killer = Killer(deployment, table, history, kills=plan.kills, seed=plan.seed, victims=plan.victims)
    for thread in (*clients, killer):
        thread.start()
    told = began = time.monotonic()
    used: dict[int, float] = {}
    while any(one.is_alive() for one in (*clients, killer)):
        time.sleep(0.5)
        used |= deployment.processor_seconds()
        if time.monotonic() - told > 15:
            told = time.monotonic()
            say(f"  {table.done} of {plan.ops} operations after {told - began:.0f} s")
        # Whatever a kill has left without its process is a fault of the harness, not of the product.
        assert time.monotonic() - began < 120 + plan.ops * 0.6, f"the run does not end: {table.done} of {plan.ops}"
    history.close()
    took = f"{time.monotonic() - began:.0f} s, with {sum(used.values()):.0f} s of processors"
    say(f"  {table.done} operations in {took}; waiting until everything has arrived")
    return table, killer.fault


def _wait_until_idle(deployment: Deployment, say: Callable[[str], None]) -> None:
    """Wait until nothing is owed any more, or nothing moves. What is then missing is the checker's to find."""
    deployment.wait_for_database()
    began = moved = time.monotonic()
    left: tuple[int, ...] = (1,)
    while any(left) and time.monotonic() - moved < _STILL_SECONDS and time.monotonic() - began < _REST_SECONDS:
        time.sleep(1.0)
        before = left
        with contextlib.suppress(psycopg.OperationalError), deployment.connect() as connection:
            left = connection.execute(_UNSETTLED).fetchone() or left
        moved = moved if left == before else time.monotonic()
    rest = f"not settled: unread, unsent, unreminded, unclosed {left}" if any(left) else "settled"
    say(f"  {rest} in {time.monotonic() - began:.0f} s")


def _given_up(deployment: Deployment) -> int:
    """How many dead letters and switched-off endpoints somebody should look after."""
    with deployment.connect() as connection:
        [number] = connection.execute(_GIVEN_UP).fetchone() or (0,)
    return int(number)


def _check_invariants(deployment: Deployment, plan: Plan) -> dict[str, Any]:
    asked = (
        "-m",
        "tests.faults.checker",
        str(deployment.folder),
        deployment.dsn,
        str(plan.ops if plan.strict else 0),
        str(plan.kills),
    )
    done = subprocess.run([sys.executable, *asked], cwd=ROOT, capture_output=True, text=True, check=False)
    if not done.stdout.startswith("{"):
        raise RuntimeError(f"the checker has failed\n{done.stderr}")
    (deployment.folder / "verdict.json").write_text(done.stdout)
    verdict: dict[str, Any] = json.loads(done.stdout)
    return verdict


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
